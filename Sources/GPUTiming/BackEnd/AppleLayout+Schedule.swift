import SIMTMachine

/// The order that Apple's compiler gives a block: loads first, then what hides the latencies of the rest.
extension AppleLayout {
    /// Instructions among which the next is sought, which bounds the work for blocks of many thousands.
    fileprivate static let window = 512

    /// A block's instructions in their new order, for which at most `room` registers should be alive at once.
    ///
    /// Loads, and what they need, come before everything else; barriers stay where they are. Of the rest the first whose
    /// operands are there follows, in the order of the text, so that independent work fills what latencies and the
    /// register cache leave: measured kernels that leave eight bodies of a loop one after the other are as fast as those
    /// that interleave them by hand. Where registers are short, what needs fewest goes first.
    static func order(
        _ list: [MachineInstruction], liveOut: Set<Int32>, need: RegisterNeed, widths: [UInt8], room: Int,
        latency: (OperationClass) -> Int
    ) -> [Int] {
        let (successors, _) = BackEnd.dependences(list)
        var predecessors = [[Int]](repeating: [], count: list.count)
        for (place, next) in successors.enumerated() { for other in next { predecessors[other].append(place) } }
        var state = State(list, liveOut: liveOut, need: need, widths: widths)
        var order: [Int] = []
        var first = 0
        while first < list.count {
            let end = list[first...].firstIndex { $0.operation == .barrier || $0.operation == .fence } ?? list.count
            let isEarly = early(list, first..<end, predecessors)
            for place in first..<end where isEarly[place - first] {
                state.issue(place, latency(list[place].operation), after: predecessors[place])
            }
            order += (first..<end).filter { isEarly[$0 - first] }
            order += state.rest(
                (first..<end).filter { !isEarly[$0 - first] }, successors, predecessors, room: room,
                latency: latency)
            if end < list.count {
                state.issue(end, 1, after: predecessors[end])
                order.append(end)
            }
            first = end + 1
        }
        return order
    }

    /// Which of a stretch without barriers are loads or needed by loads.
    private static func early(
        _ list: [MachineInstruction], _ stretch: Range<Int>, _ predecessors: [[Int]]
    ) -> [Bool] {
        let first = stretch.lowerBound
        var isEarly = [Bool](repeating: false, count: stretch.count)
        for place in stretch.reversed() {
            switch list[place].operation {
            case .globalLoad, .sharedLoad, .constantLoad: isEarly[place - first] = true
            default: break
            }
            guard isEarly[place - first] else { continue }
            for other in predecessors[place] where other >= first { isEarly[other - first] = true }
        }
        return isEarly
    }

    /// A block that is being put in order: the time, when results are there, and what is alive.
    private struct State {
        /// The block.
        private let list: [MachineInstruction]
        /// Issue slots so far.
        private var now = 0
        /// The slot from which each result is there.
        private var ready: [Int]
        /// Reads of each register that are still to come.
        private var reads: [Int32: Int] = [:]
        /// Registers alive at the block's end.
        private let liveOut: Set<Int32>
        /// Registers alive now.
        private var live: Set<Int32>
        /// The 32-bit registers that they take.
        private var taken: Int
        /// Weighs registers.
        private let need: RegisterNeed
        /// Widths of registers.
        private let widths: [UInt8]

        /// A block of which nothing is issued yet.
        init(_ list: [MachineInstruction], liveOut: Set<Int32>, need: RegisterNeed, widths: [UInt8]) {
            self.list = list
            self.liveOut = liveOut
            self.need = need
            self.widths = widths
            ready = .init(repeating: 0, count: list.count)
            var written: Set<Int32> = []
            live = liveOut
            for instruction in list { if instruction.destination >= 0 { live.remove(instruction.destination) } }
            for instruction in list {
                for source in instruction.sources {
                    reads[source, default: 0] += 1
                    if !written.contains(source) { live.insert(source) }
                }
                if instruction.destination >= 0 { written.insert(instruction.destination) }
            }
            taken = 0
            for register in live { taken += need.weight(register, widths) }
        }

        /// Registers that issuing `place` takes beyond those it frees.
        private func growth(_ place: Int) -> Int {
            let instruction = list[place]
            var sum = 0
            if instruction.destination >= 0, !live.contains(instruction.destination) {
                sum += need.weight(instruction.destination, widths)
            }
            for source in instruction.sources where reads[source] == 1 && !liveOut.contains(source) {
                if source != instruction.destination { sum -= need.weight(source, widths) }
            }
            return sum
        }

        /// Issues the instruction at `place`, whose result is there after `latency` slots.
        mutating func issue(_ place: Int, _ latency: Int, after producers: [Int]) {
            let instruction = list[place]
            taken += growth(place)
            for source in instruction.sources {
                let left = (reads[source] ?? 1) - 1
                reads[source] = left
                if left == 0, !liveOut.contains(source) { live.remove(source) }
            }
            if instruction.destination >= 0 { live.insert(instruction.destination) }
            let costs = instruction.operation != .free && instruction.operation != .address
            var start = 0
            for other in producers { start = max(start, ready[other]) }
            guard costs else {
                ready[place] = start
                return
            }
            now = max(now, start)
            ready[place] = now + latency
            now += 1
        }

        /// Puts the instructions at `places` in order.
        mutating func rest(
            _ places: [Int], _ successors: [[Int]], _ predecessors: [[Int]], room: Int,
            latency: (OperationClass) -> Int
        ) -> [Int] {
            var left: [Int: Int] = [:]
            let members = Set(places)
            for place in places { left[place] = predecessors[place].count { members.contains($0) } }
            var open = places.filter { left[$0] == 0 }
            var order: [Int] = []
            while !open.isEmpty {
                var (best, bestKey) = (0, (Int.max, Int.max, Int.max))
                for (index, place) in open.prefix(AppleLayout.window).enumerated() {
                    var start = 0
                    for other in predecessors[place] { start = max(start, ready[other]) }
                    let (wait, growth) = (max(0, start - now), growth(place))
                    let isFree = list[place].operation == .free || list[place].operation == .address
                    let fits = growth <= 0 || taken + growth <= room
                    let key = isFree && growth <= 0 ? (0, 0, place) : fits ? (1, wait, place) : (2, growth, place)
                    if key < bestKey { (best, bestKey) = (index, key) }
                }
                let place = open.remove(at: best)
                issue(place, latency(list[place].operation), after: predecessors[place])
                order.append(place)
                for next in successors[place] {
                    guard let count = left[next] else { continue }
                    left[next] = count - 1
                    guard count == 1 else { continue }
                    // In the order of the text, so that the window moves on with it.
                    var (low, high) = (0, open.count)
                    while low < high {
                        let middle = (low + high) / 2
                        if open[middle] < next { low = middle + 1 } else { high = middle }
                    }
                    open.insert(next, at: low)
                }
            }
            return order
        }
    }
}
