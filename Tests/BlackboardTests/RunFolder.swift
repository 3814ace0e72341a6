import Audit
import Blackboard
import Foundation
import GRDB

/// A run folder in the temporary directory that is removed with this object.
final class RunFolder {
    /// The folder.
    let path: String

    /// An empty folder.
    init() throws {
        path = NSTemporaryDirectory() + "/kernelswarm-journal-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of the journal.
    var journal: String { path + "/journal.sqlite" }

    /// The names of the files in the folder, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// What a power cut would leave: the files as they are now, without the lock and the shared memory.
    func copy() throws -> RunFolder {
        let copy = try RunFolder()
        for name in names where name != "run.lock" && !name.hasSuffix("-shm") {
            try FileManager.default.copyItem(atPath: path + "/" + name, toPath: copy.path + "/" + name)
        }
        return copy
    }

    /// Runs SQL as the owner of the file could, with the triggers and foreign keys out of the way.
    ///
    /// - Parameter isLoose: also drops every other rule of the schema, types included.
    func tamper(_ sql: String, isLoose: Bool = false) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: journal, configuration: configuration)
        try queue.write { db in
            for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(name)")
            }
            for table in isLoose ? ["entry", "body"] : [] {
                try db.execute(
                    sql:
                        "CREATE TABLE x AS SELECT * FROM \(table); DROP TABLE \(table); ALTER TABLE x RENAME TO \(table)"
                )
            }
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: sql)
        }
        try queue.close()
    }

    /// What `audit verify` finds.
    func verify() -> VerifyReport {
        Transcript.verify(runDirectory: path)
    }
}

/// A finished run: `decisions` decisions by two agents, an observation after every third, two bodies.
func finishedRun(decisions: Int = 9, end: Bool = true) async throws -> RunFolder {
    let folder = try RunFolder()
    let board = try Blackboard(runDirectory: folder.path)
    try await board.post(Draft(.goal, by: "swarm", payload: ["task": "attention", "seed": 7]))
    for number in 2...decisions {
        let body = Data("kernel void attention_\(number % 2)() {}\n".utf8)
        try await board.post(
            Draft(
                .proposal, by: number % 2 == 0 ? "explorer" : "optimizer", causes: [1, number - 1],
                payload: ["candidate": .string(Fingerprint(of: body).hex), "source": .reference(to: body)],
                bodies: [body]))
        if number % 3 == 0 {
            try await board.post(Draft(.timing, by: "evaluator", causes: [number], payload: ["seconds": 0.25]))
        }
    }
    if end { try await board.finish() }
    return folder
}
