import CLanes
import KernelIR

/// The lane operations of one floating-point format.
struct FloatOperations {
    let add: ks_op
    let subtract: ks_op
    let multiply: ks_op
    let divide: ks_op
    let remainder: ks_op
    let fusedMultiplyAdd: ks_op
    let negate: ks_op
    let absolute: ks_op
    let minimum: ks_op
    let maximum: ks_op
    let copySign: ks_op
    let squareRoot: ks_op
    let floor: ks_op
    let ceil: ks_op
    let truncate: ks_op
    let roundEven: ks_op
    let round: ks_op
    /// Comparisons in the order of `orderedPredicates`.
    private let comparisons: [ks_op]

    init?(_ type: IRType) {
        switch type {
        case .half: self = .half
        case .bfloat: self = .bfloat
        case .float: self = .float
        case .double: self = .double
        default: return nil
        }
    }

    private init(_ operations: [ks_op], comparisons: [ks_op]) {
        add = operations[0]
        subtract = operations[1]
        multiply = operations[2]
        divide = operations[3]
        remainder = operations[4]
        fusedMultiplyAdd = operations[5]
        negate = operations[6]
        absolute = operations[7]
        minimum = operations[8]
        maximum = operations[9]
        copySign = operations[10]
        squareRoot = operations[11]
        floor = operations[12]
        ceil = operations[13]
        truncate = operations[14]
        roundEven = operations[15]
        round = operations[16]
        self.comparisons = comparisons
    }

    /// The comparison for a predicate other than `true` and `false`.
    func compare(_ predicate: IRFloatPredicate) -> ks_op {
        comparisons[Self.orderedPredicates.firstIndex(of: predicate) ?? 0]
    }

    private static let orderedPredicates: [IRFloatPredicate] = [
        .oeq, .ogt, .oge, .olt, .ole, .one, .ord, .ueq, .ugt, .uge, .ult, .ule, .une, .uno,
    ]

    private static let half = FloatOperations(
        [
            KS_ADD_F16, KS_SUB_F16, KS_MUL_F16, KS_DIV_F16, KS_REM_F16, KS_FMA_F16, KS_NEG_F16, KS_ABS_F16,
            KS_MINNUM_F16, KS_MAXNUM_F16, KS_COPYSIGN_F16, KS_SQRT_F16, KS_FLOOR_F16, KS_CEIL_F16, KS_TRUNC_F16,
            KS_RINT_F16, KS_ROUND_F16,
        ],
        comparisons: [
            KS_FCMP_OEQ_F16, KS_FCMP_OGT_F16, KS_FCMP_OGE_F16, KS_FCMP_OLT_F16, KS_FCMP_OLE_F16, KS_FCMP_ONE_F16,
            KS_FCMP_ORD_F16, KS_FCMP_UEQ_F16, KS_FCMP_UGT_F16, KS_FCMP_UGE_F16, KS_FCMP_ULT_F16, KS_FCMP_ULE_F16,
            KS_FCMP_UNE_F16, KS_FCMP_UNO_F16,
        ])

    private static let bfloat = FloatOperations(
        [
            KS_ADD_BF16, KS_SUB_BF16, KS_MUL_BF16, KS_DIV_BF16, KS_REM_BF16, KS_FMA_BF16, KS_NEG_BF16, KS_ABS_BF16,
            KS_MINNUM_BF16, KS_MAXNUM_BF16, KS_COPYSIGN_BF16, KS_SQRT_BF16, KS_FLOOR_BF16, KS_CEIL_BF16,
            KS_TRUNC_BF16, KS_RINT_BF16, KS_ROUND_BF16,
        ],
        comparisons: [
            KS_FCMP_OEQ_BF16, KS_FCMP_OGT_BF16, KS_FCMP_OGE_BF16, KS_FCMP_OLT_BF16, KS_FCMP_OLE_BF16,
            KS_FCMP_ONE_BF16, KS_FCMP_ORD_BF16, KS_FCMP_UEQ_BF16, KS_FCMP_UGT_BF16, KS_FCMP_UGE_BF16,
            KS_FCMP_ULT_BF16, KS_FCMP_ULE_BF16, KS_FCMP_UNE_BF16, KS_FCMP_UNO_BF16,
        ])

    private static let float = FloatOperations(
        [
            KS_ADD_F32, KS_SUB_F32, KS_MUL_F32, KS_DIV_F32, KS_REM_F32, KS_FMA_F32, KS_NEG_F32, KS_ABS_F32,
            KS_MINNUM_F32, KS_MAXNUM_F32, KS_COPYSIGN_F32, KS_SQRT_F32, KS_FLOOR_F32, KS_CEIL_F32, KS_TRUNC_F32,
            KS_RINT_F32, KS_ROUND_F32,
        ],
        comparisons: [
            KS_FCMP_OEQ_F32, KS_FCMP_OGT_F32, KS_FCMP_OGE_F32, KS_FCMP_OLT_F32, KS_FCMP_OLE_F32, KS_FCMP_ONE_F32,
            KS_FCMP_ORD_F32, KS_FCMP_UEQ_F32, KS_FCMP_UGT_F32, KS_FCMP_UGE_F32, KS_FCMP_ULT_F32, KS_FCMP_ULE_F32,
            KS_FCMP_UNE_F32, KS_FCMP_UNO_F32,
        ])

    private static let double = FloatOperations(
        [
            KS_ADD_F64, KS_SUB_F64, KS_MUL_F64, KS_DIV_F64, KS_REM_F64, KS_FMA_F64, KS_NEG_F64, KS_ABS_F64,
            KS_MINNUM_F64, KS_MAXNUM_F64, KS_COPYSIGN_F64, KS_SQRT_F64, KS_FLOOR_F64, KS_CEIL_F64, KS_TRUNC_F64,
            KS_RINT_F64, KS_ROUND_F64,
        ],
        comparisons: [
            KS_FCMP_OEQ_F64, KS_FCMP_OGT_F64, KS_FCMP_OGE_F64, KS_FCMP_OLT_F64, KS_FCMP_OLE_F64, KS_FCMP_ONE_F64,
            KS_FCMP_ORD_F64, KS_FCMP_UEQ_F64, KS_FCMP_UGT_F64, KS_FCMP_UGE_F64, KS_FCMP_ULT_F64, KS_FCMP_ULE_F64,
            KS_FCMP_UNE_F64, KS_FCMP_UNO_F64,
        ])
}
