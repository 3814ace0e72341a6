import SIMTMachine

extension BackEnd {
    /// Registers that the compiler keeps for itself at the least: the stack, the argument descriptor.
    static let leastOwn = 4
    /// Registers of a thread with which 16, 12, 10, 9 … 2 warps of a scheduler are resident: since Volta a scheduler
    /// has 512 of them per lane, given out in units of 8.
    private static let residencySteps = [32, 40, 48, 56, 64, 72, 80, 96, 128, 168, 255]

    /// The most registers a thread may take without holding fewer warps than it would with `need`.
    static func residencyStep(above need: Int) -> Int { residencySteps.first { $0 >= need } ?? 255 }

    /// Registers beyond the budget that the compiler takes rather than let the core wait for an operand.
    private static let overshoot = 8
    /// Instructions by which a load is moved ahead at most: the compiler covers the latency of a hit in L1, not that of L2.
    private static let mostAhead = 40

    /// Instructions whose operands are there among which the scheduler chooses.
    private static let lookAhead = 96

    /// Registers that the compiler aims at where the kernel's own order needs `own`.
    static func wanted(_ own: Int) -> Int { own + leastOwn }

    /// Puts each block's instructions in the order of the longest way to the block's end, those first that need not
    /// wait, as long as the registers last.
    ///
    /// The compiler moves loads ahead as far as that costs no resident warp.
    mutating func schedule(_ need: RegisterNeed) {
        // Registers are the kernel's: what one block needs is there for all.
        let budget = max(need.most, Self.residencyStep(above: Self.wanted(need.most)) - Self.leastOwn)
        for block in blocks.indices where blocks[block].count > 2 {
            blocks[block] = stretches(of: block).reversed().reduce(into: []) { done, stretch in
                // What later stretches read stays alive to the end of this one.
                let out = need.liveOutAtStart(done, need.liveOut[block])
                done = scheduled(Array(blocks[block][stretch]), need, out, budget: budget) + done
            }
        }
    }

    /// The parts of a block between which nothing is moved.
    private func stretches(of block: Int) -> [Range<Int>] {
        guard let exchange = exchanges[block] else { return [blocks[block].indices] }
        let (check, last) = (exchange.lowerBound, exchange.upperBound)
        return [0..<check, check..<(check + 1), (check + 1)..<(last + 1), (last + 1)..<blocks[block].count]
    }

    /// Cycles until a result is there, as a scheduler without knowledge of caches assumes.
    private static func latency(_ instruction: MachineInstruction) -> Int {
        switch instruction.operation {
        case .free: 0
        case .globalLoad, .globalAtomic: 200
        case .constantLoad, .localLoad, .sharedLoad, .sharedAtomic, .shuffle, .shuffleDynamic, .broadcast,
            .quadShuffle:
            30
        case .reciprocal, .reciprocalSquareRoot, .squareRoot, .divide, .exp2Log2, .expLog, .sinCos, .convert: 24
        case .matrixHalf, .matrixFloat: 33
        default: 5
        }
    }

    /// The block in its new order.
    private func scheduled(
        _ list: [MachineInstruction], _ need: RegisterNeed, _ out: Set<Int32>, budget: Int
    ) -> [MachineInstruction] {
        let (successors, counts) = Self.dependences(list)
        let count = list.count
        var waiting = counts
        // Longest way to the end of the block.
        var height = [Int](repeating: 0, count: count)
        for place in list.indices.reversed() {
            let own = Self.latency(list[place])
            for next in successors[place] {
                // The second half of a copy does not wait for the first.
                let latency = list[next].operation == .asyncStore ? 1 : max(1, own)
                height[place] = max(height[place], height[next] + latency)
            }
        }
        var values = BlockValues(list, liveAtStart: need.liveOutAtStart(list, out), out: out)
        var pressure = values.live.reduce(0) { $0 + need.weight($1.register, widths) }
        var ready = list.indices.filter { waiting[$0] == 0 }
        // Cycle of the next issue, and the first in which each instruction has its operands.
        var now = 0
        var earliest = [Int](repeating: 0, count: count)
        var order: [Int] = []
        order.reserveCapacity(count)
        /// What issuing an instruction does to the number of registers in use.
        func growth(_ place: Int) -> Int {
            var change = 0
            if let made = values.made[place], !values.live.contains(made) {
                change += need.weight(made.register, widths)
            }
            for read in values.read[place] where values.isLast(read) { change -= need.weight(read.register, widths) }
            return change
        }
        while !ready.isEmpty {
            var best = 0
            var bestKey = (Int.max, Int.max, Int.max, Int.max)
            for (index, place) in ready.prefix(Self.lookAhead).enumerated() {
                let grown = growth(place)
                let fits = pressure + grown <= budget || grown <= 0
                let wait = max(0, earliest[place] - now)
                if list[place].isAccess, list[place].destination >= 0, place > order.count + Self.mostAhead { continue }
                // Rather than wait for a moment, it goes a little beyond; what device memory takes cannot be bridged so.
                let isClose = pressure + grown <= budget + Self.overshoot && list[place].operation != .globalLoad
                let key =
                    fits && wait == 0
                    ? (0, 0, -height[place], place)
                    : isClose && wait == 0
                        ? (1, 0, -height[place], place)
                        : fits ? (2, wait, -height[place], place) : (3, grown, 0, place)
                if key < bestKey { (best, bestKey) = (index, key) }
            }
            // Nothing fits: the oldest instruction goes on in the order that is known to fit.
            if bestKey.0 == 3 { best = 0 }
            let place = ready.remove(at: best)
            pressure += growth(place)
            let instruction = list[place]
            values.issue(place)
            order.append(place)
            let issued = max(now, earliest[place])
            now = issued + (instruction.operation == .free ? 0 : 1)
            for next in successors[place] {
                let latency = list[next].operation == .asyncStore ? 1 : Self.latency(instruction)
                earliest[next] = max(earliest[next], issued + latency)
                waiting[next] -= 1
                if waiting[next] == 0 { ready.insert(next, at: ready.firstIndex { $0 > next } ?? ready.count) }
            }
        }
        return order.map { list[$0] }
    }

    /// For each instruction those that must come later, and how many must come before.
    static func dependences(_ list: [MachineInstruction]) -> (successors: [[Int]], counts: [Int]) {
        var successors = [[Int]](repeating: [], count: list.count)
        var counts = [Int](repeating: 0, count: list.count)
        func edge(_ from: Int, _ to: Int) {
            guard from != to, successors[from].last != to else { return }
            successors[from].append(to)
            counts[to] += 1
        }
        var lastWrite: [Int32: Int] = [:]
        var readers: [Int32: [Int]] = [:]
        var barrier = -1
        var sinceBarrier: [Int] = []
        var order = MemoryOrder()
        for (place, instruction) in list.enumerated() {
            for source in instruction.sources {
                if let writer = lastWrite[source] { edge(writer, place) }
                readers[source, default: []].append(place)
            }
            if instruction.destination >= 0 {
                for reader in readers[instruction.destination] ?? [] { edge(reader, place) }
                if let writer = lastWrite[instruction.destination] { edge(writer, place) }
                readers[instruction.destination] = []
                lastWrite[instruction.destination] = place
            }
            switch instruction.operation {
            case .barrier, .simdBarrier, .fence, .asyncCommit, .asyncWait, .branch:
                // Everything before stays before, everything after stays after.
                for other in sinceBarrier { edge(other, place) }
                if barrier >= 0 { edge(barrier, place) }
                barrier = place
                sinceBarrier = []
                order = MemoryOrder()
                continue
            default: for other in order.add(instruction, at: place) { edge(other, place) }
            }
            if barrier >= 0 { edge(barrier, place) }
            sinceBarrier.append(place)
        }
        return (successors, counts)
    }
}

extension RegisterNeed {
    /// Registers alive at the start of a block with these instructions and this end.
    func liveOutAtStart(_ list: [MachineInstruction], _ out: Set<Int32>) -> Set<Int32> {
        var live = out
        for instruction in list.reversed() {
            if instruction.destination >= 0 { live.remove(instruction.destination) }
            live.formUnion(instruction.sources)
        }
        return live
    }
}
