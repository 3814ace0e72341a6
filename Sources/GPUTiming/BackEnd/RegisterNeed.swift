import SIMTMachine

/// How many registers a program needs: values alive at once, by block.
struct RegisterNeed {
    /// Registers alive at each block's end.
    private(set) var liveOut: [Set<Int32>] = []
    /// Registers of values that lie in the uniform register file or are predicates.
    let weightless: Set<Int32>
    /// Most 32-bit registers alive at once.
    private(set) var most = 0
    /// The same by block.
    private(set) var byBlock: [Int] = []

    /// The need of code as it stands.
    ///
    /// - Parameters:
    ///   - successors: Blocks that may follow each.
    ///   - widths: 32-bit registers that each register takes.
    ///   - builtins: Registers that hold places in the grid, and whether lanes of a warp differ in them.
    init(_ blocks: [[MachineInstruction]], successors: [[Int]], widths: [UInt8], builtins: [Int32: Bool]) {
        weightless = Self.weightless(blocks, builtins)
        var reads = [Set<Int32>](repeating: [], count: blocks.count)
        var writes = reads
        for (block, list) in blocks.enumerated() {
            for instruction in list {
                for source in instruction.sources where !writes[block].contains(source) { reads[block].insert(source) }
                if instruction.destination >= 0 { writes[block].insert(instruction.destination) }
            }
        }
        var liveIn = reads
        liveOut = .init(repeating: [], count: blocks.count)
        var changed = true
        while changed {
            changed = false
            for block in blocks.indices.reversed() {
                var out: Set<Int32> = []
                for target in successors[block] { out.formUnion(liveIn[target]) }
                guard out.count != liveOut[block].count else { continue }
                liveOut[block] = out
                liveIn[block] = reads[block].union(out.subtracting(writes[block]))
                changed = true
            }
        }
        byBlock = blocks.indices.map { peak(blocks[$0], liveOut[$0], widths) }
        most = byBlock.max() ?? 0
    }

    /// 32-bit registers that `register` takes.
    @inline(__always)
    func weight(_ register: Int32, _ widths: [UInt8]) -> Int {
        weightless.contains(register) ? 0 : Int(widths[Int(register)])
    }

    /// Most registers alive at once in a block.
    func peak(_ list: [MachineInstruction], _ out: Set<Int32>, _ widths: [UInt8]) -> Int {
        var live = out
        var sum = out.reduce(0) { $0 + weight($1, widths) }
        var most = sum
        for instruction in list.reversed() {
            if instruction.destination >= 0 {
                if live.remove(instruction.destination) != nil {
                    sum -= weight(instruction.destination, widths)
                }
            }
            for source in instruction.sources where live.insert(source).inserted { sum += weight(source, widths) }
            most = max(most, sum)
        }
        return most
    }

    /// Registers in which lanes of a warp may differ, as far as a compiler can tell.
    static func varyingRegisters(_ blocks: [[MachineInstruction]], _ builtins: [Int32: Bool]) -> Set<Int32> {
        var varying: Set<Int32> = []
        for (register, differs) in builtins where differs { varying.insert(register) }
        var changed = true
        while changed {
            changed = false
            for block in blocks {
                for instruction in block where instruction.destination >= 0 {
                    guard !varying.contains(instruction.destination) else { continue }
                    let isUniform: Bool
                    switch instruction.operation {
                    case .free, .intAdd, .intMultiply, .shift, .bitwise, .longAdd, .longSubtract, .longMultiply,
                        .minMaxSelect, .compare, .intDivide, .address:
                        isUniform = instruction.sources.allSatisfy { !varying.contains($0) }
                    default: isUniform = false
                    }
                    if !isUniform {
                        varying.insert(instruction.destination)
                        changed = true
                    }
                }
            }
        }
        return varying
    }

    /// Predicates, and integers that are the same in every lane because all they are made of is.
    private static func weightless(_ blocks: [[MachineInstruction]], _ builtins: [Int32: Bool]) -> Set<Int32> {
        let varying = varyingRegisters(blocks, builtins)
        var result: Set<Int32> = []
        for block in blocks {
            for instruction in block where instruction.destination >= 0 {
                let isPredicate = instruction.operation == .compare || instruction.isPredicate
                if isPredicate || !varying.contains(instruction.destination) { result.insert(instruction.destination) }
            }
        }
        return result
    }
}
