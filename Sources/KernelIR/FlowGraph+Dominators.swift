extension FlowGraph {
    /// A walk over the graph in depth: nodes by preorder number, and the number of each one's parent in the walk.
    private struct Walk {
        var nodes: [Int] = []
        var parents: [Int] = []
        /// Preorder number of each node; -1 for unreachable ones.
        var numbers: [Int]
    }

    /// The forest that links the nodes handled so far, for finding the least semidominator on a path; by preorder number.
    private struct Forest {
        /// Linked ancestor of each node, moved up by path compression.
        var ancestors: [Int]
        /// Node with the least semidominator on the path compressed so far.
        var labels: [Int]
        var semidominators: [Int]

        /// The node with the least semidominator between `node` and the root of its tree among nodes from `linked` on.
        mutating func evaluate(_ node: Int, linked: Int) -> Int {
            guard ancestors[node] >= linked else { return labels[node] }
            var path: [Int] = []
            var top = node
            repeat {
                path.append(top)
                top = ancestors[top]
            } while ancestors[top] >= linked
            for current in path.reversed() {
                ancestors[current] = ancestors[top]
                if semidominators[labels[top]] < semidominators[labels[current]] { labels[current] = labels[top] }
                top = current
            }
            return labels[node]
        }
    }

    /// The immediate dominator of each node seen from `root`; the root's is itself, an unreachable node's nil.
    ///
    /// The Semi-NCA algorithm: Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems" (2005).
    func immediateDominators(from root: Int) -> [Int?] {
        let walk = walk(from: root)
        let count = walk.nodes.count
        var forest = Forest(
            ancestors: walk.parents, labels: Array(0..<count), semidominators: Array(0..<count))
        for node in stride(from: count - 1, to: 0, by: -1) {
            forest.semidominators[node] = walk.parents[node]
            for source in predecessors[walk.nodes[node]] where walk.numbers[source] >= 0 {
                let best = forest.evaluate(walk.numbers[source], linked: node + 1)
                forest.semidominators[node] = min(forest.semidominators[node], forest.semidominators[best])
            }
        }
        // The dominator is the nearest ancestor in the dominator tree at or above the semidominator.
        var dominators = walk.parents
        var result = [Int?](repeating: nil, count: successors.count)
        result[root] = root
        for node in 0..<count where node > 0 {
            while dominators[node] > forest.semidominators[node] { dominators[node] = dominators[dominators[node]] }
            result[walk.nodes[node]] = walk.nodes[dominators[node]]
        }
        return result
    }

    /// Walks the graph in depth from `root`.
    private func walk(from root: Int) -> Walk {
        var walk = Walk(numbers: Array(repeating: -1, count: successors.count))
        var stack: [(node: Int, parent: Int)] = [(root, 0)]
        while let (node, parent) = stack.popLast() {
            guard walk.numbers[node] < 0 else { continue }
            let number = walk.nodes.count
            walk.numbers[node] = number
            walk.nodes.append(node)
            walk.parents.append(parent)
            for target in successors[node] where walk.numbers[target] < 0 { stack.append((target, number)) }
        }
        return walk
    }
}
