import Diagnostics
import StrictYAML
import Testing

@Suite("Reading YAML by shapes")
struct YAMLReaderTests {
    /// A flavour, to be chosen from.
    private enum Flavour: String, CaseIterable, Sendable {
        case sweet, sour
    }

    /// Reads one value under the key `key` and returns what is reported.
    private func reading<Value>(_ text: String, _ shape: YAMLShape<Value>) -> [String] {
        findings("key: \(text)\n") { _ = $0.mapping("a test", keys: ["key"])?.required("key", shape) }
            .map { $0.split(separator: "\n").filter { !$0.contains(" | ") }.joined(separator: "\n") }
    }

    @Test("wrong types are named with what was found")
    func wrongTypes() {
        #expect(
            reading("3", .string) == [
                "a.yaml:1:6: error: 'key' must be a text, not the whole number 3\n    = put it in quotes"
            ])
        #expect(reading("", .string) == ["a.yaml:1:5: error: 'key' must be a text, not nothing"])
        #expect(reading("''", .string) == ["a.yaml:1:6: error: 'key' must not be empty"])
        #expect(reading("[a]", .string) == ["a.yaml:1:6: error: 'key' must be a text, not a list"])
        #expect(
            reading("'3'", .integer) == [
                "a.yaml:1:6: error: 'key' must be a whole number, not the text '3'\n    = remove the quotes"
            ])
        #expect(reading("1.5", .integer) == ["a.yaml:1:6: error: 'key' must be a whole number, not the number 1.5"])
        #expect(reading("yes", .boolean) == ["a.yaml:1:6: error: 'key' must be true or false, not the text 'yes'"])
        #expect(reading(".inf", .number) == ["a.yaml:1:6: error: 'key' must be a finite number, not the number .inf"])
        #expect(
            reading("a b", .name) == [
                "a.yaml:1:6: error: 'key' must be a name, not 'a b'\n    = a name has lower-case letters, digits and hyphens"
            ])
        #expect(reading("{a: 1}", .list(of: .string)) == ["a.yaml:1:6: error: 'key' must be a list, not a mapping"])
        #expect(
            reading("a", .map(of: .string)) == [
                "a.yaml:1:6: error: 'key' must be a mapping of keys to values, not the text 'a'"
            ])
    }

    @Test("ranges, counts and choices say what would be right")
    func ranges() {
        #expect(reading("0", .integer(1...8)) == ["a.yaml:1:6: error: 'key' must be between 1 and 8, not 0"])
        #expect(reading("0", .integer(1...(.max))) == ["a.yaml:1:6: error: 'key' must be at least 1, not 0"])
        #expect(reading("2.5", .number(0...2)) == ["a.yaml:1:6: error: 'key' must be between 0 and 2, not 2.5"])
        #expect(
            reading("-1", .number(0...(.greatestFiniteMagnitude))) == [
                "a.yaml:1:6: error: 'key' must be at least 0, not -1"
            ])
        #expect(
            reading("[1]", .list(of: .integer, count: 3...3)) == ["a.yaml:1:6: error: 'key' must have 3 items, not 1"])
        #expect(
            reading("swete", YAMLShape<Flavour>.choice) == [
                "a.yaml:1:6: error: 'key' must be one of 'sweet', 'sour', not 'swete'\n    = did you mean 'sweet'?"
            ])
    }

    @Test("wrong items are all reported, each by its number")
    func items() {
        #expect(
            reading("[1, a, 2, b]", .list(of: .integer)) == [
                "a.yaml:1:10: error: item 2 of 'key' must be a whole number, not the text 'a'",
                "a.yaml:1:16: error: item 4 of 'key' must be a whole number, not the text 'b'",
            ])
    }

    @Test("unknown keys get the nearest known one, or all of them")
    func unknownKeys() {
        let found = findings("modle: a\nzzz: b\n") { _ = $0.mapping("an agent", keys: ["model", "role"]) }
        #expect(
            found == [
                """
                a.yaml:1:1: error: unknown key 'modle' in an agent
                  1 | modle: a
                    | ^
                    = did you mean 'model'?
                """,
                """
                a.yaml:2:1: error: unknown key 'zzz' in an agent
                  2 | zzz: b
                    | ^
                    = known keys: model, role
                """,
            ])
    }

    @Test("read throws everything at once in text order")
    func throwsAll() {
        let error = #expect(throws: DiagnosticError.self) {
            try YAMLReader.read("b: x\nextra: 1\n", file: "a.yaml") { root -> Int? in
                let map = root.mapping("a thing", keys: ["version", "b"])
                map?.requireVersion()
                return map?.required("b", .integer)
            }
        }
        #expect(
            error?.description == """
                a.yaml:1:1: error: missing key 'version' in a thing
                  1 | b: x
                    | ^
                    = begin the file with 'version: 1'

                a.yaml:1:4: error: 'b' must be a whole number, not the text 'x'
                  1 | b: x
                    |    ^

                a.yaml:2:1: error: unknown key 'extra' in a thing
                  2 | extra: 1
                    | ^
                    = known keys: version, b
                """)
    }
}
