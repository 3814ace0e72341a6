/// A token of a kernel text.
struct SourceToken: Sendable {
    /// What kind of token it is, as far as the passes before clang need to know.
    enum Kind: Sendable {
        case identifier
        case number
        case string
        case character
        case punctuation
    }

    var kind: Kind
    /// Bytes of the text.
    var range: Range<Int>
    /// The token's text.
    var text: String
    /// 1-based line.
    var line: Int
    /// 1-based column in bytes.
    var column: Int
    /// The token stands on a preprocessor line.
    var inDirective: Bool
    /// The first token of a preprocessor line, `#`.
    var startsDirective: Bool
}
