import CLanes
import KernelIR

/// The lane operations that convert from and to floating-point formats.
enum FloatConversions {
    /// Between two formats of different width; nil where there is none.
    static func between(_ from: IRType, _ to: IRType) -> ks_op? {
        switch (from, to) {
        case (.half, .float): KS_FPEXT_F16_F32
        case (.half, .double): KS_FPEXT_F16_F64
        case (.bfloat, .float): KS_FPEXT_BF16_F32
        case (.bfloat, .double): KS_FPEXT_BF16_F64
        case (.float, .double): KS_FPEXT_F32_F64
        case (.float, .half): KS_FPTRUNC_F32_F16
        case (.float, .bfloat): KS_FPTRUNC_F32_BF16
        case (.double, .float): KS_FPTRUNC_F64_F32
        case (.double, .half): KS_FPTRUNC_F64_F16
        case (.double, .bfloat): KS_FPTRUNC_F64_BF16
        default: nil
        }
    }

    /// To an integer, saturating.
    static func toInteger(_ from: IRType, wide: Bool, signed: Bool) -> ks_op? {
        switch from {
        case .half:
            wide ? (signed ? KS_FPTOSI_F16_I64 : KS_FPTOUI_F16_I64) : (signed ? KS_FPTOSI_F16_I32 : KS_FPTOUI_F16_I32)
        case .bfloat:
            wide
                ? (signed ? KS_FPTOSI_BF16_I64 : KS_FPTOUI_BF16_I64)
                : (signed ? KS_FPTOSI_BF16_I32 : KS_FPTOUI_BF16_I32)
        case .float:
            wide ? (signed ? KS_FPTOSI_F32_I64 : KS_FPTOUI_F32_I64) : (signed ? KS_FPTOSI_F32_I32 : KS_FPTOUI_F32_I32)
        case .double:
            wide ? (signed ? KS_FPTOSI_F64_I64 : KS_FPTOUI_F64_I64) : (signed ? KS_FPTOSI_F64_I32 : KS_FPTOUI_F64_I32)
        default: nil
        }
    }

    /// From an integer, to nearest even.
    static func fromInteger(_ to: IRType, wide: Bool, signed: Bool) -> ks_op? {
        switch to {
        case .half:
            wide ? (signed ? KS_SITOFP_I64_F16 : KS_UITOFP_I64_F16) : (signed ? KS_SITOFP_I32_F16 : KS_UITOFP_I32_F16)
        case .bfloat:
            wide
                ? (signed ? KS_SITOFP_I64_BF16 : KS_UITOFP_I64_BF16)
                : (signed ? KS_SITOFP_I32_BF16 : KS_UITOFP_I32_BF16)
        case .float:
            wide ? (signed ? KS_SITOFP_I64_F32 : KS_UITOFP_I64_F32) : (signed ? KS_SITOFP_I32_F32 : KS_UITOFP_I32_F32)
        case .double:
            wide ? (signed ? KS_SITOFP_I64_F64 : KS_UITOFP_I64_F64) : (signed ? KS_SITOFP_I32_F64 : KS_UITOFP_I32_F64)
        default: nil
        }
    }
}
