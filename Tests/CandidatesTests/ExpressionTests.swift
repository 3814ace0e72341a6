import Candidates
import Testing

@Suite("Integer expressions")
struct ExpressionTests {
    @Test(
        "have the value that C gives them",
        arguments: [
            ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 / 2", 3), ("-7 / 2", -3), ("-7 % 3", -1), ("10 - 4 - 3", 3),
            ("- -5", 5), ("!0", 1), ("!7", 0), ("3 < 4", 1), ("4 <= 3", 0), ("1 == 1 != 0", 1), ("2 > 1 && 0", 0),
            ("0 || 5", 1), ("0 && 1 / 0", 0), ("1 || 1 / 0", 1), ("1 ? 2 : 1 / 0", 2), ("0 ? 1 : 0 ? 2 : 3", 3),
            ("min(4, -2)", -2), ("max(A, B)", 30), ("ceildiv(7, 2)", 4), ("ceildiv(-7, 2)", -3), ("ceildiv(8, 2)", 4),
            ("A*B%7", 300 % 7), ("0x10 + 1", 17), ("max(1, 2) * min(3, 4) + A", 16), (" A\n+ B ", 40),
        ])
    func value(text: String, expected: Int) throws {
        #expect(try Expression(parsing: text).evaluate(["A": 10, "B": 30]) == expected)
    }

    @Test(
        "that are malformed are refused at the column of the mistake",
        arguments: [
            ("", 1, "expression ends too early in ''"),
            ("1 +", 4, "expression ends too early in '1 +'"),
            ("1 2", 3, "unexpected '2' in '1 2'"),
            ("(1 + 2", 7, "expected ')' for the '(' at column 1 in '(1 + 2'"),
            ("pow(1, 2)", 1, "unknown function 'pow' (there are min, max, ceildiv and sqrt) in 'pow(1, 2)'"),
            ("min(1)", 6, "'min' takes 2 arguments in 'min(1)'"),
            ("min(1, 2, 3)", 9, "'min' takes 2 arguments in 'min(1, 2, 3)'"),
            ("1 ? 2", 6, "expected ':' of '?:' in '1 ? 2'"),
            ("A & B", 3, "unexpected '&' in 'A & B'"),
            ("99999999999999999999", 1, "number '99999999999999999999' does not fit 64 bits in '99999999999999999999'"),
            ("3x", 1, "bad number '3x' in '3x'"),
            ("é + 1", 1, "unexpected 'é' in 'é + 1'"),
        ])
    func malformed(text: String, column: Int, message: String) {
        let error = #expect(throws: ExpressionError.self) { try Expression(parsing: text) }
        #expect(error?.column == column)
        #expect(error?.description == message)
    }

    @Test(
        "without a value say why and name themselves",
        arguments: [
            ("BIG * 2", "'BIG * 2' overflows 64 bits"), ("0 - BIG - 2", "'0 - BIG - 2' overflows 64 bits"),
            ("(0 - BIG - 1) / -1", "'(0 - BIG - 1) / -1' overflows 64 bits"),
            ("(0 - BIG - 1) % -1", "'(0 - BIG - 1) % -1' overflows 64 bits"),
            ("-(0 - BIG - 1)", "'-(0 - BIG - 1)' overflows 64 bits"),
            ("1 % 0", "division by zero in '1 % 0'"), ("ceildiv(1, 0)", "division by zero in 'ceildiv(1, 0)'"),
            ("BIGG", "unknown name 'BIGG' in 'BIGG'"), ("1.5 * 2", "'1.5 * 2' is not an integer expression"),
        ])
    func noValue(text: String, message: String) throws {
        let expression = try Expression(parsing: text)
        let error = #expect(throws: ExpressionError.self) { try expression.evaluate(["BIG": .max]) }
        #expect(error?.description == message)
    }

    @Test("suggest a known name for an unknown one")
    func suggestion() throws {
        let expression = try Expression(parsing: "4 * KV_TIL")
        let error = #expect(throws: ExpressionError.self) { try expression.evaluate(["KV_TILE": 3, "TG": 1]) }
        #expect(error?.hint == "did you mean 'KV_TILE'?")
        #expect(error?.column == 5)
    }

    @Test("list their names once, in order of appearance")
    func names() throws {
        #expect(try Expression(parsing: "B + A * B + min(C, A)").names == ["B", "A", "C"])
        #expect(try Expression(parsing: "(TG)").bareName == "TG")
        #expect(try Expression(parsing: "TG + 1").bareName == nil)
    }

    @Test("divide as real numbers when evaluated as floats")
    func floats() throws {
        let scale = try Expression(parsing: "1 / sqrt(head_dim) + eps * 0.5e-1")
        #expect(scale.hasDecimals)
        #expect(try scale.evaluateFloat(integers: ["head_dim": 64], floats: ["eps": 1]) == 0.125 + 0.05)
        let bad = try Expression(parsing: "sqrt(0 - 1)")
        let error = #expect(throws: ExpressionError.self) { try bad.evaluateFloat(integers: [:], floats: [:]) }
        #expect(error?.description == "'sqrt(0 - 1)' has no finite value")
    }

    @Test(
        "nested or grown without bound are refused, not crashed on",
        arguments: [
            String(repeating: "(", count: 2000), String(repeating: "-", count: 2000) + "1",
            String(repeating: "1?", count: 1000), String(repeating: "min(", count: 500),
            String(repeating: "1+", count: 5000) + "1",
        ])
    func deep(text: String) {
        #expect(throws: ExpressionError.self) { try Expression(parsing: text) }
    }

    @Test("keep long chains that are not nested")
    func chain() throws {
        #expect(try Expression(parsing: String(repeating: "1+", count: 1000) + "1").evaluate([:]) == 1001)
    }

    @Test("agree with a direct evaluation on random trees", arguments: 0..<20)
    func random(seed: Int) throws {
        var random = TestRandom(seed: UInt64(seed))
        for _ in 0..<200 {
            let tree = randomTree(depth: 5, &random)
            let expression = try Expression(parsing: tree.text)
            #expect((try? expression.evaluate(["a": 3, "b": -7])) == tree.value, "\(tree.text)")
        }
    }

    @Test("survive any sequence of tokens", arguments: 0..<20)
    func fuzz(seed: Int) {
        var random = TestRandom(seed: UInt64(seed) &+ 1000)
        let tokens = [
            "a", "1", "(", ")", "+", "-", "*", "/", "%", "<", "=", "==", "!", "&&", "||", "?", ":", ",", "min",
            "ceildiv(", "1.5", "0x", " ", "é", "\u{301}", "9223372036854775807",
        ]
        for _ in 0..<500 {
            let text = (0..<random.below(14)).map { _ in tokens[random.below(tokens.count)] }.joined()
            guard let expression = try? Expression(parsing: text) else { continue }
            _ = try? expression.evaluate(["a": Int.min])
            _ = try? expression.evaluateFloat(integers: ["a": .min], floats: [:])
        }
    }

    /// A fully parenthesised text with the value computed beside it; nil where it has none.
    private func randomTree(depth: Int, _ random: inout TestRandom) -> (text: String, value: Int?) {
        if depth == 0 || random.below(5) == 0 {
            switch random.below(3) {
            case 0: return ("a", 3)
            case 1: return ("b", -7)
            default:
                let value = random.below(12)
                return (String(value), value)
            }
        }
        let left = randomTree(depth: depth - 1, &random)
        let right = randomTree(depth: depth - 1, &random)
        func both(_ apply: (Int, Int) -> Int?) -> Int? {
            guard let first = left.value, let second = right.value else { return nil }
            return apply(first, second)
        }
        switch random.below(7) {
        case 0: return ("(\(left.text) + \(right.text))", both(+))
        case 1: return ("(\(left.text) - \(right.text))", both(-))
        case 2:
            return (
                "(\(left.text) * \(right.text))",
                both { $0.multipliedReportingOverflow(by: $1).overflow ? nil : $0 * $1 }
            )
        case 3: return ("(\(left.text) / \(right.text))", both { $1 == 0 ? nil : $0 / $1 })
        case 4: return ("(\(left.text) < \(right.text))", both { $0 < $1 ? 1 : 0 })
        case 5: return ("min(\(left.text), \(right.text))", both { min($0, $1) })
        default: return ("(\(left.text) >= \(right.text))", both { $0 >= $1 ? 1 : 0 })
        }
    }
}
