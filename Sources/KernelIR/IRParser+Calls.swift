extension IRParser {
    /// Reads a call behind `call`; nil if it only carries debug information.
    mutating func parseCall(_ body: inout IRBody) throws(IRParseError) -> (IROperation, IRType)? {
        _ = try parseQualifiers()
        _ = try parseAddressSpace()
        text.skipSpace()
        let start = text.position
        let type = try parseType()
        guard type.isStorable || type == .void else { throw invalid("call", type, at: start) }
        text.skipSpace()
        // A variadic callee is preceded by its whole type.
        if text.byte == UInt8(ascii: "(") { try text.skipGroup() }
        if text.takeWord("asm") { return (try parseAssembly(&body), type) }
        guard text.take("@") else {
            throw text.failure("a call through a pointer is not supported", at: start)
        }
        guard let callee = try text.name() else { throw text.expected("a function name") }
        if callee.hasPrefix("llvm.dbg.") {
            text.skipSpace()
            guard text.byte == UInt8(ascii: "(") else { throw text.expected("'('") }
            try text.skipGroup()
            try skipCallSuffix()
            return nil
        }
        let arguments = try parseArguments(&body)
        try skipCallSuffix()
        calls.append(
            CallUse(
                callee: callee,
                signature: IRSignature(
                    returnType: type, parameters: arguments.map(\.type), isVariadic: false), offset: start))
        return (.call(callee: callee, arguments: arguments), type)
    }

    /// Reads `sideeffect "text", "constraints"(arguments)` behind `asm`.
    private mutating func parseAssembly(_ body: inout IRBody) throws(IRParseError) -> IROperation {
        while text.takeWord("sideeffect") || text.takeWord("alignstack") || text.takeWord("inteldialect")
            || text.takeWord("unwind")
        {}
        let template = String(decoding: try text.quotedBytes(), as: UTF8.self)
        try text.expect(",")
        let constraints = String(decoding: try text.quotedBytes(), as: UTF8.self)
        let arguments = try parseArguments(&body)
        try skipCallSuffix()
        return .inlineAssembly(text: template, constraints: constraints, arguments: arguments)
    }

    /// Reads `(T attributes value, …)`; metadata arguments become `undef`.
    private mutating func parseArguments(_ body: inout IRBody) throws(IRParseError) -> [IROperand] {
        try text.expect("(")
        var arguments: [IROperand] = []
        if text.take(")") { return arguments }
        repeat {
            let type = try parseType()
            if type == .metadata {
                try skipMetadataValue()
                arguments.append(IROperand(type: type, kind: .constant(.undef)))
            } else {
                let alignment = try parseQualifiers().alignment
                let value = try parseValue(type, &body)
                arguments.append(IROperand(type: value.type, kind: value.kind, alignment: alignment ?? 1))
            }
        } while text.take(",")
        try text.expect(")")
        return arguments
    }

    /// Moves behind the value of a metadata argument: `!5`, `!"text"`, `!{…}`, `!DIExpression(…)` or `T value`.
    private mutating func skipMetadataValue() throws(IRParseError) {
        while true {
            text.skipSpace()
            switch text.byte {
            case UInt8(ascii: ","), UInt8(ascii: ")"): return
            case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): try text.skipGroup()
            case UInt8(ascii: "\""): _ = try text.quotedBytes()
            default:
                guard !text.isAtEnd else { throw text.expected("')'") }
                text.position += 1
            }
        }
    }

    /// Moves past attributes and operand bundles behind a call's arguments, which end with the line or at a comma.
    private mutating func skipCallSuffix() throws(IRParseError) {
        while true {
            text.skipInlineSpace()
            switch text.byte {
            case UInt8(ascii: "#"):
                text.position += 1
                _ = try text.unsigned()
            case UInt8(ascii: "["): try text.skipGroup()
            case UInt8(ascii: "\""), UInt8(ascii: "a")...UInt8(ascii: "z"):
                var ignored: [String: String] = [:]
                try parseAttribute(into: &ignored)
            default: return
            }
        }
    }
}
