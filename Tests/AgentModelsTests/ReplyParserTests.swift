import AgentModels
import TestSupport
import Testing

/// Reading of replies, friendly and hostile.
@Suite struct ReplyParserTests {
    @Test(
        "The largest marked block is the kernel",
        arguments: [
            ("text\n```metal\nkernel void f() {}\n```\nmore", "kernel void f() {}\n"),
            ("```cpp\na\n```\n```metal\nlonger\n```\n```python\nprint('much longer than both')\n```", "longer\n"),
            ("```\nplain\n```\n```CUDA\nk\n```", "k\n"),
            ("```python\nx\n```\n```\nplain\n```", "plain\n"),
            ("~~~~cu title=\"x\"\n```\nstill inside\n```\n~~~~", "```\nstill inside\n```\n"),
            ("````metal\n```\nx\n````", "```\nx\n"),
            ("  ```metal\r\n  a\r\n    b\r\n  ```\r\n", "a\n  b\n"),
            ("__global__ void k() {}", "__global__ void k() {}\n"),
            ("```metal\nold\n```\n```metal\nnew\n```", "new\n"),
        ])
    func kernels(reply: String, kernel: String) throws {
        #expect(try ReplyParser.kernelText(reply) == kernel)
    }

    @Test(
        "A reply without a kernel says what is missing",
        arguments: [
            ("", "the reply is empty"),
            (" \n\t", "the reply is empty"),
            (
                "I cannot do that.",
                "the reply holds no kernel; put the whole source into one ```metal or ```cuda block"
            ),
            (
                "```metal\nkernel void f() {",
                "the last code block is not closed, so the reply was probably cut off; answer with a shorter text"
            ),
            (
                "```metal\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n```",
                "the reply holds no kernel; put the whole source into one ```metal or ```cuda block"
            ),
        ])
    func noKernel(reply: String, message: String) {
        #expect(throws: ReplyProblem(message)) { try ReplyParser.kernelText(reply) }
    }

    @Test(
        "A hint is read from JSON and from labelled lines",
        arguments: [
            #"Thinking {"bottleneck": "x"} ... {"bottleneck":"loads","change":"use float4"} done"#,
            "```json\n{\"bottleneck\": \"loads\", \"suggested_change\": \"use float4\"}\n```",
            "**Bottleneck:** loads\n\n- **Change:** use\n  float4\n\nBye",
            "bottleneck: loads\nSuggested change: use float4",
        ])
    func hints(reply: String) throws {
        #expect(try ReplyParser.hint(reply) == HintReply(bottleneck: "loads", change: "use float4"))
    }

    @Test(
        "No hint is a problem",
        arguments: ["", "Bottleneck: x", #"{"bottleneck":1,"change":2}"#, #"{"bottleneck":" ","change":"x"}"#])
    func noHint(reply: String) {
        #expect(
            throws: ReplyProblem(
                #"the reply holds no hint; answer with {"bottleneck": "…", "change": "…"}, one of each"#)
        ) { try ReplyParser.hint(reply) }
    }

    @Test(
        "A vote is the last object with a score; anything unreadable abstains",
        arguments: [
            (
                #"{"score":0.1} no: {"score": 0.75, "suspicious": true, "reason": " skips rows "}"#,
                VoteReply.vote(score: 0.75, suspicious: true, reason: "skips rows")
            ),
            (#"{"votes":[{"score":1}]}"#, .vote(score: 1, suspicious: false, reason: "")),
            (#"if (x) { {"score":0} }"#, .vote(score: 0, suspicious: false, reason: "")),
            (#"{"score":7}"#, .abstain(reason: "the score 7.0 is not between 0 and 1")),
            (#"{"score":-0.5}"#, .abstain(reason: "the score -0.5 is not between 0 and 1")),
            (#"{"score":"high"}"#, .abstain(reason: "the score is not a number")),
            (#"{"score":true}"#, .abstain(reason: "the score is not a number")),
            (#"{"score":0.5,"suspicious":"no"}"#, .abstain(reason: "'suspicious' is neither true nor false")),
            (#"{"score":1e999}"#, .abstain(reason: "the reply holds no JSON object with a 'score'")),
            ("I like it: 9/10", .abstain(reason: "the reply holds no JSON object with a 'score'")),
            ("", .abstain(reason: "the reply holds no JSON object with a 'score'")),
        ])
    func votes(reply: String, vote: VoteReply) {
        #expect(ReplyParser.vote(reply) == vote)
    }

    @Test(
        "A critique is read from JSON and from labelled lines",
        arguments: [
            (#"{"verdict":"reject","reason":"race"}"#, CritiqueReply(verdict: .reject, reason: "race")),
            ("**Verdict:** Accept.\n**Reason:** new tiling", CritiqueReply(verdict: .accept, reason: "new tiling")),
            ("Verdict: `reject`\nReason: race", CritiqueReply(verdict: .reject, reason: "race")),
        ])
    func critiques(reply: String, critique: CritiqueReply) throws {
        #expect(try ReplyParser.critique(reply) == critique)
    }

    @Test("No verdict is a problem", arguments: ["", "Verdict: maybe", #"{"verdict":"acceptable"}"#, "accept"])
    func noVerdict(reply: String) {
        #expect(
            throws: ReplyProblem(
                #"the reply holds no verdict; answer with {"verdict": "accept" or "reject", "reason": "…"}"#)
        ) { try ReplyParser.critique(reply) }
    }

    @Test("Hostile texts are read to the end without a crash")
    func hostile() {
        var texts = [
            String(repeating: "{", count: 200_000), String(repeating: "{\"", count: 100_000),
            String(repeating: "[", count: 100_000) + "{\"score\":1", String(repeating: "`", count: 200_000),
            String(repeating: "```\n", count: 50_001), String(repeating: "a:", count: 100_000),
            "{" + String(repeating: "{\"score\":", count: 2000) + String(repeating: "}", count: 2001),
            "\u{0}\u{FEFF}```metal\u{2028}```\r```", "{\"score\":0.5,\"reason\":\"\\ud800\"}",
        ]
        let pieces = [
            "```", "~~~", "metal", "\n", "\r\n", "{", "}", "\"", "\\", "score", ":", "0.5", "Verdict: ", "accept", "🤖",
            "\u{0}", "e\u{301}", "<<<<<<< SEARCH", "kernel void", " ",
        ]
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<400 {
            let count = Int.random(in: 0..<40, using: &generator)
            texts.append((0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined())
        }
        for text in texts {
            _ = try? ReplyParser.kernelText(text)
            _ = try? ReplyParser.hint(text)
            _ = try? ReplyParser.critique(text)
            if case .vote(let score, _, _) = ReplyParser.vote(text) { #expect((0...1).contains(score)) }
        }
    }
}
