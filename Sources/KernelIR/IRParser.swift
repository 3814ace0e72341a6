/// A one-pass parser of LLVM 21 textual IR as clang prints it for nvptx64.
///
/// A first walk over line starts finds struct types, attribute groups and metadata, which the text may use before it
/// defines them; a second walk reads globals and functions. Everything is checked on the way (types of operands, block
/// targets, index paths, called signatures), so that what runs a module may rely on its shape. Time and memory are
/// linear in the text: recursion depth, type sizes and vector widths are bounded, and no rule backtracks.
package struct IRParser: Sendable {
    /// The text being read.
    var text: IRScanner
    /// Struct types by name without `%`.
    var namedTypes: [String: NamedType] = [:]
    /// String attributes of each `attributes #N` group.
    var attributeGroups: [UInt64: [String: String]] = [:]
    /// Source locations.
    var debugInfo = IRDebugInfo()
    /// Globals read so far.
    var globals: [String: IRGlobal] = [:]
    /// Functions with a body read so far.
    var functions: [String: IRFunction] = [:]
    /// Functions defined or declared so far.
    var signatures: [String: IRSignature] = [:]
    /// Names declared without a body.
    var declarations: Set<String> = []
    /// Function aliases and what they stand for.
    var aliases: [(name: String, target: String, offset: Int)] = []
    /// Uses of global names, looked up at the end of the text.
    var globalUses: [GlobalUse] = []
    /// Direct calls, compared with the callee's signature at the end of the text.
    var calls: [CallUse] = []
    /// Current nesting of types and constants.
    var depth = 0

    /// What is known of a struct type.
    enum NamedType: Sendable {
        /// Defined at an offset, not read yet.
        case unread(Int)
        /// Being read: meeting it again is a type that contains itself.
        case reading
        case read(SizedType)
    }

    /// One use of `@name`.
    struct GlobalUse: Sendable {
        let name: String
        let addressSpace: Int
        let offset: Int
    }

    /// One direct call.
    struct CallUse: Sendable {
        let callee: String
        let signature: IRSignature
        let offset: Int
    }

    /// A parser at the start of `text`.
    package init(_ text: String) {
        self.text = IRScanner(text)
    }

    /// Reads the whole text.
    package mutating func parseModule() throws(IRParseError) -> IRModule {
        try scanDefinitions()
        text.position = 0
        while true {
            text.skipSpace()
            if text.isAtEnd { break }
            try parseTopLevel()
        }
        try resolveAliases()
        try checkUses()
        return IRModule(globals: globals, functions: functions, declarations: declarations)
    }

    /// Reads what stands at the start of a top-level line.
    private mutating func parseTopLevel() throws(IRParseError) {
        switch text.byte {
        case UInt8(ascii: "@"): try parseGlobal()
        case UInt8(ascii: "!"), UInt8(ascii: "%"), UInt8(ascii: "$"): text.skipLine()
        default:
            let start = text.position
            switch text.word() {
            case "define": try parseDefinition(at: start)
            case "declare": try parseDeclaration()
            case "source_filename", "target", "attributes", "uselistorder", "uselistorder_bb": text.skipLine()
            case "module": throw text.failure("module-level inline assembly is not supported", at: start)
            case "":
                text.position = start
                throw text.expected("a definition")
            case let word: throw text.failure("unknown definition '\(word)'", at: start)
            }
        }
    }

    /// Runs one nesting level deeper.
    mutating func enter() throws(IRParseError) {
        depth += 1
        guard depth <= SizedType.depthLimit else {
            throw text.failure("types or constants nest deeper than \(SizedType.depthLimit) levels")
        }
    }
}

extension IRModule {
    /// Reads textual LLVM IR; throws with the line of what is malformed or not supported.
    package init(parsing text: String) throws(IRParseError) {
        var parser = IRParser(text)
        self = try parser.parseModule()
    }
}
