import Audit
import Blackboard
import Foundation
import GRDB
import Testing

@Suite struct BlackboardTests {
    @Test("posts from many tasks get dense numbers and unbroken chains")
    func concurrentPosts() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        try await board.post(Draft(.goal, by: "swarm", payload: ["seed": 1]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    for number in 0..<25 {
                        let kind: EntryKind = number % 4 == 0 ? .timing : .proposal
                        try await board.post(Draft(kind, by: "agent\(task)", causes: [1], payload: ["n": .int(number)]))
                    }
                }
            }
            try await group.waitForAll()
        }
        let entries = await board.allEntries()
        #expect(entries.map(\.seq) == Array(1...501))
        #expect(entries.filter { $0.chain == .decision }.map(\.chainSeq) == Array(1...361))
        #expect(await board.entries(kind: .timing).map(\.chainSeq) == Array(1...140))
        for task in 0..<20 {
            let own = try entries.filter { $0.author == "agent\(task)" }.map { try $0.json()["n"]?.intValue }
            #expect(own == Array(0..<25))
        }
        try await board.finish()
        #expect(folder.verify().outcome == .intact)
        #expect(await board.head == folder.verify().decision)
    }

    @Test("a run folder after a clean end holds the journal in one file and its anchor")
    func cleanEnd() async throws {
        let folder = try await finishedRun()
        #expect(folder.names == ["head.json", "journal.sqlite"])
        let anchor = try HeadAnchor.read(runDirectory: folder.path)
        #expect(anchor?.decision.count == 9)
        #expect(anchor?.observation.count == 3)
        let header = try #require(FileManager.default.contents(atPath: folder.journal))
        #expect(header[18] == 1, "the file does not ask for a write-ahead log")
    }

    @Test("a finished journal refuses posts")
    func finished() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        try await board.finish()
        let error = await #expect(throws: JournalError.self) {
            try await board.post(Draft(.note, by: "swarm", payload: [:]))
        }
        #expect(error?.message == "the journal of run '\(folder.path)' was finished")
    }

    @Test("a batch is journaled whole or not at all")
    func batch() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        let posted = try await board.postAll([
            Draft(.goal, by: "swarm", payload: [:]), Draft(.ticket, by: "swarm", after: [0], payload: ["n": 1]),
        ])
        #expect(posted[1].causes == [1])
        let error = await #expect(throws: JournalError.self) {
            try await board.postAll([
                Draft(.note, by: "swarm", payload: [:]), Draft(.note, by: "swarm", causes: [9], payload: [:]),
            ])
        }
        #expect(error?.message == "the cause '9' is no decision entry; there are 3 so far")
        #expect(await board.head.count == 2)
        #expect(try await board.post(Draft(.note, by: "swarm", payload: [:])).chainSeq == 3)
    }

    @Test("a body is stored once and must be what the payload refers to")
    func bodies() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        let body = Data("source".utf8)
        let fingerprint = Fingerprint(of: body)
        let unknown = Draft(.proposal, by: "a", payload: ["source": .reference(to: body)])
        await #expect(throws: JournalError(.draft, "the payload refers to body \(fingerprint), which was never given"))
        {
            try await board.post(unknown)
        }
        await #expect(
            throws: JournalError(.draft, "body \(fingerprint) is given but the payload does not refer to it")
        ) {
            try await board.post(Draft(.proposal, by: "a", payload: [:], bodies: [body]))
        }
        for _ in 0..<3 {
            try await board.post(
                Draft(.proposal, by: "a", payload: ["source": .reference(to: body)], bodies: [body]))
        }
        #expect(try await board.body(fingerprint) == body)
        try await board.finish()
        let queue = try DatabaseQueue(path: folder.journal)
        #expect(try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM body") } == 1)
    }

    @Test("a post of a kind that nobody listens to is noted")
    func noSubscriber() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path, expectingSubscriber: [.proposal, .hint])
        try await board.subscribe("evaluator", kinds: [.proposal])
        try await board.post(Draft(.proposal, by: "a", payload: [:]))
        let hint = try await board.post(Draft(.hint, by: "profiler", payload: [:]))
        let notes = await board.entries(kind: .note)
        #expect(notes.map(\.causes) == [[hint.chainSeq]])
        #expect(try notes.first?.json() == ["about": "no-subscriber", "kind": "hint"])
    }

    @Test("the schema itself refuses to change or remove what was written")
    func triggers() async throws {
        let folder = try await finishedRun()
        let queue = try DatabaseQueue(path: folder.journal)
        for sql in [
            "UPDATE entry SET author = 'x' WHERE seq = 2", "DELETE FROM entry WHERE seq = 12", "DELETE FROM body",
            "UPDATE body SET bytes = x'00'",
            "INSERT INTO entry SELECT 99, chain, 99, kind, author, causes, payload, "
                + "previous_hash, zeroblob(32) FROM entry WHERE seq = 2",
        ] {
            #expect(throws: DatabaseError.self, "\(sql)") { try queue.write { try $0.execute(sql: sql) } }
        }
    }
}
