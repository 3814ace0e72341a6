import CLanes

/// A function of single precision that a vendor's library computes in several instructions.
///
/// Approximations of the special function unit, such as `__sinf` or fast mathematics' `exp2`, are none of these.
package enum LibraryFunction: UInt8, CaseIterable, Sendable {
    case logarithm, binaryLogarithm, decimalLogarithm
    /// The logarithm of one more than the argument, and the exponential less one.
    case logarithmOfOneMore, exponentialLessOne
    case power
    case sine, cosine, tangent
    /// Of the argument times pi.
    case sineOfPi, cosineOfPi
    case arcSine, arcCosine, arcTangent, arcTangentOfTwo
    case hyperbolicSine, hyperbolicCosine, hyperbolicTangent
    case areaSine, areaCosine, areaTangent
    case errorFunction, complementaryErrorFunction
    case cubeRoot

    /// The function that a lane operation of this class computes; nil for none.
    init?(_ operation: ks_op, as workClass: OperationClass) {
        switch (operation, workClass) {
        case (KS_LOG_F32, .expLog): self = .logarithm
        case (KS_LOG2_F32, .expLog): self = .binaryLogarithm
        case (KS_LOG10_F32, .expLog): self = .decimalLogarithm
        case (KS_LOG1P_F32, .expLog): self = .logarithmOfOneMore
        case (KS_EXPM1_F32, .expLog): self = .exponentialLessOne
        case (KS_POW_F32, .expLog): self = .power
        case (KS_SIN_F32, .preciseSinCos): self = .sine
        case (KS_COS_F32, .preciseSinCos): self = .cosine
        case (KS_TAN_F32, .preciseSinCos): self = .tangent
        case (KS_SINPI_F32, .preciseSinCos): self = .sineOfPi
        case (KS_COSPI_F32, .preciseSinCos): self = .cosineOfPi
        case (KS_ASIN_F32, .mathFunction): self = .arcSine
        case (KS_ACOS_F32, .mathFunction): self = .arcCosine
        case (KS_ATAN_F32, .mathFunction): self = .arcTangent
        case (KS_ATAN2_F32, .mathFunction): self = .arcTangentOfTwo
        case (KS_SINH_F32, .mathFunction): self = .hyperbolicSine
        case (KS_COSH_F32, .mathFunction): self = .hyperbolicCosine
        case (KS_TANH_F32, .mathFunction): self = .hyperbolicTangent
        case (KS_ASINH_F32, .mathFunction): self = .areaSine
        case (KS_ACOSH_F32, .mathFunction): self = .areaCosine
        case (KS_ATANH_F32, .mathFunction): self = .areaTangent
        case (KS_ERF_F32, .mathFunction): self = .errorFunction
        case (KS_ERFC_F32, .mathFunction): self = .complementaryErrorFunction
        case (KS_CBRT_F32, .mathFunction): self = .cubeRoot
        default: return nil
        }
    }
}
