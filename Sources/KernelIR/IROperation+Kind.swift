extension IROperation {
    /// Whether this ends a block.
    package var isTerminator: Bool {
        switch self {
        case .branch, .conditionalBranch, .switchBranch, .returnValue, .unreachable: true
        default: false
        }
    }
}

extension IRBinary {
    /// Whether this works on floating-point operands.
    package var isFloatingPoint: Bool {
        switch self {
        case .fadd, .fsub, .fmul, .fdiv, .frem: true
        default: false
        }
    }
}
