/// What the words around a type, a function name or a callee say.
struct IRQualifiers: Sendable {
    /// Linkage, visibility, calling convention, attributes without arguments.
    var words: Set<String> = []
    /// The type in `byval(T)`.
    var byValue: IRType?
    /// The number in `align N`.
    var alignment: Int?
    /// Fast-math flags.
    var fastMath: IRFastMath = []
}
