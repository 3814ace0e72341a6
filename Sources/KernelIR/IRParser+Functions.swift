extension IRParser {
    /// Words behind a function's parameters that bring what a GPU has not.
    private static let refusedFunctionWords: [StaticString] = ["personality", "prefix", "prologue", "gc"]

    /// Reads a function with its body, behind `define`.
    mutating func parseDefinition(at start: Int) throws(IRParseError) {
        let head = try parseHead()
        try define(head, at: start)
        guard !head.isVariadic else {
            throw text.failure("'@\(head.name)' is variadic, which is not supported", at: start)
        }
        var attributes: [String: String] = [:]
        var subprogram: UInt64?
        while !text.take("{") {
            switch text.byte {
            case UInt8(ascii: "#"):
                text.position += 1
                attributes.merge(attributeGroups[try text.unsigned()] ?? [:]) { _, new in new }
            case UInt8(ascii: "!"):
                text.position += 1
                let kind = text.word()
                try text.expect("!")
                let node = try text.unsigned()
                if kind == "dbg" { subprogram = node }
            case UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try text.unsigned()
            default:
                let offset = text.position
                let refused = Self.refusedFunctionWords.first { text.takeWord($0) }
                if let refused {
                    let hint = refused.description == "personality" ? " (compile with -fno-exceptions)" : ""
                    throw text.failure("'\(refused)' on a function is not supported\(hint)", at: offset)
                }
                try parseAttribute(into: &attributes)
            }
        }
        var body = IRBody(head: head)
        try scanBody(&body)
        while !text.take("}") {
            guard !text.isAtEnd else { throw text.failure("the body of '@\(head.name)' is not closed", at: start) }
            try parseLine(&body)
        }
        try finish(&body)
        let words = head.qualifiers.words
        functions[head.name] = IRFunction(
            name: head.name, returnType: head.returnType, parameters: head.parameters, blocks: body.blocks,
            valueCount: body.valueTypes.count, isKernel: words.contains("ptx_kernel") || words.contains("cc 71"),
            position: subprogram.flatMap { debugInfo.position(ofSubprogram: $0) }, attributes: attributes)
    }

    /// Gives numbers to the parameters, and to every value and block that a line of the body starts with; the cursor
    /// comes back to the body's start.
    private mutating func scanBody(_ body: inout IRBody) throws(IRParseError) {
        let start = text.position
        defer { text.position = start }
        var unnamed: UInt64 = 0
        for (parameter, name) in zip(body.head.parameters, body.head.parameterNames) {
            let local: IRBody.LocalName
            if let name {
                local = Self.localName(name)
                if case .number(let number) = local { unnamed = max(unnamed, number &+ 1) }
            } else {
                local = .number(unnamed)
                unnamed += 1
            }
            try note(local, .value(body.valueTypes.count), in: &body)
            body.valueTypes.append(parameter.type)
        }
        text.skipSpace()
        if try takeLabel() == nil {
            try note(.number(unnamed), .block(0), in: &body)
            body.blockNames.append(String(unnamed))
        } else {
            text.position = start
        }
        while true {
            text.skipSpace()
            switch text.byte {
            case UInt8(ascii: "}"): return
            case UInt8(ascii: "%"):
                text.position += 1
                guard let name = try text.name() else { throw text.expected("a name behind '%'") }
                try note(Self.localName(name), .value(body.valueTypes.count), in: &body)
                body.valueTypes.append(nil)
            default:
                if text.isAtEnd { return }
                if let name = try takeLabel() {
                    try note(Self.localName(name), .block(body.blockNames.count), in: &body)
                    body.blockNames.append(name)
                    continue
                }
            }
            text.skipLine()
        }
    }

    /// Keeps what a local name stands for.
    private func note(
        _ name: IRBody.LocalName, _ local: IRBody.Local, in body: inout IRBody
    ) throws(IRParseError) {
        guard body.locals.updateValue(local, forKey: name) == nil else {
            throw text.failure("a local name is defined twice")
        }
    }

    /// Local names of digits only are numbers, whether or not they are quoted in the text.
    static func localName(_ name: String) -> IRBody.LocalName {
        if let first = name.utf8.first, IRScanner.isDigit(first), let number = UInt64(name) { return .number(number) }
        return .text(name)
    }

    /// Reads `name:` if it is next; else the cursor stays.
    private mutating func takeLabel() throws(IRParseError) -> String? {
        let start = text.position
        if let name = try text.name(), text.byte == UInt8(ascii: ":") {
            text.position += 1
            return name
        }
        text.position = start
        return nil
    }

    /// Reads a label, an instruction or a debug record.
    private mutating func parseLine(_ body: inout IRBody) throws(IRParseError) {
        let start = text.position
        if text.byte == UInt8(ascii: "#") { return text.skipLine() }
        if body.isOpen == false {
            if let name = try takeLabel() {
                guard case .block(body.blocks.count)? = body.locals[Self.localName(name)] else {
                    throw text.failure("the label '\(name)' does not start its line", at: start)
                }
            } else if !body.blocks.isEmpty {
                throw text.expected("a label")
            }
            body.isOpen = true
            body.blockOffsets.append(start)
            return
        }
        var result: Int?
        if text.take("%") {
            guard let name = try text.name() else { throw text.expected("a name behind '%'") }
            guard case .value(let value)? = body.locals[Self.localName(name)], body.valueTypes[value] == nil else {
                throw text.failure("'%\(name)' is not defined at the start of a line, or twice", at: start)
            }
            result = value
            try text.expect("=")
        }
        try parseInstruction(result: result, &body)
    }

    /// Checks what could not be checked before the whole body was known.
    private func finish(_ body: inout IRBody) throws(IRParseError) {
        guard !body.isOpen, body.blocks.count == body.blockNames.count, !body.blocks.isEmpty else {
            throw text.failure("a block of '@\(body.head.name)' does not end in a terminator")
        }
        guard !body.valueTypes.contains(nil) else {
            throw text.failure("'@\(body.head.name)' has a value without a definition")
        }
        for use in body.pendingUses where body.valueTypes[use.value] != use.type {
            throw text.failure(
                "a value of type '\(body.valueTypes[use.value]?.spelling ?? "")' is used as '\(use.type.spelling)'",
                at: use.offset)
        }
        try checkIncoming(body)
    }

    /// Checks that each phi has one value for each predecessor of its block and for nothing else.
    private func checkIncoming(_ body: IRBody) throws(IRParseError) {
        var predecessors = Array(repeating: Set<Int>(), count: body.blocks.count)
        for (index, block) in body.blocks.enumerated() {
            for target in block.successors { predecessors[target.index].insert(index) }
        }
        guard predecessors[0].isEmpty else {
            throw text.failure("the entry block of '@\(body.head.name)' is a branch target", at: body.blockOffsets[0])
        }
        for (index, block) in body.blocks.enumerated() {
            for instruction in block.instructions {
                guard case .phi(let incoming) = instruction.operation else { break }
                let sources = Set(incoming.map(\.from.index))
                guard sources == predecessors[index] else {
                    throw text.failure(
                        "a phi does not list the predecessors of its block", at: body.blockOffsets[index])
                }
            }
        }
    }
}
