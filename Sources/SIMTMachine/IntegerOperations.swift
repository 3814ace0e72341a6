import CLanes
import KernelIR

/// The lane operations on integers of one register width.
struct IntegerOperations {
    let wide: Bool

    /// The lane operation of an integer instruction.
    subscript(operation: IRBinary) -> ks_op {
        switch operation {
        case .add: wide ? KS_ADD_I64 : KS_ADD_I32
        case .sub: wide ? KS_SUB_I64 : KS_SUB_I32
        case .mul: wide ? KS_MUL_I64 : KS_MUL_I32
        case .udiv: wide ? KS_UDIV_I64 : KS_UDIV_I32
        case .sdiv: wide ? KS_SDIV_I64 : KS_SDIV_I32
        case .urem: wide ? KS_UREM_I64 : KS_UREM_I32
        case .srem: wide ? KS_SREM_I64 : KS_SREM_I32
        case .shl: wide ? KS_SHL_I64 : KS_SHL_I32
        case .lshr: wide ? KS_LSHR_I64 : KS_LSHR_I32
        case .ashr: wide ? KS_ASHR_I64 : KS_ASHR_I32
        case .and: wide ? KS_AND_I64 : KS_AND_I32
        case .or: wide ? KS_OR_I64 : KS_OR_I32
        default: wide ? KS_XOR_I64 : KS_XOR_I32
        }
    }

    /// The lane operation of a comparison.
    subscript(predicate: IRIntegerPredicate) -> ks_op {
        switch predicate {
        case .eq: wide ? KS_ICMP_EQ_I64 : KS_ICMP_EQ_I32
        case .ne: wide ? KS_ICMP_NE_I64 : KS_ICMP_NE_I32
        case .ugt: wide ? KS_ICMP_UGT_I64 : KS_ICMP_UGT_I32
        case .uge: wide ? KS_ICMP_UGE_I64 : KS_ICMP_UGE_I32
        case .ult: wide ? KS_ICMP_ULT_I64 : KS_ICMP_ULT_I32
        case .ule: wide ? KS_ICMP_ULE_I64 : KS_ICMP_ULE_I32
        case .sgt: wide ? KS_ICMP_SGT_I64 : KS_ICMP_SGT_I32
        case .sge: wide ? KS_ICMP_SGE_I64 : KS_ICMP_SGE_I32
        case .slt: wide ? KS_ICMP_SLT_I64 : KS_ICMP_SLT_I32
        case .sle: wide ? KS_ICMP_SLE_I64 : KS_ICMP_SLE_I32
        }
    }

    /// What the operation costs a core.
    func workClass(_ operation: IRBinary) -> OperationClass {
        switch operation {
        case .add: wide ? .longAdd : .intAdd
        case .sub: wide ? .longSubtract : .intAdd
        case .mul: wide ? .longMultiply : .intMultiply
        case .udiv, .sdiv, .urem, .srem: .intDivide
        case .shl, .lshr, .ashr: .shift
        default: .bitwise
        }
    }
}
