/// Threadgroups taken in order by whichever slot of whichever core is free first: waves, imbalance and the tail.
struct ListSchedule {
    /// Slots of a core.
    var residents: Int
    /// Cores at work.
    var cores: Int
    /// Ticks the dispatcher needs per threadgroup.
    var dispatch: Double
    /// How many times faster a threadgroup runs when it is one of 1, 2, … residents; the last is 1.
    var speed: [Double]
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
        // A heap of (free at, slot): slot numbers go round the cores, so that ties are dealt in turn.
        var heap = (0..<min(slots, count - first)).map { (free: begin, slot: $0) }
        var ends = [[Double]](repeating: [], count: cores)
        var dispatcher = begin
        var lastDispatch = begin
        for index in first..<count {
            let start = max(heap[0].free, dispatcher)
            dispatcher = start + dispatch
            lastDispatch = start
            let time = ticks(index)
            busy += time
            heap[0].free = start + time
            Self.sink(&heap)
        }
        for entry in heap where entry.free > lastDispatch { ends[entry.slot % cores].append(entry.free - lastDispatch) }
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
            let factor = speed.isEmpty ? 1 : speed[min(left, speed.count) - 1]
            elapsed += (ticks - done) / factor
            done = ticks
        }
        return elapsed
    }

    /// Restores the heap after its root grew.
    private static func sink(_ heap: inout [(free: Double, slot: Int)]) {
        var place = 0
        while true {
            var least = place
            for child in (2 * place + 1)...(2 * place + 2) where child < heap.count {
                if (heap[child].free, heap[child].slot) < (heap[least].free, heap[least].slot) { least = child }
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
