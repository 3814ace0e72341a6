extension IRParser {
    /// Reads `extractelement`, `insertelement` or `shufflevector`.
    mutating func parseVectorOperation(
        _ word: String, at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        let vector = try parseOperand(&body)
        guard case .vector(_, let element) = vector.type else { throw invalid(word, vector.type, at: start) }
        try text.expect(",")
        let second = try parseOperand(&body)
        switch word {
        case "extractelement":
            guard second.type.isInteger else { throw invalid(word, second.type, at: start) }
            return (.extractElement(vector: vector, index: second), element)
        case "insertelement":
            try text.expect(",")
            let index = try parseOperand(&body)
            guard second.type == element, index.type.isInteger else { throw invalid(word, second.type, at: start) }
            return (.insertElement(vector: vector, value: second, index: index), vector.type)
        default:
            guard second.type == vector.type else { throw invalid(word, second.type, at: start) }
            try text.expect(",")
            let mask = try parseShuffleMask(sources: 2 * vector.type.lanes)
            return (
                .shuffleVector(vector, second, mask: mask), .vector(count: mask.count, element: element)
            )
        }
    }

    /// Reads the mask of `shufflevector`, whose entries are below `sources`.
    private mutating func parseShuffleMask(sources: Int) throws(IRParseError) -> [Int?] {
        let start = text.position
        let constant = try parseTypedConstant()
        guard case .vector(let count, .integer) = constant.type else {
            throw invalid("shufflevector", constant.type, at: start)
        }
        switch constant.value {
        case .zero: return Array(repeating: 0, count: count)
        case .undef, .poison: return Array(repeating: nil, count: count)
        case .aggregate(let entries):
            var mask: [Int?] = []
            for entry in entries {
                switch entry.value {
                case .integer(let value) where value < UInt64(sources): mask.append(Int(value))
                case .undef, .poison: mask.append(nil)
                default: throw text.failure("an entry of a 'shufflevector' mask selects no element", at: start)
                }
            }
            return mask
        default: throw text.failure("the mask of 'shufflevector' is not a list", at: start)
        }
    }

    /// Reads `extractvalue` or `insertvalue`.
    mutating func parseAggregateOperation(
        _ word: String, at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        let aggregate = try parseOperand(&body)
        var value: IROperand?
        if word == "insertvalue" {
            try text.expect(",")
            value = try parseOperand(&body)
        }
        var indices: [Int] = []
        var current = aggregate.type
        while text.takeListComma() {
            let index = try text.count()
            guard let next = current.member(index) else {
                throw text.failure("an index of '\(word)' selects no member", at: start)
            }
            indices.append(index)
            current = next
        }
        guard !indices.isEmpty else { throw text.expected("','") }
        guard let value else { return (.extractValue(aggregate, indices: indices), current) }
        guard value.type == current else { throw invalid(word, value.type, at: start) }
        return (.insertValue(aggregate, value: value, indices: indices), aggregate.type)
    }
}
