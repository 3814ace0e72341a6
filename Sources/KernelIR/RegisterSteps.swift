/// A function reduced to what register pressure needs: the units that each instruction reads and writes.
struct RegisterSteps: Sendable {
    /// The steps of each block, one per instruction; empty for unreachable blocks.
    private(set) var steps: [[RegisterUnits.Step]]
    /// Units that phis of following blocks read at the end of each block.
    private(set) var usesAtEnd: [[Int]]
    /// Half registers of each unit.
    private(set) var weights: [Int]

    /// Reduces a function.
    init(_ function: IRFunction, _ flow: ControlFlow, countsParameters: Bool) {
        steps = Array(repeating: [], count: function.blocks.count)
        usesAtEnd = steps.map { _ in [] }
        weights = []
        guard !function.blocks.isEmpty else { return }
        let graph = FlowGraph(successors: flow.successors.map { $0.map(\.index) })
        let dominance = DominatorIntervals(
            graph.immediateDominators(from: 0), order: flow.order.map(\.index), root: 0)
        var units = RegisterUnits(function, countsParameters: countsParameters)
        for block in flow.order.map(\.index) {
            for instruction in function.blocks[block].instructions {
                steps[block].append(units.step(instruction, block: block, dominance))
            }
        }
        for block in flow.order.map(\.index) {
            for instruction in function.blocks[block].instructions {
                guard case .phi(let incoming) = instruction.operation else { break }
                for pair in incoming where flow.positions[pair.from.index] != nil {
                    usesAtEnd[pair.from.index] += units.units(of: pair.value)
                }
            }
        }
        weights = units.weights
        removeUnused()
    }

    /// Forgets units that take no register, and those of results that nobody reads any member of.
    private mutating func removeUnused() {
        var isRead = Array(repeating: false, count: weights.count)
        for block in steps.indices {
            for unit in usesAtEnd[block] { isRead[unit] = true }
            for step in steps[block] {
                for unit in step.uses { isRead[unit] = true }
            }
        }
        for block in steps.indices {
            usesAtEnd[block].removeAll { weights[$0] == 0 }
            for index in steps[block].indices {
                steps[block][index].uses.removeAll { weights[$0] == 0 }
                let definitions = steps[block][index].definitions
                steps[block][index].definitions =
                    definitions.contains { isRead[$0] } ? definitions.filter { weights[$0] > 0 } : []
            }
        }
    }
}
