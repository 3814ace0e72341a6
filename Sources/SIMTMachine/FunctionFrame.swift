import KernelIR

/// One inlined call of a function while its body is being lowered.
struct FunctionFrame {
    let function: IRFunction
    /// Block that follows the call.
    let continuation: Int
    /// Registers that take the returned scalars.
    let results: [VirtualRegister]
    /// Registers of each SSA value, one per scalar.
    var values: [[VirtualRegister]] = []
    /// Lowered block where each IR block starts.
    var blocks: [Int] = []
    /// Variables that live in registers, by the alloca's value.
    var promoted: [ValueID: PromotedVariable] = [:]
    /// Pointers that stand for promoted variables, with their byte offsets.
    var pointerTargets: [ValueID: (variable: ValueID, offset: Int)] = [:]
    /// Registers of promoted variables' slots, by variable and byte offset.
    var slots: [SlotKey: VirtualRegister] = [:]

    struct SlotKey: Hashable {
        let variable: ValueID
        let offset: Int
    }

    init(function: IRFunction, continuation: Int, results: [VirtualRegister]) {
        self.function = function
        self.continuation = continuation
        self.results = results
    }

    /// The function's blocks from the entry in reverse post-order.
    func reversePostOrder() -> [Int] {
        var seen = Array(repeating: false, count: function.blocks.count)
        var order: [Int] = []
        var frames: [(block: Int, successors: [Int], next: Int)] = []
        seen[0] = true
        frames.append((0, Self.successors(function.blocks[0]), 0))
        while let top = frames.last {
            if top.next < top.successors.count {
                frames[frames.count - 1].next += 1
                let successor = top.successors[top.next]
                if !seen[successor] {
                    seen[successor] = true
                    frames.append((successor, Self.successors(function.blocks[successor]), 0))
                }
            } else {
                order.append(top.block)
                frames.removeLast()
            }
        }
        return order.reversed()
    }

    private static func successors(_ block: IRBlock) -> [Int] {
        switch block.instructions.last?.operation {
        case .branch(let target): [target.index]
        case .conditionalBranch(_, let ifTrue, let ifFalse): [ifTrue.index, ifFalse.index]
        case .switchBranch(_, let fallback, let cases): [fallback.index] + cases.map(\.target.index)
        default: []
        }
    }
}
