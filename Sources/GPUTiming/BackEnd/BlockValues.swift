/// The values of a block whose instructions are being put in order: a register that is written again holds another one, and
/// none between the last read of the old value and the write.
struct BlockValues {
    /// What a register holds from one write to the next; number 0 is there when the block begins.
    struct Value: Hashable {
        /// The register.
        let register: Int32
        /// How many writes of the block come before, its own included.
        let number: Int
    }

    /// The value that each instruction makes; nil for none.
    private(set) var made: [Value?] = []
    /// The values that it reads.
    private(set) var read: [[Value]] = []
    /// Values that hold registers.
    private(set) var live: Set<Value>
    /// Reads still to come.
    private var remaining: [Value: Int] = [:]
    /// Values that are there when the block ends.
    private var last: Set<Value> = []

    /// The values of `list`.
    ///
    /// - Parameters:
    ///   - liveAtStart: Registers alive when it begins.
    ///   - out: Registers alive when it ends.
    init(_ list: [MachineInstruction], liveAtStart: Set<Int32>, out: Set<Int32>) {
        var numbers: [Int32: Int] = [:]
        live = Set(liveAtStart.map { Value(register: $0, number: 0) })
        made.reserveCapacity(list.count)
        read.reserveCapacity(list.count)
        for instruction in list {
            let sources = instruction.sources.map { Value(register: $0, number: numbers[$0] ?? 0) }
            for value in sources { remaining[value, default: 0] += 1 }
            read.append(sources)
            guard instruction.destination >= 0 else {
                made.append(nil)
                continue
            }
            numbers[instruction.destination, default: 0] += 1
            made.append(Value(register: instruction.destination, number: numbers[instruction.destination] ?? 0))
        }
        for register in out { last.insert(Value(register: register, number: numbers[register] ?? 0)) }
    }

    /// Whether the next read of `value` is the last one.
    func isLast(_ value: Value) -> Bool { remaining[value] == 1 && !last.contains(value) }

    /// Takes note that an instruction is issued.
    mutating func issue(_ place: Int) {
        for value in read[place] {
            if isLast(value) { live.remove(value) }
            remaining[value, default: 1] -= 1
        }
        if let value = made[place] { live.insert(value) }
    }
}
