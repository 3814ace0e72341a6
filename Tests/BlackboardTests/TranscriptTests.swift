import Audit
import Blackboard
import Foundation
import Testing

@Suite struct TranscriptTests {
    @Test("entries are listed by kind, agent, chain and place")
    func filters() async throws {
        let folder = try await finishedRun()
        let transcript = try Transcript(runDirectory: folder.path)
        func numbers(_ filter: EntryFilter) throws -> [Int] { try transcript.entries(filter).map(\.seq) }
        #expect(try numbers(EntryFilter()) == Array(1...12))
        #expect(try numbers(EntryFilter(kinds: [.goal, .timing])) == [1, 4, 8, 12])
        #expect(try numbers(EntryFilter(agent: "optimizer")) == [3, 6, 9, 11])
        #expect(try numbers(EntryFilter(chain: .observation, since: 4)) == [8, 12])
    }

    @Test("an entry is found by its number in the journal or in its chain")
    func show() async throws {
        let folder = try await finishedRun()
        let transcript = try Transcript(runDirectory: folder.path)
        #expect(try transcript.entry("5") == transcript.entry("d4"))
        #expect(try transcript.entry("o2").seq == 8)
        let entry = try transcript.entry("2")
        let body = Data("kernel void attention_0() {}\n".utf8)
        #expect(
            EntryText.full(entry, bodies: try transcript.bodies(of: entry)) == """
                entry    2 (decision 2)
                kind     proposal
                author   explorer
                causes   d1,d1
                hash     \(entry.hash)
                previous \(entry.previousHash)
                payload
                  candidate: \(Fingerprint(of: body))
                  source: {"$body":"\(Fingerprint(of: body))"}
                body     \(Fingerprint(of: body)), 29 bytes
                  | kernel void attention_0() {}
                  | 
                """)
        #expect(throws: AuditError(.missing, "there is no entry '99' in '\(folder.path)'")) {
            try transcript.entry("99")
        }
        #expect(
            throws: AuditError(
                .argument, "'x\\u{1b}' names no entry; give a number such as 12, or d7 or o3 for one chain")
        ) {
            try transcript.entry("x\u{1B}")
        }
    }

    @Test("nothing an agent writes can steer a terminal")
    func escaping() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        let hostile = "a\u{1B}[31m\u{9B}2J\u{202E}b\r\n\u{7F}\u{2066}c"
        let body = Data(hostile.utf8)
        try await board.post(
            Draft(
                .proposal, by: "m\u{9B}\u{202E}",
                payload: .object([hostile: .string(hostile), "b": .reference(to: body)]),
                bodies: [body]))
        try await board.finish()
        let transcript = try Transcript(runDirectory: folder.path)
        let entry = try transcript.entry("1")
        let bodies = try transcript.bodies(of: entry)
        for text in [
            EntryText.line(entry), EntryText.full(entry, bodies: bodies), EntryJSON.line(entry, bodies: bodies),
            try transcript.lineage(of: "1").lines.joined(separator: "\n"),
        ] {
            let bad = text.unicodeScalars.filter {
                ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
                    || (0x2028...0x2069).contains($0.value)
            }
            #expect(bad.isEmpty, "\(text.debugDescription)")
        }
        let value = try CanonicalJSON(parsing: Data(EntryJSON.line(entry, bodies: bodies).utf8))
        #expect(value["bodies"]?[Fingerprint(of: body).hex] == .string(hostile))
    }

    @Test("the export is the same for the same journal and holds the bodies")
    func export() async throws {
        let folder = try await finishedRun()
        var first: [String] = []
        var second: [String] = []
        try Transcript(runDirectory: folder.path).export { first.append($0) }
        let copy = try folder.copy()
        try Transcript(runDirectory: copy.path).export { second.append($0) }
        #expect(first == second)
        #expect(first.count == 12)
        let value = try CanonicalJSON(parsing: Data(first[2].utf8))
        #expect(value["bodies"]?.objectValue?.values.first == "kernel void attention_1() {}\n")
        #expect(value["chain_seq"] == 3)
        #expect(value.text == first[2])
    }

    @Test("a live run and a read-only copy of a killed one can be read")
    func liveAndReadOnly() async throws {
        let folder = try await finishedRun(end: false)
        let board = try Blackboard(runDirectory: folder.path)
        try await board.post(Draft(.note, by: "a", payload: [:]))
        #expect(try Transcript(runDirectory: folder.path).entries().count == 13)
        let copy = try folder.copy()
        try await board.post(Draft(.note, by: "a", payload: [:]))
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: copy.path)
        #expect(try Transcript(runDirectory: copy.path).entries().count == 13)
        #expect(copy.verify().exitStatus == 2)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy.path)
    }

    @Test("a lineage goes back to the start through named parents, each told once")
    func lineage() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        try await board.post(Draft(.goal, by: "swarm", payload: [:]))
        func propose(_ name: String, _ parents: CanonicalJSON, causes: [Int]) async throws {
            try await board.post(
                Draft(
                    .proposal, by: "optimizer", causes: causes,
                    payload: ["candidate": .string(name), "parents": parents]))
        }
        try await propose("aaaaaaaa", [], causes: [1])
        try await propose("bbbbbbbb", ["aaaaaaaa"], causes: [1])
        try await propose("cccccccc", [2], causes: [1])
        try await board.post(Draft(.evaluation, by: "evaluator", causes: [4], payload: ["time": 2.0]))
        try await board.post(Draft(.hint, by: "profiler", causes: [5], payload: ["change": "tile"]))
        try await propose("dddddddd", [3, 4, 99, 7], causes: [1, 6])
        try await board.finish()
        let lineage = try Transcript(runDirectory: folder.path).lineage(of: "dddddd")
        #expect(lineage.steps.map(\.entry.chainSeq) == [7, 3, 2, 4, 2])
        #expect(lineage.steps.map(\.depth) == [0, 1, 2, 1, 2])
        #expect(lineage.steps.map(\.isRepeated) == [false, false, false, false, true])
        #expect(lineage.steps[0].causes.map(\.kind) == [.goal, .hint])
        #expect(lineage.steps[3].results.map(\.chainSeq) == [5])
        #expect(lineage.lines.last == "    d2 (see above)")
        #expect(lineage.json.arrayValue?.count == 4)
        #expect(
            throws: AuditError(
                .argument,
                "entry '6' is of kind 'hint'; a lineage belongs to a proposal, revision or migration")
        ) {
            try Transcript(runDirectory: folder.path).lineage(of: "6")
        }
    }
}
