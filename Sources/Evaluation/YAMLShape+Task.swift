import Diagnostics
import Candidates
import KernelCompiler
import StrictYAML

extension String {
    /// Whether it is a C identifier of reasonable length.
    var isTaskIdentifier: Bool {
        guard let first = utf8.first, utf8.count <= 64 else { return false }
        func isLetter(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        return isLetter(first)
            && utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension YAMLShape where Value == String {
    /// A C identifier.
    static var taskIdentifier: YAMLShape {
        YAMLShape.string.then { text, reader in
            if text.isTaskIdentifier { return text }
            reader.error("\(reader.label) must be a name of letters, digits and _, not '\(text.prefix(80))'")
            return nil
        }
    }
}

extension YAMLShape where Value == Dialect {
    /// The language of kernels.
    static var dialect: YAMLShape {
        YAMLShape<String>.string.then { text, reader in
            if let dialect = Dialect(rawValue: text), dialect != .oracle { return dialect }
            reader.error("\(reader.label) must be one of 'metal', 'cuda', not '\(text.prefix(80))'")
            return nil
        }
    }
}

extension YAMLShape where Value == Located<Expression> {
    /// An expression, with the place of its first character.
    static func taskExpression(decimals: Bool) -> YAMLShape {
        YAMLShape<String>.scalarText.then { text, reader in
            // Inside quotes the text begins one character further on.
            var place = reader.location
            place.column += reader.scalar?.isQuoted == true ? 1 : 0
            do throws(ExpressionError) {
                let expression = try Expression(parsing: text)
                if decimals || !expression.hasDecimals { return Located(expression, at: place) }
                reader.error("\(reader.label) must be an integer expression, not '\(text.prefix(80))'")
            } catch {
                place.column += error.column - 1
                reader.error(error.description, at: place, hint: error.hint)
            }
            return nil
        }
    }
}
