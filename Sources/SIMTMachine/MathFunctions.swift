import CLanes
import KernelIR

/// The functions that kernels call by name, with the lane operation and the cost class of each.
enum MathFunctions {
    /// `__ks_` functions by name.
    static let table: [String: (operation: ks_op, workClass: OperationClass)] = [
        "__ks_dp4a_s32": (KS_DOT4_S32, .intMultiply), "__ks_dp4a_u32": (KS_DOT4_U32, .intMultiply),
        "__ks_precise_log2_f32": (KS_LOG2_F32, .expLog), "__ks_precise_sinpi_f32": (KS_SINPI_F32, .preciseSinCos),
        "__ks_precise_cospi_f32": (KS_COSPI_F32, .preciseSinCos),
        "__ks_exp2_f32": (KS_EXP2_F32, .exp2Log2), "__ks_log2_f32": (KS_LOG2_F32, .exp2Log2),
        "__ks_rsqrt_f32": (KS_RSQRT_F32, .reciprocalSquareRoot), "__ks_rcp_f32": (KS_RCP_F32, .reciprocal),
        "__ks_exp_f32": (KS_EXP_F32, .expLog), "__ks_exp10_f32": (KS_EXP10_F32, .expLog),
        "__ks_expm1_f32": (KS_EXPM1_F32, .expLog), "__ks_log_f32": (KS_LOG_F32, .expLog),
        "__ks_log10_f32": (KS_LOG10_F32, .expLog), "__ks_log1p_f32": (KS_LOG1P_F32, .expLog),
        "__ks_sin_f32": (KS_SIN_F32, .preciseSinCos), "__ks_cos_f32": (KS_COS_F32, .preciseSinCos),
        "__ks_tan_f32": (KS_TAN_F32, .preciseSinCos), "__ks_fast_sin_f32": (KS_SIN_F32, .sinCos),
        "__ks_fast_cos_f32": (KS_COS_F32, .sinCos), "__ks_sinpi_f32": (KS_SINPI_F32, .sinCos),
        "__ks_cospi_f32": (KS_COSPI_F32, .sinCos),
        "__ks_asin_f32": (KS_ASIN_F32, .mathFunction), "__ks_acos_f32": (KS_ACOS_F32, .mathFunction),
        "__ks_atan_f32": (KS_ATAN_F32, .mathFunction), "__ks_atan2_f32": (KS_ATAN2_F32, .mathFunction),
        "__ks_sinh_f32": (KS_SINH_F32, .mathFunction), "__ks_cosh_f32": (KS_COSH_F32, .mathFunction),
        "__ks_tanh_f32": (KS_TANH_F32, .mathFunction), "__ks_fast_tanh_f32": (KS_TANH_F32, .exp2Log2),
        "__ks_asinh_f32": (KS_ASINH_F32, .mathFunction), "__ks_acosh_f32": (KS_ACOSH_F32, .mathFunction),
        "__ks_atanh_f32": (KS_ATANH_F32, .mathFunction), "__ks_pow_f32": (KS_POW_F32, .expLog),
        "__ks_erf_f32": (KS_ERF_F32, .mathFunction), "__ks_erfc_f32": (KS_ERFC_F32, .mathFunction),
        "__ks_cbrt_f32": (KS_CBRT_F32, .mathFunction), "__ks_fmod_f32": (KS_REM_F32, .mathFunction),
        "__ks_fast_div_f32": (KS_DIV_F32, .divide),
        "__ks_exp_f64": (KS_EXP_F64, .doubleArithmetic), "__ks_exp2_f64": (KS_EXP2_F64, .doubleArithmetic),
        "__ks_log_f64": (KS_LOG_F64, .doubleArithmetic), "__ks_log2_f64": (KS_LOG2_F64, .doubleArithmetic),
        "__ks_log10_f64": (KS_LOG10_F64, .doubleArithmetic), "__ks_sin_f64": (KS_SIN_F64, .doubleArithmetic),
        "__ks_cos_f64": (KS_COS_F64, .doubleArithmetic), "__ks_tan_f64": (KS_TAN_F64, .doubleArithmetic),
        "__ks_tanh_f64": (KS_TANH_F64, .doubleArithmetic), "__ks_pow_f64": (KS_POW_F64, .doubleArithmetic),
        "__ks_erf_f64": (KS_ERF_F64, .doubleArithmetic), "__ks_rsqrt_f64": (KS_RSQRT_F64, .doubleArithmetic),
        "__ks_atan_f64": (KS_ATAN_F64, .doubleArithmetic), "__ks_atan2_f64": (KS_ATAN2_F64, .doubleArithmetic),
        "__ks_fmod_f64": (KS_REM_F64, .doubleArithmetic),
    ]

    /// LLVM's own math intrinsics by stem, for f32 and f64.
    static func llvm(_ stem: String, _ element: IRType) -> (ks_op, OperationClass)? {
        guard stem.hasPrefix("llvm.") else { return nil }
        let suffix = element == .double ? "f64" : element == .float ? "f32" : nil
        guard let suffix, let entry = table["__ks_\(stem.dropFirst(5))_\(suffix)"] else { return nil }
        return (entry.operation, entry.workClass)
    }
}
