extension IRParser {
    /// Reads the words in front of a type: anything that cannot start a type.
    mutating func parseQualifiers() throws(IRParseError) -> IRQualifiers {
        var qualifiers = IRQualifiers()
        while true {
            text.skipSpace()
            let start = text.position
            if text.byte == UInt8(ascii: "\"") {
                var ignored: [String: String] = [:]
                try parseAttribute(into: &ignored)
                continue
            }
            let word = text.word()
            if word.isEmpty || Self.endsQualifiers(word) {
                text.position = start
                return qualifiers
            }
            if let flag = Self.fastMathFlag(word) { qualifiers.fastMath.formUnion(flag) }
            switch word {
            case "byval":
                try text.expect("(")
                qualifiers.byValue = try parseType()
                try text.expect(")")
            case "align" where text.byte != UInt8(ascii: "("), "cc":
                let number = try text.count()
                if word == "cc" { qualifiers.words.insert("cc \(number)") } else { qualifiers.alignment = number }
            case "inalloca", "preallocated", "swiftself", "swifterror", "swiftasync":
                throw text.failure("the attribute '\(word)' is not supported", at: start)
            default:
                qualifiers.words.insert(word)
                if text.byte == UInt8(ascii: "(") { try text.skipGroup() }
            }
        }
    }

    /// Whether a keyword is the start of a type or of a value, not a qualifier.
    private static func endsQualifiers(_ word: String) -> Bool {
        switch word {
        case "void", "ptr", "half", "bfloat", "float", "double", "label", "metadata", "x86_fp80", "fp128", "ppc_fp128",
            "x86_amx", "token", "target", "asm", "null", "undef", "poison", "zeroinitializer", "true", "false", "none",
            "splat", "c", "getelementptr", "add", "sub", "xor", "blockaddress", "dso_local_equivalent", "no_cfi":
            true
        default: isIntegerTypeName(word) || IRCast(rawValue: word) != nil
        }
    }

    /// Reads a function's head from its linkage to the `)` behind its parameters.
    mutating func parseHead() throws(IRParseError) -> IRFunctionHead {
        let qualifiers = try parseQualifiers()
        let returnType = try parseType()
        text.skipSpace()
        guard text.take("@"), let name = try text.name() else { throw text.expected("a function name") }
        try text.expect("(")
        var parameters: [IRParameter] = []
        var names: [String?] = []
        var isVariadic = false
        if !text.take(")") {
            repeat {
                if text.takeBytes("...") || (text.peek(".") && text.takeBytes("...")) {
                    isVariadic = true
                    break
                }
                let type = try parseType()
                guard type.isStorable || type == .metadata else { throw text.expected("a parameter type") }
                let attributes = try parseQualifiers()
                parameters.append(
                    IRParameter(
                        type: type, byValue: attributes.byValue, isUnaliased: attributes.words.contains("noalias")))
                names.append(text.take("%") ? try text.name() : nil)
            } while text.take(",")
            try text.expect(")")
        }
        return IRFunctionHead(
            name: name, qualifiers: qualifiers, returnType: returnType, parameters: parameters, parameterNames: names,
            isVariadic: isVariadic)
    }

    /// Reads a `declare` line behind its keyword.
    mutating func parseDeclaration() throws(IRParseError) {
        let start = text.position
        // Clang writes `declare !dbg !5 void @f()` for declarations with debug information.
        while text.take("!") {
            _ = text.word()
            try text.expect("!")
            _ = try text.unsigned()
        }
        let head = try parseHead()
        text.skipLine()
        try define(head, at: start)
        declarations.insert(head.name)
    }

    /// Notes a function's signature under its name.
    mutating func define(_ head: IRFunctionHead, at offset: Int) throws(IRParseError) {
        guard globals[head.name] == nil, signatures.updateValue(head.signature, forKey: head.name) == nil else {
            throw text.failure("'@\(head.name)' is defined twice", at: offset)
        }
    }
}
