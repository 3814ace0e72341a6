/// Line tables of a module: metadata nodes by number, turned into positions in the user's own text.
struct IRDebugInfo: Sendable {
    /// Longest chain of scopes or of inlining that is followed.
    private static let chainLimit = 256

    /// A `!DILocation`.
    struct Location: Sendable {
        var line = 0
        var column = 0
        var scope: UInt64?
        var inlinedAt: UInt64?
    }

    /// A `!DISubprogram`, `!DILexicalBlock` or `!DILexicalBlockFile`.
    struct Scope: Sendable {
        var line = 0
        var file: UInt64?
        var parent: UInt64?
    }

    /// Locations by node number.
    var locations: [UInt64: Location] = [:]
    /// Scopes by node number.
    var scopes: [UInt64: Scope] = [:]
    /// Names of `!DIFile` nodes.
    var files: [UInt64: String] = [:]
    /// Files of compile units, by node number.
    var unitFiles: Set<UInt64> = []
    /// The module's `source_filename`.
    var sourceName = ""
    /// Names that mean the user's own text; set by `finish()`.
    private var ownNames: Set<String> = []
    /// Positions worked out so far.
    private var positions: [UInt64: SourcePosition] = [:]

    /// Fixes which files are the user's own text, once all nodes are known.
    mutating func finish() {
        ownNames = ["<stdin>", "-"]
        if !sourceName.isEmpty { ownNames.insert(sourceName) }
        for file in unitFiles {
            if let name = files[file] { ownNames.insert(name) }
        }
    }

    /// Where the code of location `node` comes from: the innermost inlining frame in the user's own text, else the
    /// innermost frame with its file. Nil if `node` is no location.
    mutating func position(ofLocation node: UInt64) -> SourcePosition? {
        if let known = positions[node] { return known }
        guard let innermost = locations[node] else { return nil }
        var frame = innermost
        var found: SourcePosition?
        for _ in 0..<Self.chainLimit {
            let file = fileName(ofScope: frame.scope)
            if ownNames.contains(file) || file.isEmpty {
                found = SourcePosition(line: frame.line, column: frame.column)
                break
            }
            guard let outer = frame.inlinedAt, let next = locations[outer] else { break }
            frame = next
        }
        let position =
            found
            ?? SourcePosition(
                file: fileName(ofScope: innermost.scope), line: innermost.line, column: innermost.column)
        positions[node] = position
        return position
    }

    /// Where the function of subprogram `node` starts; its column is not recorded and 0.
    func position(ofSubprogram node: UInt64) -> SourcePosition? {
        guard let scope = scopes[node] else { return nil }
        let file = fileName(ofScope: node)
        return SourcePosition(file: ownNames.contains(file) ? "" : file, line: scope.line, column: 0)
    }

    /// The file of a scope or of the nearest scope around it that names one; empty if none does.
    private func fileName(ofScope node: UInt64?) -> String {
        var node = node
        for _ in 0..<Self.chainLimit {
            guard let current = node, let scope = scopes[current] else { return "" }
            if let file = scope.file, let name = files[file] { return name }
            node = scope.parent
        }
        return ""
    }
}
