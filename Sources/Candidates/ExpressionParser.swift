extension Expression {
    /// Reads `text`; an error carries the column of the first mistake.
    package init(parsing text: String) throws(ExpressionError) {
        var parser = ExpressionParser(text)
        try parser.parseAll()
        self.text = text
        self.names = parser.names
        self.hasDecimals = parser.hasDecimals
        self.program = parser.program
        self.columns = parser.columns
    }
}

/// Lowers the text of an expression to the postfix program of `Expression`, by precedence climbing.
struct ExpressionParser {
    /// The text, so that columns count characters.
    private let characters: [Character]
    /// The text whole, for messages.
    private let text: String
    /// Index of the next character.
    private var position = 0
    /// Names in order of first appearance.
    private(set) var names: [String] = []
    /// Whether anything read only makes sense for floats.
    private(set) var hasDecimals = false
    /// The program so far.
    private(set) var program: [Expression.Step] = []
    /// 1-based column of each step.
    private(set) var columns: [Int] = []

    /// A parser at the start of `text`.
    init(_ text: String) {
        self.text = text
        characters = Array(text)
    }

    /// Reads the whole text as one expression.
    mutating func parseAll() throws(ExpressionError) {
        guard characters.count <= Expression.maximumLength else {
            throw failure("more than \(Expression.maximumLength) characters", at: Expression.maximumLength)
        }
        try parseConditional(depth: 0)
        skipSpace()
        guard position == characters.count else {
            throw failure("unexpected '\(characters[position])'", at: position)
        }
    }

    /// `a ? b : c` or anything tighter.
    private mutating func parseConditional(depth: Int) throws(ExpressionError) {
        try check(depth)
        try parseBinary(from: 0, depth: depth)
        skipSpace()
        guard accept("?") else { return }
        let toElse = emit(.jumpIfZero(0))
        try parseConditional(depth: depth + 1)
        skipSpace()
        guard accept(":") else { throw failure("expected ':' of '?:'", at: position) }
        let toEnd = emit(.jump(0))
        program[toElse] = .jumpIfZero(program.count)
        try parseConditional(depth: depth + 1)
        program[toEnd] = .jump(program.count)
    }

    /// What a binary operator's spelling does.
    private enum Operation {
        case and
        case or
        case strict(Expression.BinaryOperator)
    }

    /// The operators by level, loosest first; within a level longer spellings first.
    private static let levels: [[(spelling: String, operation: Operation)]] = [
        [("||", .or)],
        [("&&", .and)],
        [("==", .strict(.equal)), ("!=", .strict(.notEqual))],
        [
            ("<=", .strict(.lessOrEqual)), (">=", .strict(.greaterOrEqual)), ("<", .strict(.less)),
            (">", .strict(.greater)),
        ],
        [("+", .strict(.add)), ("-", .strict(.subtract))],
        [("*", .strict(.multiply)), ("/", .strict(.divide)), ("%", .strict(.remainder))],
    ]

    /// Left-associative chains of the operators of `level` and tighter.
    private mutating func parseBinary(from level: Int, depth: Int) throws(ExpressionError) {
        guard level < Self.levels.count else { return try parseUnary(depth: depth) }
        try parseBinary(from: level + 1, depth: depth)
        while true {
            skipSpace()
            let start = position
            guard let found = Self.levels[level].first(where: { accept($0.spelling) }) else { return }
            switch found.operation {
            case .strict(let operation):
                try parseBinary(from: level + 1, depth: depth)
                emit(.binary(operation), at: start)
            case .and:
                let toFalse = emit(.jumpIfZero(0))
                try parseBinary(from: level + 1, depth: depth)
                emit(.unary(.isNonzero), at: start)
                let toEnd = emit(.jump(0))
                program[toFalse] = .jumpIfZero(program.count)
                emit(.integer(0))
                program[toEnd] = .jump(program.count)
            case .or:
                let toRight = emit(.jumpIfZero(0))
                emit(.integer(1))
                let toEnd = emit(.jump(0))
                program[toRight] = .jumpIfZero(program.count)
                try parseBinary(from: level + 1, depth: depth)
                emit(.unary(.isNonzero), at: start)
                program[toEnd] = .jump(program.count)
            }
        }
    }

    /// `-a`, `!a`, or an atom.
    private mutating func parseUnary(depth: Int) throws(ExpressionError) {
        try check(depth)
        skipSpace()
        let start = position
        if accept("-") {
            try parseUnary(depth: depth + 1)
            emit(.unary(.negate), at: start)
        } else if accept("!") {
            try parseUnary(depth: depth + 1)
            emit(.unary(.not), at: start)
        } else {
            try parseAtom(depth: depth)
        }
    }

    /// A number, a name, a call, or parentheses.
    private mutating func parseAtom(depth: Int) throws(ExpressionError) {
        guard position < characters.count else { throw failure("expression ends too early", at: position) }
        let start = position
        let first = characters[position]
        if accept("(") {
            try parseConditional(depth: depth + 1)
            try expectClosing(of: start)
        } else if first.isDigit {
            try parseNumber()
        } else if first.startsIdentifier {
            let name = takeWhile { $0.continuesIdentifier }
            skipSpace()
            if position < characters.count, characters[position] == "(" {
                try parseCall(name, at: start, depth: depth)
            } else {
                let index = names.firstIndex(of: name) ?? names.count
                if index == names.count { names.append(name) }
                emit(.name(index), at: start)
            }
        } else {
            throw failure("unexpected '\(first)'", at: start)
        }
    }

    /// The parenthesised arguments of the function `name`.
    private mutating func parseCall(_ name: String, at start: Int, depth: Int) throws(ExpressionError) {
        let step: Expression.Step
        let count: Int
        switch name {
        case "min": (step, count) = (.binary(.minimum), 2)
        case "max": (step, count) = (.binary(.maximum), 2)
        case "ceildiv": (step, count) = (.binary(.ceilingDivide), 2)
        case "sqrt": (step, count) = (.unary(.squareRoot), 1)
        default:
            throw failure("unknown function '\(name)' (there are min, max, ceildiv and sqrt)", at: start)
        }
        let opening = position
        _ = accept("(")
        for argument in 0..<count {
            if argument > 0 {
                skipSpace()
                guard accept(",") else { throw failure("'\(name)' takes \(count) arguments", at: position) }
            }
            try parseConditional(depth: depth + 1)
        }
        skipSpace()
        if position < characters.count, characters[position] == "," {
            throw failure("'\(name)' takes \(count) argument\(count == 1 ? "" : "s")", at: position)
        }
        try expectClosing(of: opening)
        if name == "sqrt" { hasDecimals = true }
        emit(step, at: start)
    }

    /// A decimal or hexadecimal integer, or a decimal number with `.` or exponent.
    private mutating func parseNumber() throws(ExpressionError) {
        let start = position
        if characters[position] == "0", position + 1 < characters.count, "xX".contains(characters[position + 1]) {
            position += 2
            let digits = takeWhile { $0.continuesIdentifier }
            guard let value = Int(digits, radix: 16) else { throw failure("bad number '0x\(digits)'", at: start) }
            emit(.integer(value), at: start)
            return
        }
        var spelling = takeWhile { $0.continuesIdentifier || $0 == "." }
        if spelling.last == "e" || spelling.last == "E", position < characters.count,
            "+-".contains(characters[position])
        {
            spelling.append(characters[position])
            position += 1
            spelling += takeWhile(\.isDigit)
        }
        if let value = Int(spelling) {
            emit(.integer(value), at: start)
        } else if spelling.allSatisfy(\.isDigit) {
            throw failure("number '\(spelling)' does not fit 64 bits", at: start)
        } else if let value = Double(spelling), value.isFinite, spelling.allSatisfy({ "0123456789.eE+-".contains($0) })
        {
            hasDecimals = true
            emit(.decimal(value), at: start)
        } else {
            throw failure("bad number '\(spelling)'", at: start)
        }
    }

    /// The `)` that closes the parenthesis at `opening`.
    private mutating func expectClosing(of opening: Int) throws(ExpressionError) {
        skipSpace()
        guard accept(")") else {
            throw failure("expected ')' for the '(' at column \(opening + 1)", at: position)
        }
    }

    /// Refuses nesting that would need a deep stack.
    private func check(_ depth: Int) throws(ExpressionError) {
        guard depth <= Expression.maximumDepth else {
            throw failure("nested deeper than \(Expression.maximumDepth)", at: position)
        }
    }

    /// Appends a step; without a place it takes the current one. Returns its index.
    @discardableResult
    private mutating func emit(_ step: Expression.Step, at place: Int? = nil) -> Int {
        program.append(step)
        columns.append((place ?? position) + 1)
        return program.count - 1
    }

    /// Consumes `spelling` if it is next.
    private mutating func accept(_ spelling: String) -> Bool {
        guard characters[position...].starts(with: spelling) else { return false }
        position += spelling.count
        return true
    }

    /// Consumes characters while `condition` holds.
    private mutating func takeWhile(_ condition: (Character) -> Bool) -> String {
        let start = position
        while position < characters.count, condition(characters[position]) { position += 1 }
        return String(characters[start..<position])
    }

    /// Moves past spaces and line ends.
    private mutating func skipSpace() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    /// A syntax error at an index of `characters`.
    private func failure(_ message: String, at index: Int) -> ExpressionError {
        ExpressionError(kind: .syntax(message), expression: text, column: index + 1)
    }
}
