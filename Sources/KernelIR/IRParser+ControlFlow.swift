extension IRParser {
    /// Reads a branch, switch, return or `unreachable`.
    mutating func parseTerminator(
        _ word: String, at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        switch word {
        case "br":
            text.skipSpace()
            if text.byte == UInt8(ascii: "l") { return (.branch(try parseLabelOperand(body)), .void) }
            let condition = try parseOperand(&body)
            guard condition.type == .bool else { throw invalid(word, condition.type, at: start) }
            try text.expect(",")
            let ifTrue = try parseLabelOperand(body)
            try text.expect(",")
            return (
                .conditionalBranch(condition, ifTrue: ifTrue, ifFalse: try parseLabelOperand(body)), .void
            )
        case "switch": return (try parseSwitch(at: start, &body), .void)
        case "ret":
            let type = try parseType()
            guard type == body.head.returnType else {
                throw text.failure("'ret' does not have the return type of '@\(body.head.name)'", at: start)
            }
            return (.returnValue(type == .void ? nil : try parseValue(type, &body)), .void)
        default: return (.unreachable, .void)
        }
    }

    /// Reads a `switch` with its cases.
    private mutating func parseSwitch(at start: Int, _ body: inout IRBody) throws(IRParseError) -> IROperation {
        let value = try parseOperand(&body)
        guard value.type.isInteger else { throw invalid("switch", value.type, at: start) }
        try text.expect(",")
        let fallback = try parseLabelOperand(body)
        try text.expect("[")
        var cases: [(value: UInt64, target: BlockID)] = []
        while !text.take("]") {
            let constant = try parseTypedConstant()
            guard constant.type == value.type, case .integer(let bits) = constant.value else {
                throw text.failure("a case of 'switch' is not a number of its type")
            }
            try text.expect(",")
            cases.append((bits, try parseLabelOperand(body)))
        }
        return .switchBranch(value, default: fallback, cases: cases)
    }

    /// Reads `phi T [ value, %block ], …`.
    mutating func parsePhi(_ body: inout IRBody) throws(IRParseError) -> (IROperation, IRType) {
        _ = parseFlags()
        let type = try parseType()
        var incoming: [(value: IROperand, from: BlockID)] = []
        repeat {
            try text.expect("[")
            let value = try parseValue(type, &body)
            try text.expect(",")
            incoming.append((value, try parseBlockName(body)))
            try text.expect("]")
        } while text.takeListComma()
        return (.phi(incoming), type)
    }
}
