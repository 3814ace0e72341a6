/// What the simulation of one unit of differing threadgroups says of a core that is full, and of one that is not.
struct UnitTiming {
    /// A time in which the number of residents did not change.
    private struct Interval {
        /// Threadgroups on the core.
        var residents: Int
        /// First tick and the tick after the last.
        var start: Double
        var end: Double
        /// Warp instructions issued meanwhile.
        var instructions: Double

        /// Its length in ticks.
        var ticks: Double { end - start }
    }

    /// Slots of the core.
    let slots: Int
    /// Ticks per warp instruction while all slots were taken; nil where nothing was replaced.
    let full: Double?
    /// Warp instructions of the unit.
    let instructions: Double
    private let starts: [Double]
    private let ends: [Double]
    private var intervals: [Interval] = []
    /// Where the steady state is measured from: tick and instructions issued by then.
    private let steady: (tick: Double, instructions: Double)

    /// Reads the outcome of a run on a core of `slots`.
    ///
    /// The rate of a full core is that of its instructions between the threadgroups that follow on the first round and
    /// the last round's starts, before anything ends without being replaced: means over a round, because threadgroups of
    /// one may begin together or one by one. Where a core runs fewer than three rounds, its beginning counts as well.
    init(_ result: CoreResult, slots: Int) {
        let count = result.starts.count
        self.slots = slots
        starts = result.starts.map(Double.init)
        ends = result.ends.map(Double.init)
        instructions = Double(result.counters.instructions)
        var events: [(tick: Int64, issued: Int64, change: Int)] = []
        for index in 0..<count {
            events.append((result.starts[index], result.issuedAtStart[index], 1))
            events.append((result.ends[index], result.issuedAtEnd[index], -1))
        }
        events.sort { ($0.tick, $0.issued, $0.change) < ($1.tick, $1.issued, $1.change) }
        var residents = 0
        for (event, next) in zip(events, events.dropFirst()) {
            residents += event.change
            guard next.tick > event.tick else { continue }
            intervals.append(
                Interval(
                    residents: residents, start: Double(event.tick), end: Double(next.tick),
                    instructions: Double(next.issued - event.issued)))
        }
        let replaced = max(0, count - slots)
        let last = Self.mean(result, (count - min(slots, replaced))..<count)
        steady = count >= 3 * slots ? Self.mean(result, slots..<(2 * slots)) : (0, 0)
        let (ticks, issued) = (last.tick - steady.tick, last.instructions - steady.instructions)
        full = replaced > 0 && ticks > 0 && issued > 0 ? ticks / issued : nil
    }

    /// Mean start of threadgroups and mean of the instructions issued by then.
    private static func mean(_ result: CoreResult, _ range: Range<Int>) -> (tick: Double, instructions: Double) {
        guard !range.isEmpty else { return (0, 0) }
        let count = Double(range.count)
        return (
            result.starts[range].reduce(0) { $0 + Double($1) } / count,
            result.issuedAtStart[range].reduce(0) { $0 + Double($1) } / count
        )
    }

    /// The ticks in which `speed` lets a full core do what this one did until `tick`.
    private func equivalent(_ speed: CoreSpeed, until tick: Double) -> Double {
        intervals.reduce(0) { sum, interval in
            let ticks = min(interval.end, tick) - interval.start
            guard ticks > 0 else { return sum }
            return sum + ticks * min(1, Double(interval.residents) / Double(slots) * speed[interval.residents])
        }
    }

    /// How long each threadgroup would hold its slot if the core were full all the time, and the ticks that the
    /// beginning took beyond what it would take later: latencies and caches that fill.
    ///
    /// - Parameter isWhole: Whether the unit is all that its core runs, which then took as long as it took.
    func slotTicks(_ speed: CoreSpeed, isWhole: Bool) -> (ticks: [Double], ramp: Double) {
        // What a threadgroup does per tick with fewer others on the core counts by how much faster it got on.
        var sums = [0.0]
        for interval in intervals { sums.append(sums[sums.count - 1] + interval.ticks * speed[interval.residents]) }
        func sum(until tick: Double) -> Double {
            var (low, high) = (0, intervals.count)
            while low < high {
                let middle = (low + high) / 2
                if intervals[middle].end <= tick { low = middle + 1 } else { high = middle }
            }
            guard low < intervals.count, tick > intervals[low].start else { return sums[low] }
            return sums[low] + (tick - intervals[low].start) * speed[intervals[low].residents]
        }
        let ticks = zip(starts, ends).map { max(0, sum(until: $1) - sum(until: $0)) }
        let total = ticks.reduce(0, +)
        guard !isWhole, let full, total > 0, instructions > 0 else { return (ticks, 0) }
        let wanted = Double(slots) * full * instructions
        let ramp = equivalent(speed, until: steady.tick) - steady.instructions * full
        return (ticks.map { $0 * wanted / total }, ramp)
    }

    /// What the core did once nothing replaced what ended; nil where it was never full.
    var partial: PartialCore? {
        guard let full else { return nil }
        var partial = PartialCore(ticks: .init(repeating: 0, count: slots), equivalent: 0)
        let last = starts.max() ?? 0
        for interval in intervals where interval.start >= last && interval.residents > 0 && interval.residents < slots {
            partial.ticks[interval.residents] += interval.ticks * Double(interval.residents)
            partial.equivalent += interval.instructions * full * Double(slots)
        }
        return partial
    }
}
