extension IROperation {
    /// Every operand in the order the instruction names them; the values of a phi included.
    package var operands: [IROperand] {
        switch self {
        case .binary(_, let left, let right, _): [left, right]
        case .compareInteger(_, let left, let right): [left, right]
        case .compareFloat(_, let left, let right): [left, right]
        case .negate(let operand, _), .cast(_, let operand), .freeze(let operand): [operand]
        case .select(let condition, let ifTrue, let ifFalse): [condition, ifTrue, ifFalse]
        case .phi(let incoming): incoming.map(\.value)
        case .alloca, .fence, .branch, .unreachable: []
        case .load(let pointer, _, _, _): [pointer]
        case .store(let value, let pointer, _, _): [value, pointer]
        case .elementPointer(let base, _, let indices): [base] + indices
        case .extractElement(let vector, let index): [vector, index]
        case .insertElement(let vector, let value, let index): [vector, value, index]
        case .shuffleVector(let left, let right, _): [left, right]
        case .extractValue(let aggregate, _): [aggregate]
        case .insertValue(let aggregate, let value, _): [aggregate, value]
        case .atomicUpdate(_, let pointer, let value): [pointer, value]
        case .compareExchange(let pointer, let expected, let replacement): [pointer, expected, replacement]
        case .call(_, let arguments), .inlineAssembly(_, _, let arguments): arguments
        case .conditionalBranch(let condition, _, _): [condition]
        case .switchBranch(let value, _, _): [value]
        case .returnValue(let value): value.map { [$0] } ?? []
        }
    }
}

extension IROperand {
    /// The SSA value this refers to; nil for a constant.
    package var value: ValueID? {
        if case .value(let id) = kind { return id }
        return nil
    }
}
