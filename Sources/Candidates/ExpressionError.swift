/// Why an integer expression could not be read or has no value; always names the expression.
package struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, without the expression's text.
    package enum Kind: Hashable, Sendable {
        /// The text is not an expression.
        case syntax(String)
        /// A name without a value; the second is a known name near to it.
        case unknownName(String, suggestion: String?)
        /// A result does not fit 64 bits.
        case overflow
        /// `/`, `%` or `ceildiv` by zero.
        case divisionByZero
        /// A decimal number, a float name or `sqrt` where an integer is needed.
        case notAnInteger
        /// A float operation gave no finite number.
        case notFinite
    }

    /// What went wrong.
    package var kind: Kind
    /// The whole expression as the user wrote it.
    package var expression: String
    /// 1-based column in `expression`, counted in characters.
    package var column: Int

    /// What is wrong, in one line that names the expression.
    package var description: String {
        switch kind {
        case .syntax(let message): "\(message) in '\(shortExpression)'"
        case .unknownName(let name, _): "unknown name '\(name)' in '\(shortExpression)'"
        case .overflow: "'\(shortExpression)' overflows 64 bits"
        case .divisionByZero: "division by zero in '\(shortExpression)'"
        case .notAnInteger: "'\(shortExpression)' is not an integer expression"
        case .notFinite: "'\(shortExpression)' has no finite value"
        }
    }

    /// What would be right, when known.
    package var hint: String? {
        if case .unknownName(_, let suggestion?) = kind { return "did you mean '\(suggestion)'?" }
        return nil
    }

    /// The expression, cut where an untrusted text would fill the screen.
    private var shortExpression: String {
        expression.count > 120 ? String(expression.prefix(117)) + "..." : expression
    }
}
