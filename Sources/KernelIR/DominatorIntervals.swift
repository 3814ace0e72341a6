/// A dominator tree with entry and exit numbers, which answer dominance in constant time.
struct DominatorIntervals: Sendable {
    /// Number at which the walk over the tree enters each node; -1 for unreachable nodes.
    private var entry: [Int]
    /// Number at which the walk leaves each node.
    private var exit: [Int]

    /// Numbers the tree given by immediate dominators of the nodes in `order`.
    init(_ dominators: [Int?], order: [Int], root: Int) {
        var children = Array(repeating: [Int](), count: dominators.count)
        for node in order where node != root {
            if let parent = dominators[node] { children[parent].append(node) }
        }
        entry = Array(repeating: -1, count: dominators.count)
        exit = entry
        var clock = 0
        var stack = [root]
        while let node = stack.last {
            if entry[node] < 0 {
                entry[node] = clock
                stack += children[node]
            } else {
                exit[node] = clock
                stack.removeLast()
            }
            clock += 1
        }
    }

    /// Whether every path from the root to `second` passes `first`.
    func dominates(_ first: Int, _ second: Int) -> Bool {
        entry[second] >= 0 && entry[first] <= entry[second] && exit[second] <= exit[first]
    }
}
