/// A warp's asynchronous copies to threadgroup memory by group: when the last of each is done.
struct CopyGroups {
    /// The group that is still being filled.
    private var open: Int64 = 0
    /// Committed groups, the newest first; what is older counts as part of the last.
    private var groups: (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)

    /// Adds a copy that is done at `tick` to the open group.
    mutating func add(_ tick: Int64) { open = max(open, tick) }

    /// Ends the open group.
    mutating func commit() {
        groups = (open, groups.0, groups.1, max(groups.2, groups.3))
        open = 0
    }

    /// The tick at which all groups but the newest `count` are done; more than 3 count as 3.
    func done(leaving count: Int) -> Int64 {
        switch count {
        case 0: max(max(groups.0, groups.1), max(groups.2, groups.3))
        case 1: max(groups.1, max(groups.2, groups.3))
        case 2: max(groups.2, groups.3)
        default: groups.3
        }
    }
}
