import CLanes

/// What checked execution asks about a lane operation beside its operands' definedness; the raw value is the
/// instruction's `extra`. Values above 0 are looked at every time.
enum LaneGuard: Int32 {
    /// A copy, whose undefined bits are copied as they are.
    case move = -1
    /// An unsigned division or remainder.
    case unsignedDivision = 1
    /// A signed division or remainder.
    case signedDivision = 2
    /// A shift.
    case shift = 3

    /// What is asked about an operation; nil for most.
    init?(_ operation: ks_op) {
        switch operation {
        case KS_MOVE_32, KS_MOVE_64: self = .move
        case KS_UDIV_I32, KS_UREM_I32, KS_UDIV_I64, KS_UREM_I64: self = .unsignedDivision
        case KS_SDIV_I32, KS_SREM_I32, KS_SDIV_I64, KS_SREM_I64: self = .signedDivision
        case KS_SHL_I32, KS_LSHR_I32, KS_ASHR_I32, KS_SHL_I64, KS_LSHR_I64, KS_ASHR_I64: self = .shift
        default: return nil
        }
    }
}
