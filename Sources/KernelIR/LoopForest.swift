/// The natural loops of a flow graph, as a forest: each block belongs to the innermost loop around it.
struct LoopForest: Sendable {
    /// Header block of each loop; inner loops come before the loops around them.
    private(set) var headers: [Int] = []
    /// The loop around each loop; nil for an outermost one.
    private(set) var parents: [Int?] = []
    /// Number of loops around each loop, itself included.
    private(set) var depths: [Int] = []
    /// The innermost loop of each block; nil outside loops and for unreachable blocks.
    private(set) var loopOfBlock: [Int?]

    /// Finds the loops of `graph` below `root`: one for each block that an edge from a block it dominates leads back to.
    init(_ graph: FlowGraph, root: Int) {
        let order = graph.reversePostorder(from: root)
        let dominators = graph.immediateDominators(from: root)
        let tree = DominatorIntervals(dominators, order: order, root: root)
        loopOfBlock = Array(repeating: nil, count: graph.successors.count)
        // Backwards, a header comes behind every header it dominates: inner loops first.
        for header in order.reversed() {
            let latches = graph.predecessors[header].filter { tree.dominates(header, $0) }
            guard !latches.isEmpty else { continue }
            let loop = headers.count
            headers.append(header)
            parents.append(nil)
            var work = latches
            while let block = work.popLast() {
                guard let inner = outermostLoop(of: block) else {
                    loopOfBlock[block] = loop
                    if block != header { work += graph.predecessors[block].filter { dominators[$0] != nil } }
                    continue
                }
                guard inner != loop else { continue }
                parents[inner] = loop
                work += graph.predecessors[headers[inner]].filter {
                    dominators[$0] != nil && outermostLoop(of: $0) != loop
                }
            }
        }
        depths = Array(repeating: 1, count: headers.count)
        for loop in headers.indices.reversed() {
            if let parent = parents[loop] { depths[loop] = depths[parent] + 1 }
        }
    }

    /// The outermost loop found so far around a block.
    private func outermostLoop(of block: Int) -> Int? {
        guard var loop = loopOfBlock[block] else { return nil }
        while let parent = parents[loop] { loop = parent }
        return loop
    }
}
