import Diagnostics

extension Expression {
    /// The value with every name taken from `values`.
    package func evaluate(_ values: [String: Int]) throws(ExpressionError) -> Int {
        var slots: [Int?] = []
        for name in names { slots.append(values[name]) }
        return try run(slots) { name in nearestName(to: name, among: values.keys.sorted()) }
    }

    /// The value with `names[i]` being `slots[i]`, for callers that evaluate one expression many times.
    package func evaluate(slots: [Int?]) throws(ExpressionError) -> Int {
        try run(slots) { _ in nil }
    }

    /// Runs the program over integers, every operation overflow-checked.
    private func run(_ slots: [Int?], suggestion: (String) -> String?) throws(ExpressionError) -> Int {
        var stack: [Int] = []
        var next = 0
        while next < program.count {
            let step = next
            next += 1
            switch program[step] {
            case .integer(let value): stack.append(value)
            case .decimal: throw error(.notAnInteger, at: step)
            case .name(let index):
                guard index < slots.count, let value = slots[index] else {
                    throw error(.unknownName(names[index], suggestion: suggestion(names[index])), at: step)
                }
                stack.append(value)
            case .jump(let target): next = target
            case .jumpIfZero(let target): if stack.removeLast() == 0 { next = target }
            case .unary(let operation):
                let value = stack.removeLast()
                switch operation {
                case .negate:
                    let (result, overflow) = 0.subtractingReportingOverflow(value)
                    guard !overflow else { throw error(.overflow, at: step) }
                    stack.append(result)
                case .not: stack.append(value == 0 ? 1 : 0)
                case .isNonzero: stack.append(value == 0 ? 0 : 1)
                case .squareRoot: throw error(.notAnInteger, at: step)
                }
            case .binary(let operation):
                let right = stack.removeLast()
                let left = stack.removeLast()
                stack.append(try apply(operation, left, right, step))
            }
        }
        return stack[stack.count - 1]
    }

    /// One integer operation.
    private func apply(
        _ operation: BinaryOperator, _ left: Int, _ right: Int, _ step: Int
    ) throws(ExpressionError) -> Int {
        let result: (partialValue: Int, overflow: Bool)
        switch operation {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .divide, .remainder, .ceilingDivide:
            guard right != 0 else { throw error(.divisionByZero, at: step) }
            let quotient = left.dividedReportingOverflow(by: right)
            let remainder = left.remainderReportingOverflow(dividingBy: right)
            switch operation {
            case .divide: result = quotient
            case .remainder: result = remainder
            default:
                let roundsUp = remainder.partialValue != 0 && (remainder.partialValue < 0) == (right < 0)
                result = (quotient.partialValue + (roundsUp ? 1 : 0), quotient.overflow)
            }
        case .less: return left < right ? 1 : 0
        case .lessOrEqual: return left <= right ? 1 : 0
        case .greater: return left > right ? 1 : 0
        case .greaterOrEqual: return left >= right ? 1 : 0
        case .equal: return left == right ? 1 : 0
        case .notEqual: return left != right ? 1 : 0
        case .minimum: return min(left, right)
        case .maximum: return max(left, right)
        }
        guard !result.overflow else { throw error(.overflow, at: step) }
        return result.partialValue
    }

    /// An error at a step of the program.
    func error(_ kind: ExpressionError.Kind, at step: Int) -> ExpressionError {
        ExpressionError(kind: kind, expression: text, column: columns[step])
    }
}
