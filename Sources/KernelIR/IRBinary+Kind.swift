extension IRBinary {
    /// Whether this works on floating-point operands.
    package var isFloatingPoint: Bool {
        switch self {
        case .fadd, .fsub, .fmul, .fdiv, .frem: true
        default: false
        }
    }
}
