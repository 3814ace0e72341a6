extension IRParser {
    /// Reads one instruction behind `%result =`, with what is attached to it, into the open block.
    mutating func parseInstruction(result: Int?, _ body: inout IRBody) throws(IRParseError) {
        text.skipSpace()
        let start = text.position
        let word = text.word()
        guard !word.isEmpty else { throw text.expected("an instruction") }
        guard let (parsed, type) = try parseOperation(word, at: start, &body) else {
            _ = try parseAttachments()
            guard result == nil else { throw text.failure("'\(word)' here defines no value", at: start) }
            return
        }
        let (location, isNontemporal) = try parseAttachments()
        var operation = parsed
        if isNontemporal, case .load(let pointer, let alignment, let isAtomic, _) = parsed {
            operation = .load(pointer: pointer, alignment: alignment, atomic: isAtomic, nontemporal: true)
        }
        if let result {
            guard type.isStorable else { throw text.failure("'\(word)' here defines no value", at: start) }
            body.valueTypes[result] = type
        } else if type.isStorable {
            throw text.failure("the result of '\(word)' needs a name", at: start)
        }
        if case .phi = operation, let last = body.instructions.last {
            guard case .phi = last.operation else {
                throw text.failure("a phi stands behind another instruction of its block", at: start)
            }
        }
        body.instructions.append(
            IRInstruction(
                result: result.map { ValueID($0) }, type: type, operation: operation,
                position: location.flatMap { debugInfo.position(ofLocation: $0) }))
        guard operation.isTerminator else { return }
        body.blocks.append(
            IRBlock(name: body.blockNames[body.blocks.count], instructions: body.instructions))
        body.instructions.removeAll()
        body.isOpen = false
    }

    /// Reads `, !kind !N` and `, !kind !{…}` behind an instruction; returns the `!dbg` node and whether `!nontemporal` is
    /// among them.
    private mutating func parseAttachments() throws(IRParseError) -> (location: UInt64?, isNontemporal: Bool) {
        var (location, isNontemporal): (UInt64?, Bool) = (nil, false)
        while text.take(",") {
            try text.expect("!")
            let kind = text.word()
            guard !kind.isEmpty else { throw text.expected("a metadata kind") }
            try text.expect("!")
            if text.peekDigit() {
                let node = try text.unsigned()
                if kind == "dbg" { location = node }
                isNontemporal = isNontemporal || kind == "nontemporal"
            } else {
                _ = text.word()
                try text.skipGroup()
            }
        }
        return (location, isNontemporal)
    }

    /// Reads what stands behind an instruction's name; nil for a call that only carries debug information.
    private mutating func parseOperation(
        _ word: String, at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType)? {
        switch word {
        case "load": return try parseLoad(&body)
        case "store": return try parseStore(&body)
        case "getelementptr": return try parseElementPointer(&body)
        case "call", "tail", "musttail", "notail":
            if word != "call" { try text.expectWord("call") }
            return try parseCall(&body)
        case "br", "switch", "ret", "unreachable": return try parseTerminator(word, at: start, &body)
        case "phi": return try parsePhi(&body)
        case "alloca": return try parseAlloca()
        case "icmp", "fcmp": return try parseComparison(word, at: start, &body)
        case "fneg":
            let flags = parseFlags()
            let operand = try parseOperand(&body)
            guard operand.type.scalar.isFloatingPoint else { throw invalid(word, operand.type, at: start) }
            return (.negate(operand, flags), operand.type)
        case "freeze":
            let operand = try parseOperand(&body)
            return (.freeze(operand), operand.type)
        case "select": return try parseSelect(at: start, &body)
        case "extractelement", "insertelement", "shufflevector": return try parseVectorOperation(word, at: start, &body)
        case "extractvalue", "insertvalue": return try parseAggregateOperation(word, at: start, &body)
        case "atomicrmw": return try parseAtomicUpdate(at: start, &body)
        case "cmpxchg": return try parseCompareExchange(at: start, &body)
        case "fence":
            try parseOrdering()
            return (.fence, .void)
        case "invoke", "indirectbr", "callbr", "resume", "catchswitch", "catchret", "cleanupret", "landingpad",
            "catchpad", "cleanuppad", "va_arg":
            throw text.failure("the instruction '\(word)' is not supported", at: start)
        default: return try parseArithmetic(word, at: start, &body)
        }
    }

    /// Reads a binary operation or a cast.
    private mutating func parseArithmetic(
        _ word: String, at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        if let binary = IRBinary(rawValue: word) {
            var ahead = text
            let hasNoCommonBits = word == "or" && ahead.word() == "disjoint"
            let flags = parseFlags()
            let left = try parseOperand(&body)
            try text.expect(",")
            let right = try parseValue(left.type, &body)
            // An or of values without a common bit is an addition: the optimiser writes base | 1 for unrolled loops.
            if hasNoCommonBits { return (.binary(.add, left, right, flags), left.type) }
            let scalar = left.type.scalar
            guard binary.isFloatingPoint ? scalar.isFloatingPoint : scalar.isInteger else {
                throw invalid(word, left.type, at: start)
            }
            return (.binary(binary, left, right, flags), left.type)
        }
        guard let cast = IRCast(rawValue: word) else {
            throw text.failure("unknown instruction '\(word)'", at: start)
        }
        _ = parseFlags()
        let operand = try parseOperand(&body)
        try text.expectWord("to")
        let type = try parseType()
        try checkCast(cast, from: operand.type, to: type, at: start)
        return (.cast(cast, operand), type)
    }

    /// Reads an integer or floating-point comparison.
    private mutating func parseComparison(
        _ word: String, at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        _ = parseFlags()
        let predicate = text.word()
        let left = try parseOperand(&body)
        try text.expect(",")
        let right = try parseValue(left.type, &body)
        let scalar = left.type.scalar
        let type = left.type.shaped(.bool)
        if word == "icmp", let predicate = IRIntegerPredicate(rawValue: predicate) {
            guard scalar.isInteger || scalar.isPointer else { throw invalid(word, left.type, at: start) }
            return (.compareInteger(predicate, left, right), type)
        }
        guard word == "fcmp", let predicate = IRFloatPredicate(rawValue: predicate) else {
            throw text.failure("unknown predicate '\(predicate)' of '\(word)'", at: start)
        }
        guard scalar.isFloatingPoint else { throw invalid(word, left.type, at: start) }
        return (.compareFloat(predicate, left, right), type)
    }

    /// Reads `select`.
    private mutating func parseSelect(
        at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        _ = parseFlags()
        let condition = try parseOperand(&body)
        try text.expect(",")
        let ifTrue = try parseOperand(&body)
        try text.expect(",")
        let ifFalse = try parseOperand(&body)
        guard ifTrue.type == ifFalse.type,
            condition.type == .bool || condition.type == ifTrue.type.shaped(.bool)
        else { throw text.failure("the operands of 'select' do not fit together", at: start) }
        return (.select(condition: condition, ifTrue: ifTrue, ifFalse: ifFalse), ifTrue.type)
    }

    /// The error for an operation on a type it does not work on.
    func invalid(_ word: String, _ type: IRType, at offset: Int) -> IRParseError {
        text.failure("'\(word)' does not work on the type '\(type.spelling)'", at: offset)
    }
}
