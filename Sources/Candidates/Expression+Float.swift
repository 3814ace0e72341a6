import Diagnostics

extension Expression {
    /// The value in double precision, names taken from `floats` first, then from `integers`.
    ///
    /// Division is the division of real numbers; `%` and `ceildiv` are errors. The result is finite.
    package func evaluateFloat(
        integers: [String: Int], floats: [String: Double]
    ) throws(ExpressionError) -> Double {
        var stack: [Double] = []
        var next = 0
        while next < program.count {
            let step = next
            next += 1
            switch program[step] {
            case .integer(let value): stack.append(Double(value))
            case .decimal(let value): stack.append(value)
            case .name(let index):
                let name = names[index]
                if let value = floats[name] {
                    stack.append(value)
                } else if let value = integers[name] {
                    stack.append(Double(value))
                } else {
                    let known = (Array(floats.keys) + Array(integers.keys)).sorted()
                    throw error(.unknownName(name, suggestion: nearestName(to: name, among: known)), at: step)
                }
            case .jump(let target): next = target
            case .jumpIfZero(let target): if stack.removeLast() == 0 { next = target }
            case .unary(let operation):
                let value = stack.removeLast()
                switch operation {
                case .negate: stack.append(-value)
                case .not: stack.append(value == 0 ? 1 : 0)
                case .isNonzero: stack.append(value == 0 ? 0 : 1)
                case .squareRoot: stack.append(value.squareRoot())
                }
            case .binary(let operation):
                let right = stack.removeLast()
                let left = stack.removeLast()
                stack.append(try apply(operation, left, right, step))
            }
            if let last = stack.last, !last.isFinite { throw error(.notFinite, at: step) }
        }
        return stack[stack.count - 1]
    }

    /// One operation on doubles.
    private func apply(
        _ operation: BinaryOperator, _ left: Double, _ right: Double, _ step: Int
    ) throws(ExpressionError) -> Double {
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide:
            guard right != 0 else { throw error(.divisionByZero, at: step) }
            return left / right
        case .remainder, .ceilingDivide:
            throw error(.syntax("'%' and 'ceildiv' need integers"), at: step)
        case .less: return left < right ? 1 : 0
        case .lessOrEqual: return left <= right ? 1 : 0
        case .greater: return left > right ? 1 : 0
        case .greaterOrEqual: return left >= right ? 1 : 0
        case .equal: return left == right ? 1 : 0
        case .notEqual: return left != right ? 1 : 0
        case .minimum: return min(left, right)
        case .maximum: return max(left, right)
        }
    }
}
