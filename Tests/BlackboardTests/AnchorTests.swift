import Audit
import Blackboard
import Foundation
import Testing

@Suite struct AnchorTests {
    @Test("the anchor follows every 64 decisions, and later entries are unanchored")
    func interval() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        for number in 1...63 { try await board.post(Draft(.note, by: "a", payload: ["n": .int(number)])) }
        #expect(try HeadAnchor.read(runDirectory: folder.path) == nil)
        #expect(folder.verify().exitStatus == 2)
        #expect(
            folder.verify().lines.dropLast() == [
                "intact: 63 decision entries, 0 observation entries",
                "decision entries 1..63: later entries are unanchored",
                "there is no 'head.json': nothing is anchored",
            ])
        let anchored = try await board.post(Draft(.note, by: "a", payload: ["n": 64]))
        #expect(try HeadAnchor.read(runDirectory: folder.path)?.decision == JournalHead(count: 64, hash: anchored.hash))
        #expect(folder.verify().exitStatus == 0)
        for _ in 0..<3 { try await board.post(Draft(.timing, by: "a", causes: [64], payload: [:])) }
        for _ in 0..<2 { try await board.post(Draft(.note, by: "a", payload: [:])) }
        let report = folder.verify()
        #expect(report.exitStatus == 2)
        #expect(
            report.lines == [
                "intact: 66 decision entries, 3 observation entries",
                "decision entries 65..66: later entries are unanchored",
                "observation entries 1..3: later entries are unanchored", "head \(report.decision.hash.hex) count 66",
            ])
        try await board.finish()
        #expect(folder.verify().exitStatus == 0)
    }

    @Test("the anchor is one line of JSON with count, head and entries")
    func format() async throws {
        let folder = try await finishedRun()
        let text = try String(contentsOfFile: folder.path + "/head.json", encoding: .utf8)
        let report = folder.verify()
        #expect(
            text == "{\"count\":9,\"entries\":12,\"head\":\"\(report.decision.hash)\",\"observation\":"
                + "{\"count\":3,\"head\":\"\(report.observation.hash)\"}}\n")
    }

    @Test("a damaged or forged anchor is broken")
    func forged() async throws {
        let folder = try await finishedRun()
        let path = folder.path + "/head.json"
        let original = try String(contentsOfFile: path, encoding: .utf8)
        for text in ["", "{}", original.replacingOccurrences(of: "12", with: "13"), String(original.dropLast(9))] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(folder.verify().lines.first == "broken: damaged: 'head.json' is not an anchor")
        }
        let head = folder.verify()
        #expect(head.exitStatus == 1)
        let other = original.replacingOccurrences(of: "\"head\":\"", with: "\"head\":\"00000000")
        var forged = try #require(try? CanonicalJSON(parsing: Data(original.utf8)).objectValue)
        forged["head"] = .string(Fingerprint(of: Data(other.utf8)).hex)
        try CanonicalJSON.object(forged).encoded.write(to: URL(fileURLWithPath: path))
        #expect(folder.verify().fault?.kind == .headMismatch)
    }

    @Test("a run resumed after a crash has the head of one that never stopped")
    func resumed() async throws {
        let drafts = (1...150).map { Draft(.note, by: "a", causes: $0 > 1 ? [$0 - 1] : [], payload: ["n": .int($0)]) }
        let whole = try RunFolder()
        let board = try Blackboard(runDirectory: whole.path)
        for draft in drafts { try await board.post(draft) }
        try await board.finish()

        let stopped = try RunFolder()
        let first = try Blackboard(runDirectory: stopped.path)
        for draft in drafts.prefix(97) { try await first.post(draft) }
        let crashed = try stopped.copy()
        #expect(crashed.names == ["head.json", "journal.sqlite", "journal.sqlite-wal"])
        #expect(crashed.verify().exitStatus == 2)
        let second = try Blackboard(runDirectory: crashed.path)
        #expect(await second.head == first.head)
        try await second.post(Draft(.resume, by: "swarm", causes: [97], payload: [:]))
        for draft in drafts.dropFirst(97) { try await second.post(draft) }
        try await second.finish()
        #expect(crashed.names == ["head.json", "journal.sqlite"])
        #expect(crashed.verify().decision == whole.verify().decision)
        #expect(crashed.verify().exitStatus == 0)
    }
}
