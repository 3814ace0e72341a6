import CLanes

/// What memory each address register points into, as far as the code shows it: constants name their segment, additions
/// keep it, and copies that disagree leave it open.
struct PointerSpaces {
    /// Kinds of memory that differ in cost.
    enum Space { case unknown, threadgroup, threadPrivate, module, mixed }

    private var spaces: [Space]

    init(_ program: VirtualProgram) {
        spaces = Array(repeating: .unknown, count: program.isWide.count)
        for constant in program.constants where program.isWide[constant.register.subscriptIndex] {
            switch SegmentAddress.segment(of: constant.value) {
            case SegmentAddress.privateSegment: spaces[constant.register.subscriptIndex] = .threadPrivate
            case SegmentAddress.threadgroupSegment: spaces[constant.register.subscriptIndex] = .threadgroup
            case SegmentAddress.moduleSegment: spaces[constant.register.subscriptIndex] = .module
            default: break
            }
        }
        var changed = true
        while changed {
            changed = false
            for block in program.blocks {
                for instruction in block.instructions where instruction.opcode == .lane64 {
                    switch instruction.operation {
                    case KS_ADD_I64, KS_MOVE_64, KS_SHL_ADD_I64, KS_SHL_ADD_U32, KS_SHL_ADD_S32: break
                    default: continue
                    }
                    let source = spaces[instruction.first.subscriptIndex]
                    let index = instruction.destination.subscriptIndex
                    guard source != .unknown, spaces[index] != source, spaces[index] != .mixed else { continue }
                    spaces[index] = spaces[index] == .unknown ? source : .mixed
                    changed = true
                }
            }
        }
    }

    /// The memory that `register` points into.
    subscript(register: VirtualRegister) -> Space { spaces[register.subscriptIndex] }
}
