import KernelIR
import Testing

/// What holds for the block order of any function.
enum FlowChecks {
    /// Checks the order's definition: each reachable block once, only loop edges lead back, and every block between a
    /// loop's header and its latch can go on to the latch.
    static func check(_ flow: ControlFlow, blocks: Int) {
        #expect(flow.order.first == BlockID(0))
        #expect(Set(flow.order).count == flow.order.count)
        for (position, block) in flow.order.enumerated() {
            #expect(flow.positions[block.index] == position)
            for target in flow.successors[block.index] {
                guard let back = flow.positions[target.index] else {
                    Issue.record("a reachable block leads to one outside the order")
                    continue
                }
                guard back <= position else { continue }
                let members = naturalLoop(header: target, latch: block, flow)
                for inside in flow.order[back...position] {
                    #expect(members.contains(inside), "block \(inside.index) stands inside the loop of \(target.index)")
                }
            }
        }
    }

    /// The blocks that reach `latch` without passing `header`, and any loop body that shares the header.
    private static func naturalLoop(header: BlockID, latch: BlockID, _ flow: ControlFlow) -> Set<BlockID> {
        let position = flow.positions[header.index] ?? 0
        var members: Set<BlockID> = [header]
        var work = flow.predecessors[header.index].filter { (flow.positions[$0.index] ?? -1) >= position }
        while let block = work.popLast() {
            guard members.insert(block).inserted else { continue }
            work += flow.predecessors[block.index].filter { flow.positions[$0.index] != nil }
        }
        return members
    }
}
