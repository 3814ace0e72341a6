import KernelIR
import Testing

@Suite struct ControlFlowTests {
    /// A function whose blocks branch as the table says; a block without targets returns.
    private func function(_ targets: [[Int]]) -> IRFunction {
        let condition = IROperand(type: .integer(bits: 1), kind: .constant(.undef))
        let blocks = targets.enumerated().map { index, targets in
            let operation: IROperation =
                switch targets.count {
                case 0: .returnValue(nil)
                case 1: .branch(BlockID(targets[0]))
                case 2:
                    .conditionalBranch(condition, ifTrue: BlockID(targets[0]), ifFalse: BlockID(targets[1]))
                default:
                    .switchBranch(
                        condition, default: BlockID(targets[0]),
                        cases: targets.dropFirst().enumerated().map { (UInt64($0), BlockID($1)) })
                }
            return IRBlock(
                name: "\(index)",
                instructions: [IRInstruction(result: nil, type: .void, operation: operation, position: nil)])
        }
        return IRFunction(
            name: "f", returnType: .void, parameters: [], blocks: blocks, valueCount: 0, isKernel: true, position: nil)
    }

    @Test(
        "blocks are ordered for early reconvergence",
        arguments: [
            // A loop whose exit comes first in the text and in the branch.
            ([[1], [2, 3], [], [1]], [0, 1, 3, 2]),
            // Two exits from different arms of a loop wait behind the whole loop.
            ([[1], [2, 4], [3, 5], [], [6, 7], [1], [1], []], [0, 1, 2, 5, 4, 6, 3, 7]),
            // The join of a diamond comes behind both arms.
            ([[1, 2], [3], [3], []], [0, 1, 2, 3]),
            // An inner loop stands in one piece inside the outer one.
            ([[1], [2, 5], [3], [2, 4], [1], []], [0, 1, 2, 3, 4, 5]),
            // A block that nothing reaches is left out.
            ([[2], [2], []], [0, 2]),
            // A switch in a loop, with a way out.
            ([[1], [2, 3, 4], [5], [5], [6], [1, 6], []], [0, 1, 2, 3, 5, 4, 6]),
        ])
    func order(targets: [[Int]], order: [Int]) {
        let flow = ControlFlow(function(targets))
        FlowChecks.check(flow)
        #expect(flow.order.map(\.index) == order)
    }

    @Test("loop depths count nested loops")
    func depths() {
        let flow = ControlFlow(function([[1], [2, 5], [3], [2, 4], [1], []]))
        #expect(flow.loopDepths == [0, 1, 2, 2, 1, 0])
    }

    @Test("immediate postdominators are where arms meet; none stands behind several returns or an endless loop")
    func postdominators() {
        #expect(
            ControlFlow(function([[1, 2], [3], [3], []])).immediatePostdominators
                == [BlockID(3), BlockID(3), BlockID(3), nil])
        #expect(ControlFlow(function([[1, 2], [], []])).immediatePostdominators == [nil, nil, nil])
        #expect(ControlFlow(function([[1], [1]])).immediatePostdominators == [nil, nil])
    }

    @Test("any flow graph is ordered with its natural loops in one piece", arguments: 0..<20)
    func random(seed: Int) {
        var generator = SplitMix(state: UInt64(seed))
        for _ in 0..<10 {
            let count = 2 + generator.below(12)
            let targets = (0..<count).map { _ in
                (0..<generator.below(4)).map { _ in 1 + generator.below(count - 1) }
            }
            FlowChecks.check(ControlFlow(function(targets)), reducible: false)
        }
    }

    @Test("a chain of a hundred thousand blocks is no burden on the stack")
    func long() {
        let count = 100_000
        let flow = ControlFlow(function((0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }))
        #expect(flow.order.count == count)
    }
}
