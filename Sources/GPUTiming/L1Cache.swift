/// The tags of a core's data cache: sectored 128-byte lines, set-associative, least recently used.
struct L1Cache: ~Copyable {
    /// One line.
    struct Line {
        /// Line id + 1; 0 marks an empty place.
        var tag: UInt32 = 0
        /// Valid sectors, one bit each.
        var sectors: UInt8 = 0
        /// Stamp of the last use.
        var used: UInt32 = 0
        /// Tick at which each sector arrives: one that is there does not wait for another on its way.
        var ready: SIMD4<Int64> = .zero
    }

    /// Lines, set after set.
    private let lines: UnsafeMutablePointer<Line>
    /// Number of sets.
    private let sets: Int
    /// Lines of a set.
    private let ways: Int
    /// Counter of uses.
    private var stamp: UInt32 = 0

    /// An empty cache of `bytes`.
    init(bytes: Int, ways: Int) {
        let count = max(ways, bytes / 128)
        self.ways = ways
        sets = count / ways
        lines = .allocate(capacity: sets * ways)
        lines.initialize(repeating: Line(), count: sets * ways)
    }

    deinit { lines.deallocate() }

    /// The place of `line`: found or, when `allocate`, put in the place of the least recently used; nil otherwise.
    @inline(__always)
    mutating func place(of line: UInt32, allocate: Bool) -> UnsafeMutablePointer<Line>? {
        let tag = line &+ 1
        // The product's high half is below `sets`, so the set lies within the buffer.
        let hash = UInt64(tag &* 0x9E37_79B1)
        let set = lines + Int((hash &* UInt64(sets)) >> 32) &* ways
        stamp &+= 1
        var victim = 0
        var oldest = UInt32.max
        for way in 0..<ways {
            if set[way].tag == tag {
                set[way].used = stamp
                return set + way
            }
            if set[way].used < oldest {
                oldest = set[way].used
                victim = way
            }
        }
        guard allocate else { return nil }
        set[victim] = Line(tag: tag, sectors: 0, used: stamp)
        return set + victim
    }
}
