import Foundation
import TestSupport
import Testing

/// Whole runs of the shipped quickstart, cut short.
@Suite(.serialized) struct RunTests {
    private static let evaluations = "6"

    /// Runs the quickstart into a folder of its own and returns its JSON object.
    private func run(_ name: String, in directory: String, _ more: String..., from folder: URL = Tool.package) throws
        -> [String: Any]
    {
        let outcome = try Tool.run(
            [
                "run", Tool.package.appendingPathComponent("configs/quickstart.yaml").path, "--max-evaluations",
                Self.evaluations, "--run-dir", "\(directory)/\(name)", "--json",
            ] + more, in: folder)
        #expect(outcome.status == 0, Comment(rawValue: outcome.errors))
        let object = try JSONSerialization.jsonObject(with: Data(outcome.lastLine.utf8))
        return try #require(object as? [String: Any])
    }

    @Test(
        "the same seed gives the same head with one job and with two, and from another folder; verify and replay agree")
    func sameHead() throws {
        try TemporaryDirectory.with { directory in
            let first = try run("one", in: directory.path, "--jobs", "1")
            let second = try run("two", in: directory.path, "--jobs", "2")
            let head = try #require(first["head"] as? String)
            #expect(second["head"] as? String == head)
            let elsewhere = try run(
                "three", in: directory.path, "--jobs", "2", from: FileManager.default.temporaryDirectory)
            #expect(elsewhere["head"] as? String == head)
            let other = try run("four", in: directory.path, "--seed", "7")
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

    @Test("kill -9 at many moments, then resume: the head of the run that was never stopped")
    func killed() throws {
        try TemporaryDirectory.with { directory in
            let whole = try run("whole", in: directory.path, "--jobs", "2")
            let head = try #require(whole["head"] as? String)
            let place = "\(directory.path)/killed"
            let process = Tool.process([
                "run", "configs/quickstart.yaml", "--max-evaluations", Self.evaluations, "--run-dir", place, "--jobs",
                "2",
            ])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            var kills = 0
            var current = process
            var journaled = 0
            // Each round waits until the journal has grown past a further mark, kills, and resumes.
            while kills < 10 {
                journaled += 7
                var isAlive = true
                while isAlive, entries(place) < journaled { isAlive = current.isRunning }
                guard isAlive else { break }
                kill(current.processIdentifier, SIGKILL)
                current.waitUntilExit()
                kills += 1
                current = Tool.process(["resume", place, "--jobs", "2"])
                current.standardOutput = FileHandle.nullDevice
                current.standardError = FileHandle.nullDevice
                try current.run()
            }
            current.waitUntilExit()
            #expect(kills >= 3)
            let verified = try Tool.run("audit", "verify", place)
            #expect(verified.lastLine.hasPrefix("head \(head) count "))
            #expect(verified.status == 0)
        }
    }

    /// Entries in the journal of a run that may be live, as `audit list` counts them.
    private func entries(_ place: String) -> Int {
        guard FileManager.default.fileExists(atPath: "\(place)/journal.sqlite") else { return 0 }
        return (try? Tool.run("audit", "list", place).output.split(separator: "\n").count) ?? 0
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
            while process.isRunning, entries(place) < 5 {}
            process.interrupt()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 3)
            #expect(text.contains("kernelswarm resume \(place)"))
            #expect(try Tool.run("audit", "verify", place).status == 0)
        }
    }
}
