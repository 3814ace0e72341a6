extension IRParser {
    /// Reads `@name = … global|constant|alias …`.
    mutating func parseGlobal() throws(IRParseError) {
        let start = text.position
        text.position += 1
        guard let name = try text.name() else { throw text.expected("a name behind '@'") }
        try text.expect("=")
        var isExternal = false
        var addressSpace = 0
        while true {
            text.skipSpace()
            let wordStart = text.position
            switch text.word() {
            case "external", "extern_weak": isExternal = true
            case "addrspace":
                text.position = wordStart
                addressSpace = try parseAddressSpace()
            case "global", "constant":
                text.position = wordStart
                return try parseVariable(name, isExternal: isExternal, addressSpace: addressSpace, at: start)
            case "alias": return try parseAlias(name, at: start)
            case "ifunc": throw text.failure("'@\(name)' is an ifunc, which is not supported", at: start)
            case "thread_local": throw text.failure("'@\(name)' is thread-local, which is not supported", at: start)
            case "":
                text.position = wordStart
                throw text.expected("'global' or 'constant'")
            default:
                if text.byte == UInt8(ascii: "(") { try text.skipGroup() }
            }
        }
    }

    /// Reads a variable from its keyword on.
    private mutating func parseVariable(
        _ name: String, isExternal: Bool, addressSpace: Int, at start: Int
    ) throws(IRParseError) {
        let isConstant = text.takeWord("constant")
        if !isConstant { try text.expectWord("global") }
        let type = try parseType()
        guard type.isStorable else { throw text.failure("'@\(name)' has no type in memory", at: start) }
        let initializer = isExternal ? nil : try parseConstant(type)
        var alignment = type.alignment
        // Section, comdat, alignment and attributes up to the end of the line, in any order.
        while true {
            text.skipInlineSpace()
            switch text.byte {
            case UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "!"): text.position += 1
            case UInt8(ascii: "("): try text.skipGroup()
            case UInt8(ascii: "\""): _ = try text.quotedBytes()
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"):
                text.skipLine()
                return try add(
                    IRGlobal(
                        name: name, addressSpace: addressSpace, type: type, initializer: initializer,
                        alignment: alignment, isConstant: isConstant), at: start)
            default:
                if text.isAtEnd {
                    return try add(
                        IRGlobal(
                            name: name, addressSpace: addressSpace, type: type, initializer: initializer,
                            alignment: alignment, isConstant: isConstant), at: start)
                }
                if IRScanner.isDigit(text.byte) {
                    _ = try text.unsigned()
                } else if text.takeWord("align") {
                    alignment = try parseAlignment()
                } else if text.word().isEmpty {
                    throw text.expected("an attribute of '@\(name)'")
                }
            }
        }
    }

    /// Keeps a variable under its name.
    private mutating func add(_ global: IRGlobal, at start: Int) throws(IRParseError) {
        guard signatures[global.name] == nil, globals.updateValue(global, forKey: global.name) == nil else {
            throw text.failure("'@\(global.name)' is defined twice", at: start)
        }
    }

    /// Reads a power of two behind `align`.
    mutating func parseAlignment() throws(IRParseError) -> Int {
        text.skipSpace()
        let start = text.position
        let parenthesized = text.take("(")
        let alignment = try text.count(upTo: 1 << 32)
        if parenthesized { try text.expect(")") }
        guard alignment > 0, alignment & (alignment - 1) == 0 else {
            throw text.failure("the alignment \(alignment) is not a power of two", at: start)
        }
        return alignment
    }

    /// Reads `T, ptr @target` behind `alias`; only functions may be aliased.
    private mutating func parseAlias(_ name: String, at start: Int) throws(IRParseError) {
        _ = try parseType()
        guard text.peek("(") else {
            throw text.failure("'@\(name)' is an alias of a variable, which is not supported", at: start)
        }
        try text.skipGroup()
        try text.expect(",")
        let target = try parseTypedConstant()
        guard case .global(let function) = target.value else {
            throw text.failure("'@\(name)' is an alias of an expression, which is not supported", at: start)
        }
        aliases.append((name, function, start))
        text.skipLine()
    }

    /// Gives each alias a copy of its function.
    mutating func resolveAliases() throws(IRParseError) {
        for alias in aliases {
            guard let target = functions[alias.target], let signature = signatures[alias.target] else {
                throw text.failure("'@\(alias.name)' is an alias of no defined function", at: alias.offset)
            }
            guard globals[alias.name] == nil, signatures.updateValue(signature, forKey: alias.name) == nil else {
                throw text.failure("'@\(alias.name)' is defined twice", at: alias.offset)
            }
            functions[alias.name] = target.renamed(alias.name)
        }
    }

    /// Checks every use of a global name against what the module defines.
    func checkUses() throws(IRParseError) {
        for use in globalUses {
            let known: Bool
            if let global = globals[use.name] {
                known = global.addressSpace == use.addressSpace
            } else {
                known = signatures[use.name] != nil && use.addressSpace == 0
            }
            guard known else {
                throw text.failure(
                    "'@\(use.name)' is not defined in address space \(use.addressSpace)", at: use.offset)
            }
        }
        for call in calls {
            guard let callee = signatures[call.callee] else {
                throw text.failure("the function '@\(call.callee)' is not declared", at: call.offset)
            }
            let given = call.signature.parameters
            let fits =
                callee.isVariadic
                ? given.starts(with: callee.parameters) : given == callee.parameters
            guard fits, call.signature.returnType == callee.returnType else {
                throw text.failure("a call does not have the signature of '@\(call.callee)'", at: call.offset)
            }
        }
    }
}
