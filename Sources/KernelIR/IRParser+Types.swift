extension IRParser {
    /// Reads a type.
    mutating func parseType() throws(IRParseError) -> IRType { try parseSizedType().type }

    /// Reads a type with its bounds.
    mutating func parseSizedType() throws(IRParseError) -> SizedType {
        text.skipSpace()
        let start = text.position
        switch text.byte {
        case UInt8(ascii: "%"):
            text.position += 1
            guard let name = try text.name() else { throw text.expected("a type name") }
            return try namedType(name, at: start)
        case UInt8(ascii: "{"):
            text.position += 1
            return try parseFields(packed: false, at: start)
        case UInt8(ascii: "["):
            text.position += 1
            return try parseArray(at: start)
        case UInt8(ascii: "<"):
            text.position += 1
            guard text.take("{") else { return try parseVector(at: start) }
            let type = try parseFields(packed: true, at: start)
            try text.expect(">")
            return type
        default:
            let word = text.word()
            if word == "ptr" { return SizedType(scalar: .pointer(addressSpace: try parseAddressSpace())) }
            if let type = try scalarType(word, at: start) { return SizedType(scalar: type) }
            text.position = start
            throw text.expected("a type")
        }
    }

    /// Reads `addrspace(N)` if it is next, else 0.
    mutating func parseAddressSpace() throws(IRParseError) -> Int {
        guard text.takeWord("addrspace") else { return 0 }
        try text.expect("(")
        let space = try text.count(upTo: 1 << 24)
        try text.expect(")")
        return space
    }

    /// The scalar type of that spelling; nil if it is no type at all.
    private func scalarType(_ word: String, at start: Int) throws(IRParseError) -> IRType? {
        switch word {
        case "void": return .void
        case "half": return .half
        case "bfloat": return .bfloat
        case "float": return .float
        case "double": return .double
        case "label": return .label
        case "metadata": return .metadata
        case "x86_fp80", "fp128", "ppc_fp128", "x86_amx", "token", "target", "opaque":
            throw text.failure("the type '\(word)' is not supported", at: start)
        default:
            guard Self.isIntegerTypeName(word) else { return nil }
            guard let bits = Int(word.dropFirst()), bits >= 1, bits <= 4096 else {
                throw text.failure("the integer type '\(word)' is not between i1 and i4096", at: start)
            }
            return .integer(bits: bits)
        }
    }

    /// Whether `word` is `i` followed by digits.
    static func isIntegerTypeName(_ word: String) -> Bool {
        let bytes = word.utf8
        return bytes.count > 1 && bytes.first == UInt8(ascii: "i") && bytes.dropFirst().allSatisfy(IRScanner.isDigit)
    }

    /// Reads `N x T]`.
    private mutating func parseArray(at start: Int) throws(IRParseError) -> SizedType {
        let count = try text.count(upTo: SizedType.byteLimit)
        try text.expectWord("x")
        try enter()
        let element = try parseSizedType()
        depth -= 1
        try text.expect("]")
        let type = IRType.array(count: count, element: element.type)
        guard element.type.isStorable, let sized = SizedType(aggregate: type, of: [element], count: count) else {
            throw text.failure("an array type has no elements in memory or is too large", at: start)
        }
        return sized
    }

    /// Reads `N x T>`.
    private mutating func parseVector(at start: Int) throws(IRParseError) -> SizedType {
        if text.takeWord("vscale") { throw text.failure("scalable vectors are not supported", at: start) }
        let count = try text.count(upTo: SizedType.vectorLimit)
        try text.expectWord("x")
        let element = try parseSizedType()
        try text.expect(">")
        guard count > 0, element.type.bitWidth > 0 else {
            throw text.failure("a vector needs at least one integer, floating-point or pointer element", at: start)
        }
        let type = IRType.vector(count: count, element: element.type)
        guard let sized = SizedType(aggregate: type, of: [element], count: count * max(1, element.type.bitWidth / 64))
        else { throw text.failure("a vector type is too large", at: start) }
        return sized
    }

    /// Reads the fields of a struct behind its `{`.
    private mutating func parseFields(packed: Bool, at start: Int) throws(IRParseError) -> SizedType {
        var fields: [SizedType] = []
        if !text.take("}") {
            try enter()
            repeat {
                let field = try parseSizedType()
                guard field.type.isStorable else {
                    throw text.failure("a struct field has no representation in memory")
                }
                fields.append(field)
            } while text.take(",")
            depth -= 1
            try text.expect("}")
        }
        let type = IRType.structure(fields: fields.map(\.type), packed: packed)
        guard let sized = SizedType(aggregate: type, of: fields) else {
            throw text.failure("a struct type is too large", at: start)
        }
        return sized
    }

    /// The struct type called `name`, read where it is defined on first use.
    private mutating func namedType(_ name: String, at start: Int) throws(IRParseError) -> SizedType {
        switch namedTypes[name] {
        case .read(let type): return type
        case nil: throw text.failure("the type '%\(name)' is not defined", at: start)
        case .reading: throw text.failure("the type '%\(name)' contains itself", at: start)
        case .unread(let offset):
            let resume = text.position
            text.position = offset
            if text.takeWord("opaque") { throw text.failure("the type '%\(name)' is opaque", at: start) }
            namedTypes[name] = .reading
            try enter()
            let type = try parseSizedType()
            depth -= 1
            namedTypes[name] = .read(type)
            text.position = resume
            return type
        }
    }
}
