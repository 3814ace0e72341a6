extension FlowGraph {
    /// The nodes that can reach themselves over at least one edge, ascending.
    ///
    /// Components come from Kosaraju's two walks: reverse postorder of the graph, then backwards over its edges.
    func nodesOnCycles() -> [Int] {
        // A node in front of all others makes every node reachable.
        let root = successors.count
        let order = FlowGraph(successors: successors + [Array(0..<root)]).reversePostorder(from: root)
        var component = Array(repeating: -1, count: root)
        var sizes: [Int] = []
        for start in order where start != root && component[start] < 0 {
            var size = 0
            var work = [start]
            component[start] = sizes.count
            while let node = work.popLast() {
                size += 1
                for source in predecessors[node] where component[source] < 0 {
                    component[source] = sizes.count
                    work.append(source)
                }
            }
            sizes.append(size)
        }
        return component.indices.filter { sizes[component[$0]] > 1 || successors[$0].contains($0) }
    }
}
