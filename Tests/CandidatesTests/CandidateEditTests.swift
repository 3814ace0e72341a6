import Candidates
import Diagnostics
import Testing

@Suite("A model's reply")
struct CandidateEditTests {
    private let parent = """
        // fixed head
        // EVOLVE-BLOCK-START
        int a = 1;
          int b = 2;
        int c = 3;
        // EVOLVE-BLOCK-END
        int d = 1;
        // EVOLVE-BLOCK-START
        int c = 3;
        int e = 5;
        // EVOLVE-BLOCK-END
        // fixed tail
        """

    private func edit(_ search: String, _ replace: String) -> String {
        "<<<<<<< SEARCH\n\(search)\n=======\n\(replace)\n>>>>>>> REPLACE\n"
    }

    @Test("with edits changes the parent inside its blocks, in order")
    func edits() throws {
        let reply =
            "Sure:\n```cpp\n" + edit("int a = 1;", "int a = 7;\nint z;") + "```\n" + edit("int z;\n  int b = 2;", "")
        let result = try CandidateEdit.apply(reply: reply, to: parent)
        #expect(result == parent.replacing("int a = 1;\n  int b = 2;", with: "int a = 7;\n"))
    }

    @Test(
        "may be wrong about white space at line ends", arguments: ["  int b = 2;  \t", "int b = 2;", "\tint b = 2;\r"])
    func looseMatch(search: String) throws {
        let result = try CandidateEdit.apply(reply: edit(search, "int b = 4;"), to: parent)
        #expect(result == parent.replacing("  int b = 2;", with: "int b = 4;"))
    }

    @Test("with an empty REPLACE removes the lines")
    func removal() throws {
        let reply = "<<<<<<< SEARCH\nint a = 1;\n=======\n>>>>>>> REPLACE"
        #expect(try CandidateEdit.apply(reply: reply, to: parent) == parent.replacing("int a = 1;\n", with: ""))
    }

    @Test("with a whole kernel keeps the parent's fixed text and takes the blocks")
    func wholeKernel() throws {
        let kernel = parent.replacing("int a = 1;", with: "float q;").replacing(
            "// fixed tail", with: "\n  // fixed tail ")
        let reply = "Short example:\n```\nint x;\n```\nHere it is:\n```metal\n\(kernel)\n```\nDone."
        #expect(try CandidateEdit.apply(reply: reply, to: parent) == parent.replacing("int a = 1;", with: "float q;"))
    }

    @Test("may change everything of a parent without markers")
    func noMarkers() throws {
        #expect(try CandidateEdit.apply(reply: "```\nint y;\n```", to: "int x;\n") == "int y;\n")
        #expect(try CandidateEdit.apply(reply: edit("int x;", "int z;"), to: "int x;\n") == "int z;\n")
    }

    @Test("that cannot be applied is refused with a reason", arguments: refusals)
    func refused(reply: String, kind: EditFailure.Kind, reason: String) {
        let failure = #expect(throws: EditFailure.self) { try CandidateEdit.apply(reply: reply, to: parent) }
        #expect(failure?.kind == kind)
        #expect(failure?.reason == reason)
    }

    private static let refusals: [(String, EditFailure.Kind, String)] = [
        (
            "I cannot do that.", .noCode,
            "The reply holds no code. Answer with SEARCH/REPLACE blocks, or with the whole kernel in one fenced code block."
        ),
        ("```\nint x;", .malformed, "The last code block is not closed; the reply seems to be cut off."),
        (
            "<<<<<<< SEARCH\nint a = 1;\n", .malformed,
            "SEARCH block 1 is not complete: it needs a line '=======' and then a line '>>>>>>> REPLACE'."
        ),
        (
            "<<<<<<< SEARCH\nint q;\n=======\nint r;\n>>>>>>> REPLACE", .notFound,
            "SEARCH block 1 is not in the kernel; its first line is 'int q;'. Copy whole lines from the kernel."
        ),
        (
            "<<<<<<< SEARCH\nint c = 3;\n=======\nint r;\n>>>>>>> REPLACE", .ambiguous,
            "SEARCH block 1 matches at lines 5, 9; quote more lines so that it matches once."
        ),
        (
            "<<<<<<< SEARCH\nint d = 1;\n=======\nint r;\n>>>>>>> REPLACE", .outsideBlock,
            "SEARCH block 1 matches at line 7, which is not inside an EVOLVE block; only text between EVOLVE-BLOCK-START "
                + "and EVOLVE-BLOCK-END may change."
        ),
        (
            "<<<<<<< SEARCH\nint a = 1;\n=======\n// EVOLVE-BLOCK-END\n>>>>>>> REPLACE", .outsideBlock,
            "REPLACE block 1 holds an EVOLVE marker; leave markers alone."
        ),
        (
            "<<<<<<< SEARCH\n  \n=======\nint r;\n>>>>>>> REPLACE", .malformed,
            "SEARCH block 1 is empty; quote lines to replace."
        ),
        (
            "<<<<<<< SEARCH\nint a = 1;\n=======\nint a = 1;\n>>>>>>> REPLACE", .unchanged,
            "The kernel is the same as its parent; change something."
        ),
        (
            "```\nint x;\n```", .outsideBlock, "The kernel must keep its 2 EVOLVE blocks with both markers."
        ),
        (
            "```\n// fixed head\n// EVOLVE-BLOCK-START\n// EVOLVE-BLOCK-END\nint d = 2;\n// EVOLVE-BLOCK-START\n"
                + "// EVOLVE-BLOCK-END\n// fixed tail\n```", .outsideBlock,
            "The text outside the EVOLVE blocks must stay as it is: expected 'int d = 1;', got 'int d = 2;'."
        ),
        (
            "```\n" + String(repeating: "x\n", count: 300_000) + "```", .tooLarge, "The reply is larger than 512 KiB."
        ),
    ]

    @Test("is limited in what it can grow")
    func grows() {
        let big = String(repeating: "int q;\n", count: 25_000)
        let failure = #expect(throws: EditFailure.self) {
            try CandidateEdit.apply(reply: edit("int a = 1;", big), to: parent)
        }
        #expect(failure?.reason == "The kernel would exceed 128 KiB.")
    }

    @Test("never changes a fixed line, whatever it says", arguments: 0..<20)
    func fuzz(seed: Int) {
        var random = TestRandom(seed: UInt64(seed))
        let tokens = [
            "<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "```\n", "int a = 1;\n", "  int b = 2;\n",
            "int c = 3;\n",
            "int d = 1;\n", "// EVOLVE-BLOCK-START\n", "// EVOLVE-BLOCK-END\n", "// fixed head\n", "// fixed tail\n",
            "\r\n",
            "\u{0}", "é", "int e = 5;\n",
        ]
        let fixed = [
            "// fixed head", "// EVOLVE-BLOCK-START", "// EVOLVE-BLOCK-END", "int d = 1;", "// EVOLVE-BLOCK-START",
            "// EVOLVE-BLOCK-END", "// fixed tail",
        ]
        for _ in 0..<500 {
            var reply = (0..<random.below(24)).map { _ in tokens[random.below(tokens.count)] }.joined()
            if random.below(2) == 0 { reply = edit(tokens[4 + random.below(8)] + "x", reply) }
            guard let result = try? CandidateEdit.apply(reply: reply, to: parent) else { continue }
            let lines = result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard let blocks = try? EvolveBlock.blocks(in: result, file: "k") else {
                Issue.record("damaged markers: \(result)")
                continue
            }
            let kept = lines.indices.filter { line in !blocks.contains { $0.lines.contains(line) } }.map { lines[$0] }
            #expect(kept == fixed)
        }
    }

    @Test("is judged against markers that must be in order")
    func damagedMarkers() {
        let text = "// EVOLVE-BLOCK-END\n// EVOLVE-BLOCK-START\n// EVOLVE-BLOCK-START"
        let error = #expect(throws: DiagnosticError.self) { try EvolveBlock.blocks(in: text, file: "k") }
        #expect(
            error?.diagnostics.map(\.message) == [
                "EVOLVE-BLOCK-END without a start", "EVOLVE-BLOCK-START inside the block of line 2",
                "EVOLVE-BLOCK-START without an end",
            ])
    }
}
