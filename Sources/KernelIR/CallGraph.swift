/// Which functions of a module call which, and which of them can call themselves again.
package struct CallGraph: Sendable {
    /// Called functions that have a body, by caller, sorted.
    package let callees: [String: [String]]
    /// Functions that call themselves, directly or through others.
    package let recursive: Set<String>

    /// Reads the calls of all functions with a body.
    package init(_ module: IRModule) {
        let names = module.functions.keys.sorted()
        var numbers: [String: Int] = [:]
        for (number, name) in names.enumerated() { numbers[name] = number }
        var edges: [[Int]] = []
        for name in names {
            var targets: Set<Int> = []
            for instruction in module.functions[name]?.blocks.flatMap(\.instructions) ?? [] {
                guard case .call(let callee, _) = instruction.operation, let number = numbers[callee] else { continue }
                targets.insert(number)
            }
            edges.append(targets.sorted())
        }
        var callees: [String: [String]] = [:]
        for (number, name) in names.enumerated() { callees[name] = edges[number].map { names[$0] } }
        self.callees = callees
        recursive = Set(FlowGraph(successors: edges).nodesOnCycles().map { names[$0] })
    }

    /// The functions that a run of `root` may enter, itself included, sorted.
    package func reachable(from root: String) -> [String] {
        var found: Set<String> = [root]
        var work = [root]
        while let name = work.popLast() {
            for callee in callees[name] ?? [] where found.insert(callee).inserted { work.append(callee) }
        }
        return found.sorted()
    }
}

extension IRModule {
    /// Who calls whom.
    package var callGraph: CallGraph { CallGraph(self) }

    /// Whether a function calls itself, directly or through others.
    package func recurses(_ name: String) -> Bool { callGraph.recursive.contains(name) }
}
