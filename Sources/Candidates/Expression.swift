/// An integer expression over size names and tunables, as design spaces and launch plans use them.
///
/// Grammar, loosest first: `?:`, `||`, `&&`, `== !=`, `< <= > >=`, `+ -`, `* / %`, unary `- !`, then numbers, names,
/// parentheses and the functions `min(a,b)`, `max(a,b)`, `ceildiv(a,b)`, `sqrt(a)` (floats only).
/// `/` truncates toward zero, comparisons give 0 or 1, `&& || ?:` evaluate only the side they need.
///
/// The text comes from outside, so its length and nesting are limited and it is lowered to a flat postfix program:
/// evaluating needs no recursion and a constraint costs nanoseconds per point of a design space.
package struct Expression: Hashable, Sendable, CustomStringConvertible {
    /// One step of the postfix program; operands come from and results go to a stack.
    enum Step: Hashable, Sendable {
        case integer(Int)
        case decimal(Double)
        /// The value of `names[index]`.
        case name(Int)
        case unary(UnaryOperator)
        case binary(BinaryOperator)
        /// Pops; continues at the step when the value is zero.
        case jumpIfZero(Int)
        case jump(Int)
    }

    /// An operation on one value.
    enum UnaryOperator: Hashable, Sendable { case negate, not, isNonzero, squareRoot }

    /// An operation on two values that always needs both.
    enum BinaryOperator: Hashable, Sendable {
        case add, subtract, multiply, divide, remainder
        case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
        case minimum, maximum, ceilingDivide
    }

    /// Longest text that is read, in characters.
    package static let maximumLength = 2048
    /// Deepest nesting of parentheses, unary operators, conditionals and calls.
    package static let maximumDepth = 32

    /// The expression as written.
    package let text: String
    /// The names it uses, each once, in order of first appearance.
    package let names: [String]
    /// Whether it holds a decimal number or a function that only floats have.
    package let hasDecimals: Bool
    /// The lowered program.
    let program: [Step]
    /// 1-based column in `text` of each step, for messages.
    let columns: [Int]

    /// The constant `value`.
    package init(_ value: Int) {
        text = String(value)
        names = []
        hasDecimals = false
        program = [.integer(value)]
        columns = [1]
    }

    /// The expression as written.
    package var description: String { text }

    /// The name, when the expression is nothing but a name.
    package var bareName: String? {
        guard program.count == 1, case .name(let index) = program[0] else { return nil }
        return names[index]
    }
}
