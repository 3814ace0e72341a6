/// What a barrier tells its threads, besides that all have arrived; the raw value is the instruction's `extra`.
enum BarrierVote: Int32 {
    /// How many threads came with a truth.
    case count = 1
    /// 1 where every thread came with a truth, else 0.
    case and
    /// 1 where any thread came with a truth, else 0.
    case or

    /// The vote of a barrier intrinsic, if it is one that votes.
    init?(intrinsic name: String) {
        switch name {
        case "__ks_threadgroup_barrier_count", "llvm.nvvm.barrier0.popc": self = .count
        case "__ks_threadgroup_barrier_and", "llvm.nvvm.barrier0.and": self = .and
        case "__ks_threadgroup_barrier_or", "llvm.nvvm.barrier0.or": self = .or
        default: return nil
        }
    }
}
