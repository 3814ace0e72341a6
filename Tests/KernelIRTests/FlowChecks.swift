import KernelIR
import Testing

/// What holds for the block order of any function.
enum FlowChecks {
    /// Checks the order by its definition: each reachable block once, entry first, and the blocks of every natural loop
    /// in one piece that starts with its header; without irreducible loops, only edges to a header lead back.
    static func check(_ flow: ControlFlow, reducible: Bool = true) {
        let count = flow.successors.count
        let reachable = Self.reachable(flow, without: nil)
        #expect(flow.order.first == BlockID(0))
        #expect(Set(flow.order) == reachable)
        #expect(flow.order.count == reachable.count)
        #expect((0..<count).allSatisfy { flow.positions[$0] == flow.order.firstIndex(of: BlockID($0)) })
        for header in flow.order {
            // What cannot be reached without the header is dominated by it.
            let others = Self.reachable(flow, without: header)
            let latches = flow.predecessors[header.index].filter { reachable.contains($0) && !others.contains($0) }
            if !latches.isEmpty {
                var members: Set<BlockID> = [header]
                var work = latches
                while let block = work.popLast() {
                    guard members.insert(block).inserted else { continue }
                    work += flow.predecessors[block.index].filter { reachable.contains($0) }
                }
                let positions = members.compactMap { flow.positions[$0.index] }
                #expect(positions.min() == flow.positions[header.index])
                #expect((positions.max() ?? 0) - (positions.min() ?? 0) + 1 == members.count)
                #expect(members.allSatisfy { flow.loopDepths[$0.index] >= 1 })
            }
            guard reducible else { continue }
            for source in flow.predecessors[header.index] where reachable.contains(source) && !latches.contains(source)
            {
                #expect(
                    (flow.positions[source.index] ?? 0) < (flow.positions[header.index] ?? 0),
                    "the edge from \(source.index) to \(header.index) leads back")
            }
        }
    }

    /// The blocks that are reachable from the entry on paths that avoid one block.
    private static func reachable(_ flow: ControlFlow, without avoided: BlockID?) -> Set<BlockID> {
        var found: Set<BlockID> = []
        var work = [BlockID(0)]
        while let block = work.popLast() {
            guard block != avoided, found.insert(block).inserted else { continue }
            work += flow.successors[block.index]
        }
        return found
    }
}
