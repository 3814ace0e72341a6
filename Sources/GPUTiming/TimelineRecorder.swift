/// Takes notes of what happens on a core, in bounded space: spans of the first instructions, all else in bins that grow.
final class TimelineRecorder {
    /// One instruction's wait and issue, in ticks.
    struct Issue {
        /// Resident place of the warp.
        var slot: Int
        /// Index in the program.
        var instruction: Int
        /// End of the warp's last issue.
        var since: Int64
        /// When the operands were there.
        var operands: Int64
        /// When the pipe was free.
        var free: Int64
        /// When it issued.
        var now: Int64
        /// Why the operands were late.
        var reason: UInt8
        /// Why the pipe was not free.
        var throttle: UInt8
    }

    /// Sectors moved up to some point.
    struct Moved {
        /// To and from L2.
        var cache: Int64 = 0
        /// From device memory.
        var read: Int64 = 0
        /// To device memory.
        var written: Int64 = 0

        /// Nothing.
        init() {}

        /// What the counters say.
        init(_ counters: CoreCounters) {
            cache = counters.l2Sectors + counters.l2WriteSectors
            read = counters.dramReadSectors
            written = counters.dramWriteSectors
        }

        /// What was moved since `before`.
        static func - (after: Moved, before: Moved) -> Moved {
            var moved = Moved()
            moved.cache = after.cache - before.cache
            moved.read = after.read - before.read
            moved.written = after.written - before.written
            return moved
        }
    }

    /// Most spans and stays that are kept.
    static let limit = 10_000
    /// Most bins.
    static let binLimit = 512

    private var spans: [CoreTimeline.Span] = []
    private var isTruncated = false
    private var stays: [CoreTimeline.Stay] = []
    private var isMissingStays = false
    /// Ticks of a bin; doubled whenever there would be too many.
    private var width: Int64 = 16 * Ticks.perCycle
    private var states: [[Int64]] = []
    private var sectors: [Moved] = []

    /// Notes an instruction.
    func issue(_ issue: Issue) {
        add(issue, issue.since, issue.operands, issue.reason)
        add(issue, issue.operands, issue.free, issue.throttle)
        add(issue, issue.free, issue.now, StallReason.notSelected.rawValue)
        add(issue, issue.now, issue.now + Ticks.perCycle, StallReason.selected.rawValue)
    }

    /// Notes a threadgroup that ended.
    func threadgroup(_ index: Int, place: Int, _ start: Int64, _ end: Int64) {
        guard stays.count < Self.limit else {
            isMissingStays = true
            return
        }
        stays.append(.init(index: index, place: place, start: Ticks.cycles(start), end: Ticks.cycles(end)))
    }

    /// Notes what an access moved.
    func traffic(at tick: Int64, _ moved: Moved) {
        guard moved.cache + moved.read + moved.written > 0, let bin = bin(of: tick) else { return }
        sectors[bin].cache += moved.cache
        sectors[bin].read += moved.read
        sectors[bin].written += moved.written
    }

    /// What was noted, the core being done at `end`.
    func timeline(end: Int64) -> CoreTimeline {
        let bins = states.indices.map { index in
            CoreTimeline.Bin(
                warps: states[index].map { Double($0) / Double(width) }, cacheBytes: Double(sectors[index].cache) * 32,
                readBytes: Double(sectors[index].read) * 32, writtenBytes: Double(sectors[index].written) * 32)
        }
        return CoreTimeline(
            cycles: Ticks.cycles(end), spans: spans, isTruncated: isTruncated, stays: stays,
            isMissingStays: isMissingStays, binCycles: Ticks.cycles(width), bins: bins)
    }

    /// Notes that a warp was in a state from `start` to `end`.
    private func add(_ issue: Issue, _ start: Int64, _ end: Int64, _ reason: UInt8) {
        guard end > start, start >= 0 else { return }
        var from = start
        while from < end, let bin = bin(of: from) {
            let until = min(end, (from / width + 1) * width)
            states[bin][Int(reason & 15)] += until - from
            from = until
        }
        guard spans.count < Self.limit else {
            isTruncated = true
            return
        }
        // The instruction stands in for its line until the program is at hand.
        spans.append(
            .init(
                slot: issue.slot, start: Ticks.cycles(start), end: Ticks.cycles(end),
                reason: StallReason(rawValue: reason) ?? .wait, line: issue.instruction))
    }

    /// The bin of a tick; widens all bins where it lies beyond the last that may be.
    private func bin(of tick: Int64) -> Int? {
        guard tick >= 0 else { return nil }
        while tick / width >= Int64(Self.binLimit) {
            for pair in 0..<((states.count + 1) / 2) {
                let (left, right) = (2 * pair, 2 * pair + 1)
                states[pair] = right < states.count ? zip(states[left], states[right]).map(+) : states[left]
                let other = right < sectors.count ? sectors[right] : Moved()
                var sum = sectors[left]
                sum.cache += other.cache
                sum.read += other.read
                sum.written += other.written
                sectors[pair] = sum
            }
            states.removeSubrange(((states.count + 1) / 2)...)
            sectors.removeSubrange(((sectors.count + 1) / 2)...)
            width *= 2
        }
        let bin = Int(tick / width)
        while states.count <= bin {
            states.append([Int64](repeating: 0, count: 16))
            sectors.append(Moved())
        }
        return bin
    }
}
