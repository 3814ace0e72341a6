extension IRParser {
    /// Reads `getelementptr flags T, ptr base, indices`.
    mutating func parseElementPointer(_ body: inout IRBody) throws(IRParseError) -> (IROperation, IRType) {
        _ = parseFlags()
        text.skipSpace()
        let start = text.position
        let element = try parseType()
        try text.expect(",")
        let base = try parseOperand(&body)
        guard base.type.scalar.isPointer else { throw invalid("getelementptr", base.type, at: start) }
        var indices: [IROperand] = []
        var shape = base.type
        while text.takeListComma() {
            let index = try parseOperand(&body)
            if index.type.isVector {
                guard !shape.isVector || shape.lanes == index.type.lanes else {
                    throw text.failure("the vectors of 'getelementptr' differ in length", at: start)
                }
                shape = index.type
            }
            indices.append(index)
        }
        try checkIndexPath(element, indices, at: start)
        return (.elementPointer(base: base, element: element, indices: indices), shape.shaped(base.type.scalar))
    }

    /// Checks that indices lead through `element`: any integer steps over arrays, a constant one selects a field.
    func checkIndexPath(_ element: IRType, _ indices: [IROperand], at start: Int) throws(IRParseError) {
        guard element.isStorable else { throw invalid("getelementptr", element, at: start) }
        var current = element
        for (position, index) in indices.enumerated() {
            guard index.type.scalar.isInteger else { throw invalid("getelementptr", index.type, at: start) }
            guard index.type.scalar.bitWidth <= 64 else { throw invalid("getelementptr", index.type, at: start) }
            if position == 0 { continue }
            switch current {
            case .array(_, let next), .vector(_, let next): current = next
            case .structure(let fields, _):
                guard let field = Self.fieldIndex(index), fields.indices.contains(field) else {
                    throw text.failure("an index of 'getelementptr' selects no field", at: start)
                }
                current = fields[field]
            default: throw invalid("getelementptr", current, at: start)
            }
        }
    }

    /// The field number that a constant index stands for; nil if it is not constant.
    private static func fieldIndex(_ index: IROperand) -> Int? {
        guard !index.type.isVector, case .constant(let constant) = index.kind else { return nil }
        switch constant {
        case .integer(let value): return Int(exactly: value)
        case .zero: return 0
        default: return nil
        }
    }

    /// Checks the shapes and kinds of a cast's types.
    func checkCast(_ cast: IRCast, from source: IRType, to target: IRType, at start: Int) throws(IRParseError) {
        let (from, to) = (source.scalar, target.scalar)
        let sameShape = source.isVector == target.isVector && source.lanes == target.lanes
        let fits =
            switch cast {
            case .trunc: sameShape && from.isInteger && to.isInteger && to.bitWidth < from.bitWidth
            case .zext, .sext: sameShape && from.isInteger && to.isInteger && to.bitWidth > from.bitWidth
            case .fptrunc:
                sameShape && from.isFloatingPoint && to.isFloatingPoint && to.bitWidth < from.bitWidth
            case .fpext: sameShape && from.isFloatingPoint && to.isFloatingPoint && to.bitWidth > from.bitWidth
            case .fptoui, .fptosi: sameShape && from.isFloatingPoint && to.isInteger
            case .uitofp, .sitofp: sameShape && from.isInteger && to.isFloatingPoint
            case .ptrtoint: sameShape && from.isPointer && to.isInteger
            case .inttoptr: sameShape && from.isInteger && to.isPointer
            case .addrspacecast: sameShape && from.isPointer && to.isPointer
            case .bitcast:
                from.isPointer == to.isPointer && from.bitWidth > 0
                    && source.lanes * from.bitWidth == target.lanes * to.bitWidth
            }
        guard fits else {
            throw text.failure(
                "'\(cast.rawValue)' does not turn '\(source.spelling)' into '\(target.spelling)'", at: start)
        }
    }
}
