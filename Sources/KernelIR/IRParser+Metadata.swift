extension IRParser {
    /// Walks over line starts and reads what the text may use before it defines it: struct types, attribute groups,
    /// metadata nodes and the name of the source.
    mutating func scanDefinitions() throws(IRParseError) {
        while !text.isAtEnd {
            switch text.byte {
            case UInt8(ascii: "%"): try scanType()
            case UInt8(ascii: "!"): try scanMetadata()
            case UInt8(ascii: "a"):
                if text.takeBytes("attributes #") { try scanAttributeGroup() }
            case UInt8(ascii: "s"):
                if text.takeBytes("source_filename = ") {
                    debugInfo.sourceName = String(decoding: try text.quotedBytes(), as: UTF8.self)
                }
            default: break
            }
            text.skipLine()
        }
        debugInfo.finish()
    }

    /// Notes where `%name = type …` gives its type.
    private mutating func scanType() throws(IRParseError) {
        let start = text.position
        text.position += 1
        // Instructions may stand at the start of a line too.
        guard let name = try text.name(), text.take("="), text.takeWord("type") else { return }
        guard namedTypes.updateValue(.unread(text.position), forKey: name) == nil else {
            throw text.failure("the type '%\(name)' is defined twice", at: start)
        }
    }

    /// Reads the string attributes of a group behind `attributes #`.
    private mutating func scanAttributeGroup() throws(IRParseError) {
        let group = try text.unsigned()
        try text.expect("=")
        try text.expect("{")
        var found: [String: String] = [:]
        while !text.take("}") { try parseAttribute(into: &found) }
        attributeGroups[group] = found
    }

    /// Reads one attribute inside a group or behind a function's parameters; keeps it if it is a string attribute.
    mutating func parseAttribute(into found: inout [String: String]) throws(IRParseError) {
        if text.peek("\"") {
            let key = String(decoding: try text.quotedBytes(), as: UTF8.self)
            found[key] = text.take("=") ? String(decoding: try text.quotedBytes(), as: UTF8.self) : ""
            return
        }
        guard !text.word().isEmpty else { throw text.expected("an attribute") }
        if text.byte == UInt8(ascii: "(") {
            try text.skipGroup()
        } else if text.byte == UInt8(ascii: "=") {
            text.position += 1
            _ = try text.unsigned()
        }
    }

    /// Reads `!N = …` if the node matters for positions; the cursor stays on the line.
    private mutating func scanMetadata() throws(IRParseError) {
        text.position += 1
        guard IRScanner.isDigit(text.byte) else { return }
        let node = try text.unsigned()
        guard text.takeBytes(" = ") else { throw text.expected("' = '") }
        _ = text.takeBytes("distinct ")
        guard text.takeBytes("!DI") else { return }
        switch text.word() {
        case "Location":
            let fields = try parseFields()
            debugInfo.locations[node] = IRDebugInfo.Location(
                line: fields.line, column: fields.column, scope: fields.scope, inlinedAt: fields.inlinedAt)
        case "Subprogram", "LexicalBlock", "LexicalBlockFile":
            let fields = try parseFields()
            debugInfo.scopes[node] = IRDebugInfo.Scope(line: fields.line, file: fields.file, parent: fields.scope)
        case "File":
            debugInfo.files[node] = try parseFields().filename
        case "CompileUnit":
            if let file = try parseFields().file { debugInfo.unitFiles.insert(file) }
        default: break
        }
    }

    /// The fields of a debug-information node that matter for positions.
    private struct NodeFields {
        var line = 0
        var column = 0
        var scope: UInt64?
        var inlinedAt: UInt64?
        var file: UInt64?
        var filename = ""
    }

    /// Reads `(name: value, …)`.
    private mutating func parseFields() throws(IRParseError) -> NodeFields {
        var fields = NodeFields()
        try text.expect("(")
        if text.take(")") { return fields }
        repeat {
            let name = text.word()
            guard !name.isEmpty else { throw text.expected("a field name") }
            try text.expect(":")
            text.skipSpace()
            switch name {
            case "line": fields.line = try text.count()
            case "column": fields.column = try text.count()
            case "scope": fields.scope = try parseReference()
            case "inlinedAt": fields.inlinedAt = try parseReference()
            case "file": fields.file = try parseReference()
            case "filename": fields.filename = String(decoding: try text.quotedBytes(), as: UTF8.self)
            default: try skipFieldValue()
            }
        } while text.take(",")
        try text.expect(")")
        return fields
    }

    /// Reads `!N`; nil for `null`.
    private mutating func parseReference() throws(IRParseError) -> UInt64? {
        if text.takeWord("null") { return nil }
        try text.expect("!")
        return try text.unsigned()
    }

    /// Moves to the `,` or `)` behind a field's value.
    private mutating func skipFieldValue() throws(IRParseError) {
        while true {
            switch text.byte {
            case UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "\n"): return
            case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): try text.skipGroup()
            case UInt8(ascii: "\""): _ = try text.quotedBytes()
            default:
                guard !text.isAtEnd else { throw text.expected("')'") }
                text.position += 1
            }
        }
    }
}
