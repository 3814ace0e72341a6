/// A directed graph over nodes 0 ..< count, with the walks that control-flow analysis needs. Nothing recurses, so that
/// functions of any size fit on the stack.
struct FlowGraph: Sendable {
    /// Targets of each node's edges.
    let successors: [[Int]]
    /// Sources of each node's edges.
    let predecessors: [[Int]]

    /// A graph from its edges.
    init(successors: [[Int]]) {
        self.successors = successors
        var predecessors = Array(repeating: [Int](), count: successors.count)
        for (node, targets) in successors.enumerated() {
            for target in targets { predecessors[target].append(node) }
        }
        self.predecessors = predecessors
    }

    /// The nodes reachable from `root`, each before its successors unless an edge leads back.
    func reversePostorder(from root: Int) -> [Int] {
        var postorder: [Int] = []
        var isSeen = Array(repeating: false, count: successors.count)
        var stack: [(node: Int, remaining: Int)] = [(root, successors[root].count)]
        isSeen[root] = true
        while let (node, remaining) = stack.last {
            guard remaining > 0 else {
                postorder.append(node)
                stack.removeLast()
                continue
            }
            // Last successor first: the first one then comes out first.
            stack[stack.count - 1].remaining = remaining - 1
            let next = successors[node][remaining - 1]
            if !isSeen[next] {
                isSeen[next] = true
                stack.append((next, successors[next].count))
            }
        }
        return postorder.reversed()
    }
}
