import Diagnostics
import StrictYAML
import Testing

@Suite("YAML that would exhaust the reader")
struct YAMLLimitTests {
    /// Nine levels of nine aliases each.
    private static var bomb: String {
        var lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let aliases = Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ")
            lines.append("l\(level): &l\(level) [\(aliases)]")
        }
        return lines.joined(separator: "\n")
    }

    @Test("an alias bomb is refused after a bounded number of values")
    func aliasBomb() {
        #expect(
            findings(Self.bomb) == [
                """
                a.yaml:1:10: error: the document has more than 50000 values once its aliases are expanded
                  1 | l0: &l0 [x, x, x, x, x, x, x, x, x]
                    |          ^
                """
            ])
    }

    @Test(
        "an alias bomb used as a key is refused before it is hashed",
        arguments: ["*l9 : 1", "? *l9\n: 1", "{[*l9]: 1}"])
    func aliasBombAsKey(use: String) {
        #expect(
            findings(Self.bomb + "\nlast:\n  - \(use.split(separator: "\n").joined(separator: "\n    "))\n") == [
                """
                a.yaml:1:1: error: aliases and collections cannot be keys in a file with this many aliases
                  1 | l0: &l0 [x, x, x, x, x, x, x, x, x]
                    | ^
                    = use plain texts as keys
                """
            ])
    }

    @Test("deep nesting is refused", arguments: [100, 100_000])
    func depth(levels: Int) {
        let flow = findings(String(repeating: "[", count: levels))
        #expect(flow.count == 1 && flow[0].contains("error: "))
        let block = findings(String(repeating: "- ", count: levels))
        #expect(block.count == 1 && block[0].contains("error: "))
    }

    @Test("a text past the size limit is refused")
    func size() {
        let text = "a: " + String(repeating: "b", count: 100)
        #expect(
            findings(text, limits: YAMLLimits(bytes: 50)) == [
                """
                a.yaml:1:1: error: the YAML text has 103 bytes; the limit is 50
                  1 | \(text)
                    | ^
                """
            ])
    }

    @Test("nesting up to the limit is read, one more is not")
    func exactDepth() {
        func nested(_ levels: Int) -> [String] {
            findings(
                String(repeating: "[", count: levels) + String(repeating: "]", count: levels),
                limits: YAMLLimits(depth: 5))
        }
        #expect(nested(5) == [])
        #expect(
            nested(6) == [
                """
                a.yaml:1:6: error: lists and mappings are nested more than 5 levels deep
                  1 | [[[[[[]]]]]]
                    |      ^
                """
            ])
    }
}
