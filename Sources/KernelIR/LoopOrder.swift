/// A block order with contiguous loops.
///
/// Each loop is a region of its own, and so is the whole function. Inside a region, blocks and inner loops are the
/// nodes of a graph without the edges back to the region's header; its reverse postorder is the region's order, and an
/// inner loop stands for all of its blocks.
struct LoopOrder: Sendable {
    /// The reachable blocks in order.
    let blocks: [Int]

    /// Orders the blocks of `graph` that are reachable from `root`.
    init(_ graph: FlowGraph, _ loops: LoopForest, root: Int) {
        // Nodes: blocks, then loops. Each edge belongs to the innermost region around both of its ends.
        let blockCount = graph.successors.count
        var edges = Array(repeating: [Int](), count: blockCount + loops.headers.count)
        for block in graph.reversePostorder(from: root) {
            for target in graph.successors[block] {
                var (source, sink) = (block, target)
                var (from, to) = (loops.loopOfBlock[block], loops.loopOfBlock[target])
                while from != to {
                    let fromDepth = from.map { loops.depths[$0] } ?? 0
                    let toDepth = to.map { loops.depths[$0] } ?? 0
                    if fromDepth >= toDepth, let loop = from {
                        source = blockCount + loop
                        from = loops.parents[loop]
                    }
                    if toDepth >= fromDepth, let loop = to {
                        sink = blockCount + loop
                        to = loops.parents[loop]
                    }
                }
                // An edge to the header of the common region leads back.
                if let loop = from, loops.headers[loop] == sink { continue }
                edges[source].append(sink)
            }
        }
        let regions = FlowGraph(successors: edges)
        var ordered: [Int] = []
        var start = root
        var around = loops.loopOfBlock[root]
        while let loop = around {
            start = blockCount + loop
            around = loops.parents[loop]
        }
        var pending = Array(regions.reversePostorder(from: start).reversed())
        while let node = pending.popLast() {
            if node < blockCount {
                ordered.append(node)
            } else {
                pending += regions.reversePostorder(from: loops.headers[node - blockCount]).reversed()
            }
        }
        blocks = ordered
    }
}
