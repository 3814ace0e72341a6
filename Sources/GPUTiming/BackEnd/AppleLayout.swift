import SIMTMachine

/// What Apple's compiler does with a lowered kernel as far as time shows it: the order of instructions, the registers they
/// need, and what is added where those do not last.
///
/// Measured kernels show that loads are moved to the front of their block whatever registers that takes: bodies
/// unrolled 8, 16, 32 and 128 times run 1, 1.1, 3.7 and 16 times as long per round, because the last two do not fit 128
/// registers. A declared number of threads a threadgroup bounds the registers too.
struct AppleLayout {
    /// Something executed beside the kernel's own instructions.
    enum Extra {
        /// A value stored for lack of a register.
        case store
        /// The same value loaded again.
        case reload
        /// A line of code fetched from beyond the instruction cache.
        case fetch
    }

    /// One block.
    struct Block {
        /// The instructions in their order, by place in the program.
        var order: [Int]
        /// Places of shuffles from a lane that the text names.
        var broadcasts: Set<Int> = []
        /// Registers that do not last.
        var spilled = 0
        /// Whether the code of the loop around it exceeds the instruction cache.
        var isFetched = false
    }

    /// The blocks.
    private(set) var blocks: [Block]
    /// Registers of a thread, as far as they last.
    private(set) var registerPressure: Int
    /// Cycles until a spilled value is there again.
    private(set) var spillLatency = 0.0

    /// Bytes of an instruction: 4 to 12 in G13's encoding, 8 with three operands or an immediate.
    private static let instructionBytes = 8
    /// Bytes of a line of code.
    private static let lineBytes = 128
    /// Spilled values that one instruction moves: stack accesses have a mask of four channels.
    private static let valuesAtOnce = 4

    /// `program` in its own order.
    init(unchanged program: TimedProgram) {
        blocks = program.blocks.map { Block(order: Array($0.indices)) }
        registerPressure = program.registerPressure
    }

    /// The layout of `program`; nil where the program says too little about itself.
    ///
    /// - Parameters:
    ///   - declaredThreads: Most threads of a threadgroup as the kernel declares them; nil where it does not.
    ///   - warps: Warps of a threadgroup, all of which keep their spilled values in the same L1.
    init?(_ program: TimedProgram, on hardware: Hardware, declaredThreads: Int?, warps: Int) {
        guard var code = BackEnd(program, passes: []) else { return nil }
        blocks = code.blocks.map { Block(order: Self.loadsFirst($0)) }
        for block in blocks.indices { code.blocks[block] = blocks[block].order.map { code.blocks[block][$0] } }
        let need = RegisterNeed(code)
        let file = hardware.registers
        var room = file.perThread
        if let declaredThreads, declaredThreads > 0 {
            room = min(room, file.bytes / 4 / declaredThreads / file.threadUnit * file.threadUnit)
        }
        room = max(file.threadUnit, room) - file.allowance
        registerPressure = min(need.most, room)
        for (number, block) in program.blocks.enumerated() {
            blocks[number].spilled = max(0, need.byBlock[number] - room)
            for (place, instruction) in block.enumerated() where instruction.operation == .shuffleDynamic {
                if code.details.constants[instruction.operands.1] != nil { blocks[number].broadcasts.insert(place) }
            }
        }
        let (bytes, l1) = (Double((blocks.map(\.spilled).max() ?? 0) * 128 * max(1, warps)), Double(hardware.l1.bytes))
        let missed = bytes > l1 ? 1 - l1 / bytes : 0
        spillLatency = hardware.l1.latency + (hardware.l2.latency - hardware.l1.latency) * missed
        guard let cache = hardware.core.instructionCache else { return }
        let codeBytes = zip(program.blocks, blocks).map { block, layout in
            let added = 2 * ((layout.spilled + Self.valuesAtOnce - 1) / Self.valuesAtOnce)
            return (block.count { $0.operation != .free && $0.operation != .address } + added) * Self.instructionBytes
        }
        for number in blocks.indices {
            guard let loop = code.loops.around(number).first else { continue }
            blocks[number].isFetched = codeBytes[loop.header...loop.latch].reduce(0, +) > cache
        }
    }

    /// What is added to a block of `count` instructions and before which of them, the last first.
    func extras(of block: Int, count: Int) -> [(place: Int, kind: Extra)] {
        var extras: [(place: Int, kind: Extra)] = []
        let pairs = (blocks[block].spilled + Self.valuesAtOnce - 1) / Self.valuesAtOnce
        for pair in 0..<pairs {
            extras.append((pair * count / pairs / 2, .store))
            extras.append((count / 2 + pair * (count - count / 2) / pairs, .reload))
        }
        if blocks[block].isFetched {
            let perLine = Self.lineBytes / Self.instructionBytes
            extras += stride(from: 0, to: count, by: perLine).map { ($0, .fetch) }
        }
        return extras.enumerated().sorted { ($1.element.place, $1.offset) < ($0.element.place, $0.offset) }
            .map(\.element)
    }

    /// A block's instructions with its loads, and what they need, before everything else; barriers stay where they are.
    private static func loadsFirst(_ list: [MachineInstruction]) -> [Int] {
        let (successors, _) = BackEnd.dependences(list)
        var predecessors = [[Int]](repeating: [], count: list.count)
        for (place, next) in successors.enumerated() { for other in next { predecessors[other].append(place) } }
        var order: [Int] = []
        var first = 0
        while first < list.count {
            let end = list[first...].firstIndex { $0.operation == .barrier || $0.operation == .fence } ?? list.count
            var isEarly = [Bool](repeating: false, count: end - first)
            for place in (first..<end).reversed() {
                switch list[place].operation {
                case .globalLoad, .sharedLoad, .constantLoad: isEarly[place - first] = true
                default: break
                }
                guard isEarly[place - first] else { continue }
                for other in predecessors[place] where other >= first { isEarly[other - first] = true }
            }
            order += (first..<end).filter { isEarly[$0 - first] } + (first..<end).filter { !isEarly[$0 - first] }
            if end < list.count { order.append(end) }
            first = end + 1
        }
        return order
    }
}
