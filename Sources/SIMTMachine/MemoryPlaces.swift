import CLanes

/// Which memory each address may point into: private, threadgroup or module memory, or the buffer of a parameter.
struct MemoryPlaces {
    /// The first place that stands for a parameter.
    static let firstParameter = 3

    /// Number of places.
    let count: Int
    /// A bit per place for each register; 0 where nothing is known.
    private var masks: [UInt64]

    init(_ program: VirtualProgram, _ instructions: [VirtualInstruction]) {
        // Beyond the bits of a word all parameters are taken for one another.
        count = Self.firstParameter + program.parameters.count
        masks = Array(repeating: 0, count: program.isWide.count)
        guard count <= 64 else { return }
        for constant in program.constants where program.isWide[constant.register.subscriptIndex] {
            switch SegmentAddress.segment(of: constant.value) {
            case SegmentAddress.privateSegment: masks[constant.register.subscriptIndex] = 1
            case SegmentAddress.threadgroupSegment: masks[constant.register.subscriptIndex] = 2
            case SegmentAddress.moduleSegment: masks[constant.register.subscriptIndex] = 4
            default: break
            }
        }
        for (index, registers) in program.parameters.enumerated() {
            for register in registers where program.isWide[register.subscriptIndex] {
                masks[register.subscriptIndex] = 1 << UInt64(Self.firstParameter + index)
            }
        }
        let structures = program.structureParameters.reduce(into: UInt64(0)) {
            $0 |= 1 << UInt64(Self.firstParameter + $1)
        }
        var changed = true
        while changed {
            changed = false
            for instruction in instructions where instruction.opcode == .load {
                // What a structure passed by value points to is its parameter's place: kernels cannot write the structure.
                let mask = masks[instruction.first.subscriptIndex]
                guard mask != 0, mask & ~structures == 0 else { continue }
                for component in program.memoryOperations[Int(instruction.extra)].components
                where program.isWide[component.register.subscriptIndex] {
                    let known = masks[component.register.subscriptIndex]
                    if known | mask != known {
                        masks[component.register.subscriptIndex] = known | mask
                        changed = true
                    }
                }
            }
            for instruction in instructions where instruction.opcode == .lane64 {
                var mask = masks[instruction.destination.subscriptIndex]
                switch instruction.operation {
                case KS_MOVE_64, KS_SHL_ADD_I64, KS_SHL_ADD_U32, KS_SHL_ADD_S32:
                    mask |= masks[instruction.first.subscriptIndex]
                case KS_ADD_I64, KS_SUB_I64, KS_AND_I64, KS_OR_I64:
                    mask |= masks[instruction.first.subscriptIndex] | masks[instruction.second.subscriptIndex]
                case KS_SELECT_I64:
                    mask |= masks[instruction.second.subscriptIndex] | masks[instruction.third.subscriptIndex]
                default: continue
                }
                if mask != masks[instruction.destination.subscriptIndex] {
                    masks[instruction.destination.subscriptIndex] = mask
                    changed = true
                }
            }
        }
    }

    /// The places that an address may point into, every one where nothing is known.
    func indices(of address: VirtualRegister) -> [Int] {
        let mask = masks[address.subscriptIndex]
        guard mask != 0 else { return Array(0..<count) }
        return (0..<min(64, count)).filter { mask >> UInt64($0) & 1 == 1 }
    }
}
