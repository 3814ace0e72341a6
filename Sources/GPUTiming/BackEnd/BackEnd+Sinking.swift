import SIMTMachine

extension BackEnd {
    /// Puts each load right before the first instruction that needs what it loads.
    ///
    /// Where the source has its loads says nothing about where the vendor's compiler has them: eight that the source does
    /// ahead are four and four on an H200 where registers for eight would cost a resident warp. The scheduler moves them
    /// ahead from here.
    mutating func sinkLoads() {
        for block in blocks.indices where blocks[block].count > 2 {
            let fixed = exchanges[block].map { [$0.lowerBound, $0.upperBound] } ?? []
            for place in blocks[block].indices.reversed() {
                guard let reader = firstReader(ofLoadAt: place, in: blocks[block], fixed), reader > place + 1 else {
                    continue
                }
                let load = blocks[block].remove(at: place)
                blocks[block].insert(load, at: reader - 1)
            }
        }
    }

    /// The place of the first instruction that reads what the load at `place` brings; nil where something before it may not
    /// be passed, or where no load is there that may be moved.
    private func firstReader(ofLoadAt place: Int, in list: [MachineInstruction], _ fixed: [Int]) -> Int? {
        let load = list[place]
        guard load.operation == .globalLoad || load.operation == .sharedLoad, load.destination >= 0, !load.isMatrixPart
        else { return nil }
        for next in (place + 1)..<max(place + 1, list.count) {
            let instruction = list[next]
            if instruction.sources.contains(load.destination) { return next }
            if fixed.contains(next) || instruction.destination == load.destination { return nil }
            if instruction.destination >= 0, load.sources.contains(instruction.destination) { return nil }
            switch instruction.operation {
            case .globalStore, .globalAtomic, .sharedStore, .sharedAtomic, .barrier, .simdBarrier, .fence, .branch,
                .asyncCommit, .asyncWait, .asyncStore:
                return nil
            default: continue
            }
        }
        return nil
    }
}
