import SIMTMachine

extension BackEnd {
    /// The instructions of an integer division by a number that is known; nil for any other instruction.
    ///
    /// Read off machine code of sm_90: by a power of two the dividend's sign corrects a shift (SHF, LEA.HI, SHF, and LOP3 and
    /// IADD for the remainder), by another number the quotient is the high half of a product (IMAD.HI, SHF, LEA.HI) and the
    /// remainder one multiply-add more.
    func constantDivision(_ instruction: MachineInstruction) -> [SequenceStep]? {
        guard instruction.operation == .intDivide, instruction.width == 1,
            let divisor = details.constants[instruction.operands.1].map({ UInt32(truncatingIfNeeded: $0) })
        else { return nil }
        let (isSigned, isRemainder): (Bool, Bool)
        switch instruction.meaning {
        case .quotient: (isSigned, isRemainder) = (false, false)
        case .signedQuotient: (isSigned, isRemainder) = (true, false)
        case .remainder: (isSigned, isRemainder) = (false, true)
        case .signedRemainder: (isSigned, isRemainder) = (true, true)
        default: return nil
        }
        if divisor.nonzeroBitCount == 1 {
            guard isSigned else { return [SequenceStep(isRemainder ? .bitwise : .shift, -1)] }
            // The sign bit itself is what is added to before a division by two.
            var steps = divisor == 2 ? [] : [SequenceStep(.shift, -1)]
            steps.append(divisor == 2 ? SequenceStep(.intAdd, -1) : SequenceStep(.intAdd, -1, 0))
            let sum = steps.count - 1
            guard isRemainder else { return steps + [SequenceStep(.shift, sum)] }
            return steps + [SequenceStep(.bitwise, sum), SequenceStep(.intAdd, -1, sum + 1)]
        }
        var steps = [SequenceStep(.intMultiplyHigh, -1), SequenceStep(.shift, 0)]
        if isSigned { steps.append(SequenceStep(.intAdd, 0, 1)) }
        if isRemainder { steps.append(SequenceStep(.intMultiply, -1, steps.count - 1)) }
        return steps
    }
}
