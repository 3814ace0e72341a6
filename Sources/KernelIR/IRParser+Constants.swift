extension IRParser {
    /// Reads a type and a constant of it.
    mutating func parseTypedConstant() throws(IRParseError) -> TypedConstant {
        let type = try parseType()
        return TypedConstant(type: type, value: try parseConstant(type))
    }

    /// Reads a constant of `type`.
    mutating func parseConstant(_ type: IRType) throws(IRParseError) -> IRConstant {
        text.skipSpace()
        let start = text.position
        try enter()
        defer { depth -= 1 }
        switch text.byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            return try parseNumber(type)
        case UInt8(ascii: "@"):
            text.position += 1
            guard let name = try text.name() else { throw text.expected("a name behind '@'") }
            guard let space = type.addressSpace else { throw mismatch("'@\(name)'", type, at: start) }
            globalUses.append(GlobalUse(name: name, addressSpace: space, offset: start))
            return .global(name)
        case UInt8(ascii: "["):
            text.position += 1
            return try parseElements(type, close: "]", at: start)
        case UInt8(ascii: "{"):
            text.position += 1
            return try parseElements(type, close: "}", at: start)
        case UInt8(ascii: "<"):
            text.position += 1
            guard text.take("{") else { return try parseElements(type, close: ">", at: start) }
            let value = try parseElements(type, close: "}", at: start)
            try text.expect(">")
            return value
        default:
            return try parseConstantWord(type, at: start)
        }
    }

    /// The error for a constant that does not have the type it stands beside.
    func mismatch(_ what: String, _ type: IRType, at offset: Int) -> IRParseError {
        text.failure("\(what) is not a constant of type '\(type.spelling)'", at: offset)
    }

    /// Reads a constant that starts with a keyword.
    private mutating func parseConstantWord(_ type: IRType, at start: Int) throws(IRParseError) -> IRConstant {
        let word = text.word()
        switch word {
        case "true", "false":
            guard type == .bool else { throw mismatch("'\(word)'", type, at: start) }
            return .integer(word == "true" ? 1 : 0)
        case "null":
            guard type.isPointer else { throw mismatch("'null'", type, at: start) }
            return .null
        case "undef": return .undef
        case "poison": return .poison
        case "zeroinitializer": return .zero
        case "c":
            let bytes = try text.quotedBytes()
            guard type == .array(count: bytes.count, element: .integer(bits: 8)) else {
                throw mismatch("a string of \(bytes.count) bytes", type, at: start)
            }
            return .bytes(bytes)
        case "splat":
            guard case .vector(let count, _) = type else { throw mismatch("'splat'", type, at: start) }
            try text.expect("(")
            let element = try parseTypedConstant()
            try text.expect(")")
            guard element.type == type.scalar else { throw mismatch("'splat'", type, at: start) }
            return .aggregate(Array(repeating: element, count: count))
        case "getelementptr": return try parseConstantElementPointer(type, at: start)
        case "add", "sub", "xor": return try parseConstantBinary(word, type, at: start)
        default:
            if let cast = IRCast(rawValue: word) { return try parseConstantCast(cast, type, at: start) }
            text.position = start
            throw word.isEmpty
                ? text.expected("a constant") : text.failure("the constant '\(word)' is not supported", at: start)
        }
    }

    /// Reads the elements of an aggregate constant up to its closing bracket.
    private mutating func parseElements(
        _ type: IRType, close: Unicode.Scalar, at start: Int
    ) throws(IRParseError) -> IRConstant {
        var elements: [TypedConstant] = []
        if !text.take(close) {
            repeat { elements.append(try parseTypedConstant()) } while text.take(",")
            try text.expect(close)
        }
        let matches =
            switch (type, close) {
            case (.vector(let count, let element), ">"), (.array(let count, let element), "]"):
                elements.count == count && elements.allSatisfy { $0.type == element }
            case (.structure(let fields, _), "}"): elements.map(\.type) == fields
            default: false
            }
        guard matches else { throw mismatch("a list of \(elements.count) elements", type, at: start) }
        return .aggregate(elements)
    }

    /// Reads `(constant to T)` behind a cast's name.
    private mutating func parseConstantCast(
        _ cast: IRCast, _ type: IRType, at start: Int
    ) throws(IRParseError) -> IRConstant {
        _ = parseFlags()
        try text.expect("(")
        let source = try parseTypedConstant()
        try text.expectWord("to")
        let target = try parseType()
        try text.expect(")")
        guard target == type else { throw mismatch("'\(cast.rawValue)'", type, at: start) }
        try checkCast(cast, from: source.type, to: target, at: start)
        return .cast(cast, source)
    }

    /// Reads `(T a, T b)` behind the name of an operation.
    private mutating func parseConstantBinary(
        _ word: String, _ type: IRType, at start: Int
    ) throws(IRParseError) -> IRConstant {
        _ = parseFlags()
        try text.expect("(")
        let left = try parseTypedConstant()
        try text.expect(",")
        let right = try parseTypedConstant()
        try text.expect(")")
        guard left.type == type, right.type == type, type.isInteger, let binary = IRBinary(rawValue: word) else {
            throw mismatch("'\(word)'", type, at: start)
        }
        return .binary(binary, left, right)
    }

    /// Reads `flags (T, ptr base, indices)` behind `getelementptr`.
    private mutating func parseConstantElementPointer(
        _ type: IRType, at start: Int
    ) throws(IRParseError) -> IRConstant {
        _ = parseFlags()
        if text.takeWord("inrange") {
            text.skipSpace()
            try text.skipGroup()
        }
        try text.expect("(")
        let element = try parseType()
        try text.expect(",")
        let base = try parseTypedConstant()
        var indices: [TypedConstant] = []
        while text.take(",") { indices.append(try parseTypedConstant()) }
        try text.expect(")")
        guard base.type == type, type.isPointer else { throw mismatch("'getelementptr'", type, at: start) }
        try checkIndexPath(
            element, indices.map { IROperand(type: $0.type, kind: .constant($0.value)) }, at: start)
        return .elementPointer(base: base, element: element, indices: indices)
    }
}
