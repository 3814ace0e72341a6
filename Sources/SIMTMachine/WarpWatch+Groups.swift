extension WarpWatch {
    /// The number of the threadgroup, in order of their start, that was running at a stamp.
    static func group(at stamp: UInt32, _ groups: UnsafePointer<UInt64>, _ count: Int) -> Int {
        var low = 0
        var high = max(1, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if UInt32(truncatingIfNeeded: groups[middle] >> 32) <= stamp { low = middle } else { high = middle }
        }
        return low
    }
}
