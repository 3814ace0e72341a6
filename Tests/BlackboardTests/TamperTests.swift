import Audit
import Blackboard
import Foundation
import GRDB
import Testing

@Suite struct TamperTests {
    @Test("an untouched run is intact and anchored, and the last line is the head")
    func intact() async throws {
        let folder = try await finishedRun()
        let report = folder.verify()
        #expect(report.exitStatus == 0)
        #expect(
            report.lines == [
                "intact: 9 decision entries, 3 observation entries", "anchored to the end by 'head.json'",
                "head \(report.decision.hash.hex) count 9",
            ])
    }

    @Test(
        "a change in any column of any entry is found at that entry",
        arguments: [
            "seq = seq + 100", "seq = -seq",
            "chain = CASE chain WHEN 'decision' THEN 'observation' ELSE 'decision' END",
            "chain = chain || char(0)", "chain_seq = chain_seq + 50", "chain_seq = -chain_seq", "kind = 'note'",
            "kind = 'nothing'", "author = 'mallory'", "author = author || char(0)", "author = author || x'ff'",
            "causes = causes || ',1'", "causes = '0' || causes", "payload = payload || ' '", "payload = x''",
            "payload = CAST(payload AS TEXT)", "payload = NULL", "previous_hash = randomblob(32)",
            "previous_hash = zeroblob(31)", "hash = randomblob(32)", "hash = x''",
        ])
    func columns(change: String) async throws {
        let folder = try await finishedRun()
        let anchor = try HeadAnchor.read(runDirectory: folder.path)
        try folder.tamper("", isLoose: true)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: folder.journal, configuration: configuration)
        for seq in 1...12 {
            let fault = try changed(queue, "UPDATE entry SET \(change) WHERE seq = \(seq)", anchor: anchor)
            // A row whose number became negative comes first, in the place of entry 1.
            #expect(fault?.seq == (change == "seq = -seq" ? 1 : seq), "entry \(seq), \(change)")
        }
        #expect(try changed(queue, "", anchor: anchor) == nil)
    }

    /// The fault after `sql`, which is taken back.
    private func changed(_ queue: DatabaseQueue, _ sql: String, anchor: HeadAnchor?) throws -> JournalFault? {
        var fault: JournalFault?
        try queue.inTransaction { db in
            try db.execute(sql: sql)
            fault = try JournalCheck(db, anchor: anchor, isThorough: true).fault
            return .rollback
        }
        return fault
    }

    @Test("every bit of every byte of an entry's payload and hashes counts")
    func everyBit() async throws {
        let folder = try await finishedRun(decisions: 3)
        let queue = try DatabaseQueue(path: folder.journal)
        let stored = try queue.read {
            try Row.fetchOne($0, sql: "SELECT payload, previous_hash, hash FROM entry WHERE seq = 2")
        }
        let row = try #require(stored)
        try queue.close()
        let copy = try folder.copy()
        try copy.tamper("")
        let open = try DatabaseQueue(path: copy.journal)
        for column in ["payload", "previous_hash", "hash"] {
            let bytes: Data = row[column]
            for bit in 0..<(8 * bytes.count) {
                var changed = bytes
                changed[changed.startIndex + bit / 8] ^= 1 << UInt8(bit % 8)
                let hex = changed.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                let fault = try self.changed(open, "UPDATE entry SET \(column) = x'\(hex)' WHERE seq = 2", anchor: nil)
                #expect(fault?.kind == .altered, "\(column) bit \(bit)")
                #expect(fault?.seq == 2, "\(column) bit \(bit)")
            }
        }
        #expect(try await open.read { try JournalCheck($0, anchor: nil, isThorough: false).fault } == nil)
    }

    @Test("every deleted entry is missed", arguments: 1...12)
    func deletion(seq: Int) async throws {
        let folder = try await finishedRun()
        try folder.tamper("DELETE FROM entry WHERE seq = \(seq)")
        let report = folder.verify()
        #expect(report.exitStatus == 1)
        #expect(report.fault?.seq == seq)
        if seq < 12 {
            #expect(report.fault?.description == "entry \(seq): gap: entries \(seq)..\(seq) missing")
        } else {
            #expect(report.fault?.description == "entry 12: truncated: observation entries 3..3 missing")
        }
    }

    @Test("entries deleted with the numbers closed up are missed", arguments: 1...11)
    func renumbered(seq: Int) async throws {
        let folder = try await finishedRun()
        try folder.tamper(
            "DELETE FROM entry WHERE seq = \(seq); UPDATE entry SET seq = -seq WHERE seq > \(seq); "
                + "UPDATE entry SET seq = -seq - 1 WHERE seq < 0")
        let report = folder.verify()
        #expect(report.exitStatus == 1)
        #expect(report.fault.map { ($0.seq ?? 0) >= seq && ($0.seq ?? 0) <= 12 } == true)
    }

    @Test("two neighbours that change places are found, whichever chains they are in", arguments: 1...11)
    func reordered(seq: Int) async throws {
        let folder = try await finishedRun()
        try folder.tamper(
            "UPDATE entry SET seq = -1 WHERE seq = \(seq); UPDATE entry SET seq = \(seq) WHERE seq = \(seq + 1); "
                + "UPDATE entry SET seq = \(seq + 1) WHERE seq = -1")
        #expect(folder.verify().exitStatus == 1)
        #expect(folder.verify().fault?.seq == seq || folder.verify().fault?.seq == seq + 1)
    }

    @Test("an inserted entry is found")
    func inserted() async throws {
        let folder = try await finishedRun()
        try folder.tamper(
            "UPDATE entry SET seq = -seq WHERE seq > 5; UPDATE entry SET seq = 1 - seq WHERE seq < 0; "
                + "INSERT INTO entry SELECT 6, chain, 99, kind, author, causes, payload, previous_hash, randomblob(32) "
                + "FROM entry WHERE seq = 5")
        #expect(folder.verify().fault?.kind == .altered)
        #expect(folder.verify().fault?.seq == 6)
    }

    @Test("a second continuation with right hashes is a fork")
    func forked() async throws {
        let folder = try await finishedRun(decisions: 4)
        let payload = Data("{}".utf8)
        let queue = try DatabaseQueue(path: folder.journal)
        let stored = try await queue.read {
            try Data.fetchOne($0, sql: "SELECT hash FROM entry WHERE seq = 2")
        }
        let previous = try #require(stored)
        try queue.close()
        func insert(chainSeq: Int64, previous: Data) -> String {
            let hash = EntryHash.of(
                chain: Data("decision".utf8), chainSeq: chainSeq, kind: Data("note".utf8), author: Data("m".utf8),
                causes: Data(), previousHash: previous, payload: payload, seq: 6)
            let hex = Fingerprint(bytes: previous)?.hex ?? ""
            return
                "INSERT INTO entry VALUES (6, 'decision', \(chainSeq), 'note', 'm', '', x'7b7d', x'\(hex)', x'\(hash)')"
        }
        let same = try folder.copy()
        try same.tamper(insert(chainSeq: 3, previous: previous), isLoose: true)
        #expect(same.verify().fault?.description == "entry 6: forked: a second decision entry has the number 3")
        let later = try folder.copy()
        try later.tamper(insert(chainSeq: 5, previous: previous))
        #expect(
            later.verify().fault?.description
                == "entry 6: forked: it does not follow decision entry 4, the one before")
    }

    @Test("a tail cut below the anchor is named")
    func cut() async throws {
        let folder = try await finishedRun(decisions: 70)
        try folder.tamper("DELETE FROM entry WHERE seq > 60")
        let report = folder.verify()
        #expect(report.exitStatus == 1)
        #expect(report.fault?.detail == "decision entries 46..70 missing")
        #expect(report.lines.last?.hasSuffix(" count 45") == true)
    }

    @Test("a chain rewritten with right hashes does not have the anchored head")
    func rewritten() async throws {
        let folder = try await finishedRun()
        let other = try RunFolder()
        let board = try Blackboard(runDirectory: other.path)
        for number in 1...12 { try await board.post(Draft(.note, by: "m", payload: ["n": .int(number)])) }
        try await board.finish()
        try FileManager.default.removeItem(atPath: folder.journal)
        try FileManager.default.copyItem(atPath: other.journal, toPath: folder.journal)
        let fault = folder.verify().fault
        #expect(fault?.kind == .headMismatch)
        #expect(fault?.seq == 9)
    }

    @Test("changed, missing and foreign bodies are found")
    func bodies() async throws {
        let folder = try await finishedRun()
        for (sql, fragment) in [
            ("UPDATE body SET bytes = bytes || x'00'", "is not what its name says"),
            ("UPDATE body SET sha256 = randomblob(32)", "missing"),
            ("UPDATE body SET bytes = CAST(bytes AS TEXT)", "is not what its name says"),
            ("DELETE FROM body", "missing"),
        ] {
            let copy = try folder.copy()
            try copy.tamper(sql, isLoose: true)
            #expect(copy.verify().exitStatus == 1, "\(sql)")
            #expect(copy.verify().fault?.detail.hasSuffix(fragment) == true, "\(sql)")
        }
        let name = Fingerprint(of: Data("x".utf8))
        try folder.tamper("INSERT INTO body VALUES (x'\(name)', x'78')")
        #expect(folder.verify().fault?.description == "altered: body \(name) belongs to no entry")
    }

    @Test("a file with any one byte flipped is broken, or still says exactly the same")
    func fileBytes() async throws {
        let folder = try await finishedRun(decisions: 4)
        let original = try #require(FileManager.default.contents(atPath: folder.journal))
        let export = try exported(folder)
        var broken = 0
        // Every 61st byte: a prime step reaches headers, cells, indexes and the schema on every page.
        for position in stride(from: 0, to: original.count, by: 61) {
            var changed = original
            changed[position] ^= 0x41
            try changed.write(to: URL(fileURLWithPath: folder.journal))
            let report = folder.verify()
            if report.outcome == .broken {
                broken += 1
            } else {
                #expect(try exported(folder) == export, "byte \(position)")
            }
        }
        #expect(broken > 10)
    }

    @Test("what is no database, or is cut off, is broken with a message and a last line")
    func noDatabase() async throws {
        let folder = try await finishedRun()
        let original = try #require(FileManager.default.contents(atPath: folder.journal))
        for contents in [
            Data(), Data("not a database at all, but long enough to be read as a header?".utf8), original.prefix(5000),
            original.prefix(4096), Data(repeating: 0xFF, count: 8192), original.prefix(100) + Data(count: 20000),
        ] {
            try contents.write(to: URL(fileURLWithPath: folder.journal))
            let report = folder.verify()
            #expect(report.exitStatus == 1)
            #expect(report.lines.count == 3)
            #expect(report.lines.first?.hasPrefix("broken: ") == true)
        }
        try FileManager.default.removeItem(atPath: folder.journal)
        #expect(
            folder.verify().lines == [
                "broken: damaged: there is no 'journal.sqlite' in '\(folder.path)'; give the folder of a run",
                "good before it: 0 decision entries, 0 observation entries",
                "head \(String(repeating: "0", count: 64)) count 0",
            ])
    }

    @Test("a broken journal is not resumed")
    func resumeBroken() async throws {
        let folder = try await finishedRun()
        try folder.tamper("UPDATE entry SET author = 'mallory' WHERE seq = 4")
        let error = #expect(throws: JournalError.self) { try Blackboard(runDirectory: folder.path) }
        #expect(
            error?.message
                == "the journal of run '\(folder.path)' is broken: entry 4: altered: its bytes do not have the "
                + "hash that is stored with it")
    }

    /// The export of a run as one text.
    private func exported(_ folder: RunFolder) throws -> String {
        var lines: [String] = []
        try Transcript(runDirectory: folder.path).export { lines.append($0) }
        return lines.joined(separator: "\n")
    }
}
