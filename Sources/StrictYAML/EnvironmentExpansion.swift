/// A text with its environment variables replaced.
///
/// | written | means |
/// |---|---|
/// | `${NAME}` | the value; an error when unset |
/// | `${NAME:-default}` | the value; the default when unset or empty |
/// | `${NAME:?message}` | the value; an error with the message when unset or empty |
/// | `$$` | a dollar sign |
///
/// References are not nested, and a value is never read for references again.
package struct EnvironmentExpansion: Hashable, Sendable {
    /// What is wrong with one reference.
    package struct Problem: Hashable, Sendable {
        /// The reference as written, from its dollar sign.
        package var fragment: String
        /// What is wrong.
        package var message: String
        /// What would be right.
        package var hint: String?
    }

    /// The text with every good reference replaced and every bad one removed.
    package private(set) var text = ""
    /// What is wrong, in the order of the text.
    package private(set) var problems: [Problem] = []

    /// The ways to use a dollar sign, as a hint.
    private static let usage = "write ${NAME}, ${NAME:-default}, ${NAME:?message}, or $$ for a dollar sign"

    /// Replaces the references of `template` by the values in `environment`.
    package init(of template: String, in environment: [String: String]) {
        var rest = Substring(template)
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            let after = rest[rest.index(after: dollar)...]
            if after.first == "$" {
                text += "$"
                rest = after.dropFirst()
            } else if after.first == "{", let end = after.firstIndex(of: "}") {
                expand(String(after[..<end].dropFirst()), in: environment)
                rest = after[after.index(after: end)...]
            } else {
                let fragment = String(rest[dollar...].prefix(24))
                let message =
                    after.first == "{" ? "'\(fragment)' has no closing '}'" : "'$' is not followed by '{' or '$'"
                problems.append(Problem(fragment: fragment, message: message, hint: Self.usage))
                rest = after
            }
        }
        text += rest
    }

    /// Appends the value of the reference `body`, the part between the braces.
    private mutating func expand(_ body: String, in environment: [String: String]) {
        let name = String(body.prefix { $0 != ":" })
        let rest = body.dropFirst(name.count)
        let fragment = "${\(body)}"
        let isReference = rest.isEmpty || rest.hasPrefix(":-") || rest.hasPrefix(":?")
        guard Self.isName(name), isReference, !rest.contains("${") else {
            let message = "'\(fragment)' is not a variable reference"
            problems.append(Problem(fragment: fragment, message: message, hint: Self.usage))
            return
        }
        let value = environment[name]
        if let value, rest.isEmpty || !value.isEmpty {
            text += value
        } else if rest.hasPrefix(":-") {
            text += rest.dropFirst(2)
        } else {
            let reason = rest.dropFirst(2)
            let state = value == nil ? "is not set" : "is empty"
            let message = "environment variable '\(name)' \(state)" + (reason.isEmpty ? "" : ": \(reason)")
            let hint = reason.isEmpty ? "set it, or give a default: ${\(name):-value}" : nil
            problems.append(Problem(fragment: fragment, message: message, hint: hint))
        }
    }

    /// Whether `name` can name an environment variable: letters, digits and underscores, no digit first.
    package static func isName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name.utf8.count <= 128 else { return false }
        func isLetter(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "_" || (scalar.isASCII && scalar.properties.isAlphabetic)
        }
        return isLetter(first)
            && name.unicodeScalars.allSatisfy { isLetter($0) || ($0.isASCII && $0.properties.numericType != nil) }
    }
}
