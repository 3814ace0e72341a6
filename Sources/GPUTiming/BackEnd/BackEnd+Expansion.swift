import SIMTMachine

extension BackEnd {
    private typealias Step = SequenceStep

    /// Replaces what is one operation of the kernel and several of the chip.
    ///
    /// The vendor's compiler without fast mathematics: approximations of the special function unit flush small arguments,
    /// so that one is scaled before and its result after, both under a predicate; division and square root improve
    /// an approximation; integers are divided through a floating-point reciprocal.
    mutating func expandSequences() {
        for block in blocks.indices {
            guard blocks[block].contains(where: { !Self.sequence(of: $0).isEmpty }) else { continue }
            var expanded: [MachineInstruction] = []
            expanded.reserveCapacity(blocks[block].count * 2)
            var shared = SharedReductions()
            for original in blocks[block] {
                let sequence =
                    shared.sequence(of: original) ?? constantDivision(original) ?? Self.sequence(of: original)
                if original.destination >= 0 { shared.forget(original.destination) }
                guard !sequence.isEmpty, original.destination >= 0 else {
                    expanded.append(original)
                    continue
                }
                var results: [Int32] = []
                for (place, step) in sequence.enumerated() {
                    var instruction = MachineInstruction(operation: step.operation)
                    instruction.line = original.line
                    instruction.isPredicate = step.operation == .compare
                    let isLast = place == sequence.count - 1
                    instruction.destination = isLast ? original.destination : makeRegister(width: 1)
                    instruction.width = isLast ? original.width : 1
                    for read in step.reads {
                        for register in read < 0 ? original.sources : [results[read]]
                        where !instruction.sources.contains(register) {
                            instruction.sources.append(register)
                        }
                    }
                    results.append(instruction.destination)
                    expanded.append(instruction)
                }
            }
            blocks[block] = expanded
        }
    }

    /// The instructions of an operation in their order, read off machine code of sm_90; none where it is one.
    private static func sequence(of instruction: MachineInstruction) -> [Step] {
        if let function = instruction.function { return function.sequence }
        let operation = instruction.operation
        return switch operation {
        case .exp2Log2, .reciprocalSquareRoot:
            // FSETP, FMUL under its predicate, MUFU, FMUL under its predicate.
            [Step(.compare, -1), Step(.floatMultiply, -1, 0), Step(operation, 1), Step(.floatMultiply, 0, 2)]
        case .squareRoot:
            [
                Step(.compare, -1), Step(.floatMultiply, -1, 0), Step(.reciprocalSquareRoot, 1),
                Step(.floatMultiply, 0, 2),
            ]
        case .expLog:
            // FFMA.SAT, FFMA.RM, FADD, FFMA, FFMA, SHL, MUFU.EX2, FMUL.
            [
                Step(.floatFMA, -1), Step(.floatFMA, 0), Step(.floatAdd, 1), Step(.floatFMA, -1, 2),
                Step(.floatFMA, -1, 3), Step(.shift, 1), Step(.exp2Log2, 4), Step(.floatMultiply, 5, 6),
            ]
        case .sinCos: [Step(.floatMultiply, -1), Step(.exp2Log2, 0)]
        case .divide:
            // Great and small divisors are scaled before MUFU.RCP.
            [
                Step(.compare, -1), Step(.compare, -1), Step(.floatMultiply, -1, 0), Step(.floatMultiply, 1, 2),
                Step(.reciprocal, 3), Step(.floatMultiply, -1, 4), Step(.floatMultiply, 1, 5),
            ]
        case .preciseDivide:
            // MUFU.RCP, two steps of Newton's method, FCHK and the branch to the slow way.
            [
                Step(.reciprocal, -1), Step(.floatFMA, -1, 0), Step(.compare, -1), Step(.floatFMA, 0, 1),
                Step(.floatFMA, -1, 3), Step(.floatFMA, -1, 4), Step(.compare, 2), Step(.floatFMA, 3, 5, 4),
            ]
        case .preciseSquareRoot:
            [
                Step(.reciprocalSquareRoot, -1), Step(.intAdd, -1), Step(.compare, 1), Step(.floatMultiply, -1, 0),
                Step(.floatMultiply, 0), Step(.floatFMA, -1, 3), Step(.floatFMA, 3, 4, 5),
            ]
        case .intDivide:
            // I2F, MUFU.RCP, F2I, then the quotient by high products and up to two corrections.
            [
                Step(.convert, -1), Step(.reciprocal, 0), Step(.intAdd, 1), Step(.convert, 2), Step(.intAdd, 3),
                Step(.intMultiply, -1, 4), Step(.intMultiplyHigh, 3, 5), Step(.intMultiplyHigh, -1, 6),
                Step(.intAdd, 7), Step(.intMultiply, -1, 8), Step(.compare, -1, 9), Step(.intAdd, 9, 10),
                Step(.intAdd, 7, 10), Step(.compare, -1, 11), Step(.intAdd, 12, 13), Step(.compare, -1),
                Step(.bitwise, 14, 15),
            ]
        default: []
        }
    }
}
