import SIMTMachine

extension BackEnd {
    /// Registers up to which loads are moved ahead even where the kernel's own order needs fewer.
    private static let leastBudget = 32
    /// Most registers that moving loads ahead may take: a thread has 255, and the compiler wants some itself.
    private static let mostBudget = 240

    /// Instructions whose operands are there among which the scheduler chooses.
    private static let lookAhead = 96

    /// Puts each block's instructions in the order of the longest way to the block's end, loads first among equals,
    /// as long as the registers last.
    mutating func schedule(_ need: RegisterNeed) {
        for block in blocks.indices where blocks[block].count > 2 {
            // The vendor's compiler spends a quarter to half more registers than the kernel's own order on hiding latencies:
            // 127 for 94, 160 for 104, 64 for 40 in tiled products and attention.
            let own = need.byBlock[block]
            let budget = max(own, min(Self.mostBudget, max(Self.leastBudget, own * 5 / 4 + 4)))
            blocks[block] = scheduled(blocks[block], need, need.liveOut[block], budget: budget)
        }
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
            for next in successors[place] { height[place] = max(height[place], height[next] + max(1, own)) }
        }
        var remaining: [Int32: Int] = [:]
        for instruction in list { for source in instruction.sources { remaining[source, default: 0] += 1 } }
        var live = need.liveOutAtStart(list, out)
        var pressure = live.reduce(0) { $0 + need.weight($1, widths) }
        var ready = list.indices.filter { waiting[$0] == 0 }
        var order: [Int] = []
        order.reserveCapacity(count)
        /// What issuing an instruction does to the number of registers in use.
        func growth(_ place: Int) -> Int {
            var change = 0
            let instruction = list[place]
            if instruction.destination >= 0, !live.contains(instruction.destination) {
                change += need.weight(instruction.destination, widths)
            }
            for source in instruction.sources
            where remaining[source] == 1 && !out.contains(source) && source != instruction.destination {
                change -= need.weight(source, widths)
            }
            return change
        }
        while !ready.isEmpty {
            var best = 0
            var bestKey = (Int.max, Int.max, Int.max)
            for (index, place) in ready.prefix(Self.lookAhead).enumerated() {
                let grown = growth(place)
                let fits = pressure + grown <= budget || grown <= 0
                let key = fits ? (0, -height[place], place) : (1, grown, place)
                if key < bestKey { (best, bestKey) = (index, key) }
            }
            // Nothing fits: the oldest instruction goes on in the order that is known to fit.
            if bestKey.0 == 1 { best = 0 }
            let place = ready.remove(at: best)
            pressure += growth(place)
            let instruction = list[place]
            for source in instruction.sources {
                remaining[source, default: 1] -= 1
                if remaining[source] == 0, !out.contains(source) { live.remove(source) }
            }
            if instruction.destination >= 0 { live.insert(instruction.destination) }
            order.append(place)
            for next in successors[place] {
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
        // The last store and the loads since then, of device and of threadgroup memory.
        var stores = [-1, -1]
        var loads: [[Int]] = [[], []]
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
            case .barrier, .simdBarrier, .fence, .branch:
                // Everything before stays before, everything after stays after.
                for other in sinceBarrier { edge(other, place) }
                if barrier >= 0 { edge(barrier, place) }
                barrier = place
                sinceBarrier = []
                stores = [-1, -1]
                loads = [[], []]
                continue
            case .globalLoad, .sharedLoad, .localLoad:
                let space = instruction.operation == .sharedLoad ? 1 : 0
                if stores[space] >= 0 { edge(stores[space], place) }
                loads[space].append(place)
            case .globalStore, .globalAtomic, .sharedStore, .sharedAtomic, .localStore:
                let space = instruction.isThreadgroupAccess ? 1 : 0
                for other in loads[space] { edge(other, place) }
                if stores[space] >= 0 { edge(stores[space], place) }
                stores[space] = place
                loads[space] = []
            default: break
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
