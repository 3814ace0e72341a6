extension IRParser {
    /// Reads a type and a value of it.
    mutating func parseOperand(_ body: inout IRBody) throws(IRParseError) -> IROperand {
        let type = try parseType()
        return try parseValue(type, &body)
    }

    /// Reads a value of `type`: a local or a constant.
    mutating func parseValue(_ type: IRType, _ body: inout IRBody) throws(IRParseError) -> IROperand {
        text.skipSpace()
        let start = text.position
        guard type.isStorable else { throw text.failure("no value has the type '\(type.spelling)'", at: start) }
        guard text.byte == UInt8(ascii: "%") else {
            return IROperand(type: type, kind: .constant(try parseConstant(type)))
        }
        text.position += 1
        guard let name = try text.name() else { throw text.expected("a name behind '%'") }
        guard case .value(let value)? = body.locals[Self.localName(name)] else {
            throw text.failure("the value '%\(name)' is not defined", at: start)
        }
        if let known = body.valueTypes[value] {
            guard known == type else {
                throw text.failure(
                    "'%\(name)' of type '\(known.spelling)' is used as '\(type.spelling)'", at: start)
            }
        } else {
            body.pendingUses.append(IRBody.PendingUse(value: value, type: type, offset: start))
        }
        return IROperand(type: type, kind: .value(ValueID(value)))
    }

    /// Reads `label %name`.
    mutating func parseLabelOperand(_ body: IRBody) throws(IRParseError) -> BlockID {
        try text.expectWord("label")
        return try parseBlockName(body)
    }

    /// Reads `%name` of a block.
    mutating func parseBlockName(_ body: IRBody) throws(IRParseError) -> BlockID {
        try text.expect("%")
        let start = text.position
        guard let name = try text.name() else { throw text.expected("a block name") }
        guard case .block(let block)? = body.locals[Self.localName(name)] else {
            throw text.failure("the block '%\(name)' is not defined", at: start)
        }
        return BlockID(block)
    }

    /// The fast-math flag of that spelling; nil for other words.
    static func fastMathFlag(_ word: String) -> IRFastMath? {
        switch word {
        case "contract": .contract
        case "reassoc": .reassociate
        case "nnan": .noNaNs
        case "ninf": .noInfinities
        case "afn": .approximate
        case "arcp": .reciprocal
        case "nsz": .noSignedZeros
        case "fast":
            [.contract, .reassociate, .noNaNs, .noInfinities, .approximate, .reciprocal, .noSignedZeros]
        default: nil
        }
    }

    /// Reads flags such as `nuw`, `inbounds` and `contract`; keeps the fast-math ones.
    mutating func parseFlags() -> IRFastMath {
        var flags: IRFastMath = []
        while true {
            text.skipSpace()
            let start = text.position
            let word = text.word()
            if let flag = Self.fastMathFlag(word) {
                flags.formUnion(flag)
                continue
            }
            switch word {
            case "nuw", "nsw", "exact", "disjoint", "nneg", "inbounds", "nusw", "samesign": continue
            default:
                text.position = start
                return flags
            }
        }
    }
}
