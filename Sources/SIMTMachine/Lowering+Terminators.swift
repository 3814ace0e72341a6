import CLanes
import KernelIR

extension Lowering {
    /// Lowers the last instruction of a block, phi copies on the edges included.
    mutating func lowerTerminator(
        _ instruction: IRInstruction, in frame: inout FunctionFrame, block: Int
    ) throws(LoweringError) {
        switch instruction.operation {
        case .branch(let target):
            try emitEdgeCopies(from: block, to: target, in: frame)
            terminate(.jump(frame.blocks[target.index]), costs: false)
        case .conditionalBranch(let condition, let ifTrue, let ifFalse):
            let bit = try registers(condition, in: frame)[0]
            if ifTrue == ifFalse {
                try emitEdgeCopies(from: block, to: ifTrue, in: frame)
                terminate(.jump(frame.blocks[ifTrue.index]), costs: false)
                return
            }
            let source = current
            let first = try edge(from: block, to: ifTrue, in: frame)
            let second = try edge(from: block, to: ifFalse, in: frame)
            current = source
            terminate(.branch(bit, ifTrue: first, ifFalse: second))
        case .switchBranch(let value, let fallback, let cases):
            let subject = try registers(value, in: frame)[0]
            let width = value.type.bitWidth
            var source = current
            for (number, target) in cases {
                current = source
                let hit = compare(.eq, subject, constant(number, wide: width > 32), width: width)
                let taken = try edge(from: block, to: target, in: frame)
                let next = makeBlock()
                current = source
                terminate(.branch(hit, ifTrue: taken, ifFalse: next))
                source = next
            }
            current = source
            try emitEdgeCopies(from: block, to: fallback, in: frame)
            terminate(.jump(frame.blocks[fallback.index]), costs: false)
        case .returnValue(let value):
            if let value {
                let returned = try registers(value, in: frame)
                for (source, result) in zip(returned, frame.results) { emitMove(from: source, into: result) }
            }
            terminate(.jump(frame.continuation), costs: false)
        default:
            append(VirtualInstruction(opcode: .trap, workClass: .free, line: line))
            terminate(.exit)
        }
    }

    /// A block that makes the phi copies of an edge and goes on to its target; the target itself where there are none.
    private mutating func edge(
        from block: Int, to target: BlockID, in frame: borrowing FunctionFrame
    ) throws(LoweringError) -> Int {
        guard case .phi? = frame.function.blocks[target.index].instructions.first?.operation else {
            return frame.blocks[target.index]
        }
        let saved = current
        current = makeBlock()
        let made = current
        try emitEdgeCopies(from: block, to: target, in: frame)
        terminate(.jump(frame.blocks[target.index]), costs: false)
        current = saved
        return made
    }

    /// Appends the parallel copies that phis of `target` ask for when coming from `block`.
    private mutating func emitEdgeCopies(
        from block: Int, to target: BlockID, in frame: borrowing FunctionFrame
    ) throws(LoweringError) {
        var copies: [(source: VirtualRegister, result: VirtualRegister)] = []
        for instruction in frame.function.blocks[target.index].instructions {
            guard case .phi(let incoming) = instruction.operation, let result = instruction.result else { break }
            guard let entry = incoming.first(where: { $0.from.index == block }) else { continue }
            for (source, register) in zip(try registers(entry.value, in: frame), frame.values[result.index])
            where source != register {
                copies.append((source, register))
            }
        }
        let written = Set(copies.map(\.result))
        // A source that another copy overwrites is read into a temporary first.
        for index in copies.indices where written.contains(copies[index].source) {
            let source = copies[index].source
            let temporary = program.makeRegister(wide: program.isWide[source.subscriptIndex])
            emitMove(from: source, into: temporary)
            copies[index].source = temporary
        }
        for copy in copies { emitMove(from: copy.source, into: copy.result) }
    }
}
