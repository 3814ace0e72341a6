/// How control moves between the blocks of a function, and the order in which a warp should run them.
///
/// The order is a topological one in which each natural loop's blocks are contiguous, its exits behind it. A machine
/// that always runs the lanes waiting at the lowest position therefore finishes a loop for all lanes before any lane
/// goes on behind it, and joins the arms of a branch at the first block both lead to.
package struct ControlFlow: Sendable {
    /// Targets of each block's terminator, each once.
    package let successors: [[BlockID]]
    /// Blocks whose terminators name each block.
    package let predecessors: [[BlockID]]
    /// The reachable blocks, entry first.
    package let order: [BlockID]
    /// Position of each block in `order`; nil for unreachable blocks.
    package let positions: [Int?]
    /// Number of natural loops around each block.
    package let loopDepths: [Int]
    /// The block every path from each block to a return passes first; nil where there is none.
    package let immediatePostdominators: [BlockID?]

    /// Analyses a function; time is near linear in its size.
    package init(_ function: IRFunction) {
        let edges = function.blocks.map { $0.successors.map(\.index) }
        let graph = FlowGraph(successors: edges)
        successors = edges.map { $0.map { BlockID($0) } }
        predecessors = graph.predecessors.map { $0.map { BlockID($0) } }
        guard !edges.isEmpty else {
            order = []
            positions = []
            loopDepths = []
            immediatePostdominators = []
            return
        }
        let loops = LoopForest(graph, root: 0)
        let order = LoopOrder(graph, loops, root: 0).blocks
        var positions = [Int?](repeating: nil, count: edges.count)
        for (position, block) in order.enumerated() { positions[block] = position }
        self.order = order.map { BlockID($0) }
        self.positions = positions
        loopDepths = loops.loopOfBlock.map { loop in loop.map { loops.depths[$0] } ?? 0 }
        immediatePostdominators = Self.postdominators(graph)
    }

    /// Dominators of the reversed graph, seen from one exit behind every block without successors.
    private static func postdominators(_ graph: FlowGraph) -> [BlockID?] {
        let exit = graph.successors.count
        let exits = graph.successors.indices.filter { graph.successors[$0].isEmpty }
        let reversed = FlowGraph(successors: graph.predecessors + [exits])
        return reversed.immediateDominators(from: exit).prefix(exit).map { block in
            block.flatMap { $0 == exit ? nil : BlockID($0) }
        }
    }
}
