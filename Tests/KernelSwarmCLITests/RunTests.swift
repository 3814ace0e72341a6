import Audit
import Blackboard
import Foundation
import TestSupport
import Testing

/// Whole runs of the shipped team on the shipped matrix product.
@Suite(.serialized) struct RunTests {
    /// Writes the runs' configuration into a folder and returns its path.
    private static func configuration(in directory: URL) throws -> String {
        let file = directory.appendingPathComponent("product.yaml")
        let yaml = """
            version: 1
            name: product
            team: offline-swarm
            task: matmul
            gpu: m1-pro
            seed: 11
            window: 4
            population: {islands: 2, size: 8}
            stop: {evaluations: 12}

            """
        try Data(yaml.utf8).write(to: file)
        return file.path
    }

    /// Runs it into a folder of its own and returns its JSON object.
    private func run(_ name: String, in directory: URL, _ more: String..., from folder: URL = Tool.package) throws
        -> [String: Any]
    {
        let outcome = try Tool.run(
            [
                "run", Self.configuration(in: directory), "--run-dir", directory.appendingPathComponent(name).path,
                "--json",
            ] + more, in: folder)
        #expect(outcome.status == 0, Comment(rawValue: outcome.errors))
        let object = try JSONSerialization.jsonObject(with: Data(outcome.lastLine.utf8))
        return try #require(object as? [String: Any])
    }

    @Test(
        "the same seed gives the same head with one job and with two, and from another folder; verify and replay agree")
    func sameHead() throws {
        try TemporaryDirectory.with { directory in
            let first = try run("one", in: directory, "--jobs", "1")
            let second = try run("two", in: directory, "--jobs", "2")
            let head = try #require(first["head"] as? String)
            #expect(second["head"] as? String == head)
            let elsewhere = try run(
                "three", in: directory, "--jobs", "2", from: FileManager.default.temporaryDirectory)
            #expect(elsewhere["head"] as? String == head)
            let other = try run("four", in: directory, "--seed", "7")
            #expect(other["head"] as? String != head)

            let verified = try Tool.run("audit", "verify", "\(directory.path)/one")
            #expect(verified.status == 0)
            #expect(verified.lastLine.hasPrefix("head \(head) count "))
            let replayed = try Tool.run("replay", "\(directory.path)/one")
            #expect(replayed.status == 0, Comment(rawValue: replayed.errors))
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/one").sorted()
            #expect(files == ["best", "head.json", "journal.sqlite"])
        }
    }

    @Test(
        "kill -9 at ten random moments, then resume: the head of the run that was never stopped, nothing measured twice"
    )
    func killed() throws {
        try TemporaryDirectory.with { directory in
            let whole = try run("whole", in: directory, "--jobs", "2")
            let head = try #require(whole["head"] as? String)
            var random = SeededGenerator(seed: 9)
            // Moments are numbers of entries: past each of them the process is killed where it happens to be.
            let length = try entries("\(directory.path)/whole").count
            let moments = (0..<10).map { _ in Int.random(in: 0..<(length * 3 / 4), using: &random) }.sorted()
            var kills = 0

            let place = "\(directory.path)/killed"
            let start = ["run", try Self.configuration(in: directory), "--run-dir", place, "--jobs", "2"]
            var process = Tool.process(start)
            for moment in moments {
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                while process.isRunning, try entries(place).count < moment {}
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                if process.terminationReason == .uncaughtSignal { kills += 1 }
                // A process that was killed before it wrote anything left no run to go on with.
                process = Tool.process(try entries(place).isEmpty ? start : ["resume", place, "--jobs", "2"])
            }
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(kills == 10)

            let verified = try Tool.run("audit", "verify", place)
            #expect(verified.lastLine.hasPrefix("head \(head) count "))
            #expect(verified.status == 0)
            // Every measurement leaves a note when it is over; none comes after the measured result is journaled.
            var journaled: Set<String> = []
            var measured = 0
            for entry in try entries(place) {
                guard let candidate = try entry.json()["candidate"]?.stringValue else { continue }
                if entry.kind == .timing {
                    measured += 1
                    #expect(!journaled.contains(candidate))
                } else if entry.kind == .evaluation {
                    journaled.insert(candidate)
                }
            }
            #expect(measured >= journaled.count)
            #expect(journaled.count >= 12)
        }
    }

    /// The entries of a run that may be live.
    private func entries(_ place: String) throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: "\(place)/journal.sqlite") else { return [] }
        // The file is there before it holds a journal.
        return (try? Transcript(runDirectory: place).entries(EntryFilter())) ?? []
    }

    @Test("an interrupted run says how to go on, and exits with 3")
    func interrupted() throws {
        try TemporaryDirectory.with { directory in
            let place = "\(directory.path)/stopped"
            let process = Tool.process([
                "run", "configs/quickstart.yaml", "--max-evaluations", "40", "--run-dir", place,
            ])
            let errors = Pipe()
            process.standardOutput = FileHandle.nullDevice
            process.standardError = errors
            try process.run()
            while process.isRunning, try entries(place).count < 5 {}
            process.interrupt()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 3)
            #expect(text.contains("kernelswarm resume \(place)"))
            #expect(try Tool.run("audit", "verify", place).status == 0)
        }
    }
}
