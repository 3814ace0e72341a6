import Blackboard
import Foundation
import Testing

@Suite struct CanonicalJSONTests {
    @Test(
        "a value has one text",
        arguments: [
            (["b": 1, "a": [nil, true, 2.5]], #"{"a":[null,true,2.5],"b":1}"#),
            (["é": 1, "z": 2, "a\u{0}": 3], #"{"a\u0000":3,"z":2,"é":1}"#),
            (.double(0.1), "0.1"), (.double(1), "1.0"), (.double(-0.0), "-0.0"),
            (.double(.leastNonzeroMagnitude), "5e-324"),
            (.double(1e22), "1e+22"), (.double(.nan), #""nan""#), (.double(-.infinity), #""-inf""#),
            (.int(.min), "-9223372036854775808"), (.string("a\"\\\n\u{7}/"), #""a\"\\\n\u0007/""#),
            (.object([:]), "{}"), (.array([]), "[]"),
        ] as [(CanonicalJSON, String)])
    func encoding(value: CanonicalJSON, text: String) {
        #expect(value.text == text)
    }

    @Test(
        "what was encoded reads back as the same value",
        arguments: [
            [
                "a": [1, -2, 3.75, 1e300, .double(.leastNormalMagnitude), nil, true, false],
                "b": ["c": "line\nfeed \u{1F600} \u{2028}"],
            ], [],
            "text", 17, nil,
        ] as [CanonicalJSON])
    func roundTrip(value: CanonicalJSON) throws {
        #expect(try CanonicalJSON(parsing: value.encoded) == value)
    }

    @Test("escapes, white space and numbers of other writers are read")
    func foreignText() throws {
        let text = #" { "k" : [ 1e2 , "\u00e9\ud83d\ude00\/" , 12345678901234567890 ] } "#
        let value = try CanonicalJSON(parsing: Data(text.utf8))
        #expect(value == ["k": [100.0, "é\u{1F600}/", .double(12_345_678_901_234_567_168)]])
    }

    @Test(
        "what is no JSON is refused with its place",
        arguments: [
            ("", "byte 0: a value is missing"), ("[1,]", "byte 3: a value is missing"),
            ("{\"a\":1,\"a\":2}", "byte 12: the key 'a' is there twice"),
            ("\"\\ud800\"", "byte 7: half a surrogate pair"),
            ("\"a", "byte 2: the string does not end"), ("01", "byte 1: text after the value"),
            ("{a:1}", "byte 1: a key in quotes is missing"), ("1e999", "byte 5: a number out of range"),
            ("-", "byte 1: a value is missing"), ("nul", "byte 0: a value is missing"),
        ])
    func refused(text: String, message: String) {
        let error = #expect(throws: CanonicalJSONError.self) { try CanonicalJSON(parsing: Data(text.utf8)) }
        #expect(error?.description == message)
    }

    @Test("deep nesting and bad UTF-8 are refused, not a crash")
    func hostileText() {
        let deep = Data(repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: CanonicalJSONError.self) { try CanonicalJSON(parsing: deep) }
        #expect(throws: CanonicalJSONError.self) { try CanonicalJSON(parsing: Data([0x22, 0xFF, 0x22])) }
    }
}
