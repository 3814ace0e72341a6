import CLanes

extension LoweredKernel {
    /// Floating-point operations without rounding: their results are the same bits on any hardware.
    private static let exact: Set<Substring> = [
        "NEG", "ABS", "MINNUM", "MAXNUM", "COPYSIGN", "FLOOR", "CEIL", "TRUNC", "RINT", "ROUND", "REM", "FCMP", "FPEXT",
    ]
    /// How operations end whose result is a floating-point number.
    private static let formats: Set<Substring> = ["F16", "BF16", "F32", "F64"]

    /// Whether any of its operations rounds a floating-point number, so that another order or another unit may give other
    /// bits.
    package var rounds: Bool {
        let hasRoundingOperation = operations.contains { operation in
            let parts = String(cString: ks_op_name(operation)).split(separator: "_")
            guard let first = parts.first, let last = parts.last else { return false }
            return Self.formats.contains(last) && !Self.exact.contains(first)
        }
        let hasRoundingCollective = instructions.contains { instruction in
            guard instruction.opcode == .warp, let operation = WarpOperation(rawValue: instruction.extra) else {
                return instruction.opcode == .matrix
            }
            switch operation {
            case .sumFloat, .productFloat, .prefixInclusiveSumFloat, .prefixExclusiveSumFloat,
                .prefixInclusiveProductFloat, .prefixExclusiveProductFloat:
                return true
            default: return false
            }
        }
        return hasRoundingOperation || hasRoundingCollective || addsFloatsAtomically
    }
}
