extension IRParser {
    /// Largest stack allocation in bytes.
    private static let allocaLimit = 1 << 31

    /// Reads `alloca T, i32 N, align A, addrspace(S)`.
    mutating func parseAlloca() throws(IRParseError) -> (IROperation, IRType) {
        text.skipSpace()
        let start = text.position
        if text.takeWord("inalloca") { throw text.failure("'inalloca' is not supported", at: start) }
        let sized = try parseSizedType()
        guard sized.type.isStorable else { throw invalid("alloca", sized.type, at: start) }
        var count = 1
        var alignment = sized.type.alignment
        var space = 0
        while text.takeListComma() {
            if text.takeWord("align") {
                alignment = try parseAlignment()
                continue
            }
            if text.peek("a") {
                space = try parseAddressSpace()
                continue
            }
            let offset = text.position
            let constant = text.peek("i") ? try parseAllocaCount() : nil
            guard let constant, constant <= UInt64(Self.allocaLimit) else {
                throw text.failure("a stack allocation of variable or huge size is not supported", at: offset)
            }
            count = Int(constant)
        }
        let (bytes, overflow) = sized.type.byteSize.multipliedReportingOverflow(by: count)
        guard !overflow, bytes <= Self.allocaLimit else {
            throw text.failure("a stack allocation is larger than \(Self.allocaLimit) bytes", at: start)
        }
        return (.alloca(type: sized.type, count: count, alignment: alignment), .pointer(addressSpace: space))
    }

    /// Reads the constant element count of an `alloca`; nil if it is not constant.
    private mutating func parseAllocaCount() throws(IRParseError) -> UInt64? {
        let type = try parseType()
        guard text.peekDigit(), case .integer(let count) = try parseConstant(type) else { return nil }
        return count
    }

    /// Reads `load [atomic] [volatile] T, ptr p [ordering], align A`.
    mutating func parseLoad(_ body: inout IRBody) throws(IRParseError) -> (IROperation, IRType) {
        let isAtomic = parseAccessWords()
        text.skipSpace()
        let start = text.position
        let type = try parseType()
        guard type.isStorable else { throw invalid("load", type, at: start) }
        try text.expect(",")
        let pointer = try parsePointer("load", &body)
        try parseOrdering()
        let alignment = try parseTrailingAlignment() ?? type.alignment
        return (.load(pointer: pointer, alignment: alignment, atomic: isAtomic), type)
    }

    /// Reads `store [atomic] [volatile] T v, ptr p [ordering], align A`.
    mutating func parseStore(_ body: inout IRBody) throws(IRParseError) -> (IROperation, IRType) {
        let isAtomic = parseAccessWords()
        let value = try parseOperand(&body)
        try text.expect(",")
        let pointer = try parsePointer("store", &body)
        try parseOrdering()
        let alignment = try parseTrailingAlignment() ?? value.type.alignment
        return (.store(value: value, pointer: pointer, alignment: alignment, atomic: isAtomic), .void)
    }

    /// Reads `atomic` and `volatile`; tells whether the access is atomic.
    private mutating func parseAccessWords() -> Bool {
        var found = false
        while true {
            if text.takeWord("atomic") { found = true } else if !text.takeWord("volatile") { return found }
        }
    }

    /// Reads an operand that must be a single pointer.
    private mutating func parsePointer(_ word: String, _ body: inout IRBody) throws(IRParseError) -> IROperand {
        text.skipSpace()
        let start = text.position
        let pointer = try parseOperand(&body)
        guard pointer.type.isPointer else { throw invalid(word, pointer.type, at: start) }
        return pointer
    }

    /// Reads `syncscope("…")` and memory orderings, on this line only.
    mutating func parseOrdering() throws(IRParseError) {
        while true {
            text.skipInlineSpace()
            guard text.byte >= UInt8(ascii: "a"), text.byte <= UInt8(ascii: "z") else { return }
            let start = text.position
            switch text.word() {
            case "syncscope":
                text.skipSpace()
                guard text.byte == UInt8(ascii: "(") else { throw text.expected("'('") }
                try text.skipGroup()
            case "unordered", "monotonic", "acquire", "release", "acq_rel", "seq_cst": break
            case let word: throw text.failure("unknown memory ordering '\(word)'", at: start)
            }
        }
    }

    /// Reads `, align N` if it is next.
    private mutating func parseTrailingAlignment() throws(IRParseError) -> Int? {
        guard text.takeListComma() else { return nil }
        try text.expectWord("align")
        return try parseAlignment()
    }

    /// Reads `atomicrmw [volatile] op ptr p, T v ordering, align A`.
    mutating func parseAtomicUpdate(
        at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        _ = text.takeWord("volatile")
        let word = text.word()
        guard let operation = IRAtomicOperation(rawValue: word) else {
            throw text.failure("the atomic operation '\(word)' is not supported", at: start)
        }
        let pointer = try parsePointer("atomicrmw", &body)
        try text.expect(",")
        let value = try parseOperand(&body)
        try parseOrdering()
        _ = try parseTrailingAlignment()
        let fits =
            switch operation {
            case .fadd, .fsub, .fmax, .fmin: value.type.scalar.isFloatingPoint
            case .xchg: value.type.isInteger || value.type.isFloatingPoint || value.type.isPointer
            default: value.type.isInteger
            }
        guard fits else { throw invalid("atomicrmw \(word)", value.type, at: start) }
        return (.atomicUpdate(operation, pointer: pointer, value: value), value.type)
    }

    /// Reads `cmpxchg [weak] [volatile] ptr p, T expected, T replacement orderings, align A`.
    mutating func parseCompareExchange(
        at start: Int, _ body: inout IRBody
    ) throws(IRParseError) -> (IROperation, IRType) {
        _ = text.takeWord("weak")
        _ = text.takeWord("volatile")
        let pointer = try parsePointer("cmpxchg", &body)
        try text.expect(",")
        let expected = try parseOperand(&body)
        try text.expect(",")
        let replacement = try parseOperand(&body)
        try parseOrdering()
        _ = try parseTrailingAlignment()
        guard expected.type == replacement.type, expected.type.isInteger || expected.type.isPointer else {
            throw invalid("cmpxchg", expected.type, at: start)
        }
        return (
            .compareExchange(pointer: pointer, expected: expected, replacement: replacement),
            .structure(fields: [expected.type, .bool], packed: false)
        )
    }
}
