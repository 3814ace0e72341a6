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

    /// The immediate dominator of each node seen from `root`; the root's is itself, an unreachable node's nil.
    ///
    /// Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
    func immediateDominators(from root: Int) -> [Int?] {
        let order = reversePostorder(from: root)
        var position = Array(repeating: 0, count: successors.count)
        for (index, node) in order.enumerated() { position[node] = index }
        // Dominators as positions in `order`; -1 is unknown.
        var dominator = Array(repeating: -1, count: order.count)
        dominator[0] = 0
        var changed = true
        while changed {
            changed = false
            for index in order.indices.dropFirst() {
                var candidate = -1
                for source in predecessors[order[index]] {
                    var other = position[source]
                    guard order[other] == source, dominator[other] >= 0 else { continue }
                    guard candidate >= 0 else {
                        candidate = other
                        continue
                    }
                    while candidate != other {
                        if candidate > other { candidate = dominator[candidate] } else { other = dominator[other] }
                    }
                }
                if dominator[index] != candidate {
                    dominator[index] = candidate
                    changed = true
                }
            }
        }
        var result = [Int?](repeating: nil, count: successors.count)
        for (index, node) in order.enumerated() { result[node] = order[dominator[index]] }
        return result
    }
}
