/// Threadgroups taken in order by whichever slot of whichever core is free first: waves, imbalance and the tail.
struct ListSchedule {
    /// Slots of a core.
    var residents: Int
    /// Cores at work.
    var cores: Int
    /// Ticks the dispatcher needs per threadgroup.
    var dispatch: Double
    /// How many times faster a threadgroup runs when slots are free.
    var speed: CoreSpeed
    /// Whether cores end when their own work does, and not all together.
    var hasTail = true
    /// Threadgroups that are placed one by one; of longer launches the first ones count by their sum.
    static let explicitLimit = 1 << 18

    /// What the schedule says.
    struct Outcome {
        /// Ticks until the last threadgroup is done.
        var end: Double
        /// Share of slot time in which a slot had no threadgroup.
        var idle: Double
    }

    /// Runs `count` threadgroups; `ticks` gives the slot time of each with all slots of its core in use.
    func run(_ count: Int, ticks: (Int) -> Double) -> Outcome {
        let slots = residents * cores
        guard count > 0, slots > 0 else { return Outcome(end: 0, idle: 0) }
        guard hasTail else {
            var busy = 0.0
            for index in 0..<count { busy += ticks(index) }
            return Outcome(end: max(busy / Double(slots), dispatch * Double(count)), idle: 0)
        }
        var (busy, begin, first) = (0.0, 0.0, 0)
        if count > Self.explicitLimit {
            first = count - Self.explicitLimit
            // Of millions, every few stand for all.
            let step = max(1, first >> 22)
            for index in stride(from: 0, to: first, by: step) { busy += ticks(index) }
            busy *= Double(first) / Double((first + step - 1) / step)
            begin = max(busy / Double(slots), dispatch * Double(first))
        }
        var queue = SlotQueue(count: min(slots, count - first), from: begin)
        var ends = [[Double]](repeating: [], count: cores)
        var dispatcher = begin
        var lastDispatch = begin
        for index in first..<count {
            let start = max(queue.first.free, dispatcher)
            dispatcher = start + dispatch
            lastDispatch = start
            let time = ticks(index)
            busy += time
            queue.occupyFirst(until: start + time)
        }
        for entry in queue.all where entry.free > lastDispatch {
            ends[entry.slot % cores].append(entry.free - lastDispatch)
        }
        var end = lastDispatch
        for remaining in ends { end = max(end, lastDispatch + drain(remaining.sorted())) }
        let room = end * Double(slots)
        return Outcome(end: end, idle: room > 0 ? max(0, 1 - busy / room) : 0)
    }

    /// Ticks until a core's last threadgroups are done when none replaces them and each leaves room to the others.
    private func drain(_ remaining: [Double]) -> Double {
        var (elapsed, done) = (0.0, 0.0)
        for (place, ticks) in remaining.enumerated() {
            let left = remaining.count - place
            elapsed += (ticks - done) / speed[left]
            done = ticks
        }
        return elapsed
    }
}
