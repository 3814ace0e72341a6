import AgentModels
import Foundation
import TestSupport
import Testing

/// The manual queue on a real folder.
@Suite struct ManualModelTests {
    /// A request.
    private static let request = ModelRequest(
        id: "t000003.me.0", agent: "me", role: "explorer", system: "Be brief.", user: "A kernel, please.", seed: 4)

    /// A queue whose looks are the elements sent to `continuation`.
    private struct Queue {
        let folder: URL
        let ticks = AsyncStream<Void>.makeStream()
        let log = AttemptLog()

        /// Asks and waits.
        func ask(_ request: ModelRequest = ManualModelTests.request, limit: Int = 1000) async -> Result<
            ModelReply, ModelFailure
        > {
            let stream = ticks.stream
            let model = ManualModel(
                folder: folder, ticks: QueueTicks { stream }, timer: TestTimer().timer, answerLimit: limit)
            do throws(ModelFailure) {
                return .success(try await model.answer(request, observer: log.observer))
            } catch {
                return .failure(error)
            }
        }

        /// Queues `count` looks; with `end` no more come, which ends a wait.
        func look(_ count: Int, end: Bool = false) {
            for _ in 0..<count { ticks.continuation.yield() }
            if end { ticks.continuation.finish() }
        }

        /// Writes a file of the folder, by rename.
        func write(_ name: String, _ text: String) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: folder.appending(component: name), options: .atomic)
        }

        /// The folder's files, sorted.
        var files: [String] {
            get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
        }
    }

    @Test("A request is written for people and for programs, and an unanswered one is still there after a stop")
    func writesRequest() async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder.appending(component: "queue"))
            queue.look(3, end: true)
            let result = await queue.ask()
            let path = queue.folder.appending(component: "t000003.me.0.answer.md").path
            #expect(
                result == .failure(ModelFailure(.cancelled, "cancelled while waiting for '\(path)'", attempts: 1)))
            #expect(try queue.files == ["t000003.me.0.request.json", "t000003.me.0.request.md"])
            let text = try String(
                contentsOf: queue.folder.appending(component: "t000003.me.0.request.md"), encoding: .utf8)
            #expect(
                text == """
                    ---
                    format: kernelswarm-manual-request/1
                    id: t000003.me.0
                    agent: "me"
                    role: "explorer"
                    answer_in: t000003.me.0.answer.md
                    ---

                    # System

                    Be brief.

                    # User

                    A kernel, please.

                    """)
            let json = try String(
                contentsOf: queue.folder.appending(component: "t000003.me.0.request.json"), encoding: .utf8)
            #expect(json.contains(#""user" : "A kernel, please.""#))
        }
    }

    @Test("After a restart the request is not rewritten and the answer is taken up")
    func restart() async throws {
        try await TemporaryDirectory.with { folder in
            let first = Queue(folder: folder)
            first.look(1, end: true)
            _ = await first.ask()
            let request = folder.appending(component: "t000003.me.0.request.md")
            let before = try FileManager.default.attributesOfItem(atPath: request.path)[.systemFileNumber] as? Int
            try first.write("t000003.me.0.answer.md", "the answer\n")
            let second = Queue(folder: folder)
            second.look(1, end: true)
            #expect(
                await second.ask()
                    == .success(ModelReply(text: "the answer\n", model: "manual", requestID: "t000003.me.0")))
            let after = try FileManager.default.attributesOfItem(atPath: request.path)[.systemFileNumber] as? Int
            #expect(before == after)
            #expect(second.log.attempts.map(\.failure) == [nil])
        }
    }

    @Test("An answer that still grows is not taken")
    func growing() async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder)
            // The tick source itself writes between the looks, so nothing is left to timing.
            let texts = ["", "half", "half and more", "half and more"]
            let model = ManualModel(
                folder: folder,
                ticks: QueueTicks {
                    let rest = Steps(texts)
                    return AsyncStream {
                        guard let text = rest.next() else { return nil }
                        if text != rest.written { try? queue.write("t000003.me.0.answer.md", text) }
                        rest.written = text
                        return ()
                    }
                }, timer: TestTimer().timer)
            let reply = try await model.answer(Self.request, observer: queue.log.observer)
            #expect(reply.text == "half and more")
        }
    }

    @Test("Junk, links and empty files are passed over")
    func junk() async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder)
            try queue.write("notes.txt", "junk")
            try queue.write(".t000003.me.0.answer.md.swp", "junk")
            try queue.write("other.answer.md", "junk")
            try FileManager.default.createSymbolicLink(
                at: folder.appending(component: "t000003.me.0.answer.md"),
                withDestinationURL: folder.appending(component: "notes.txt"))
            queue.look(4, end: true)
            guard case .failure(let failure) = await queue.ask() else {
                Issue.record("junk was taken for an answer")
                return
            }
            #expect(failure.code == .cancelled)
        }
    }

    @Test("An answer that is too long or no text fails and says so")
    func unusable() async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder)
            let path = folder.appending(component: "t000003.me.0.answer.md").path
            try queue.write("t000003.me.0.answer.md", String(repeating: "x", count: 1001))
            queue.look(1)
            #expect(
                await queue.ask()
                    == .failure(
                        ModelFailure(.malformed, "'\(path)' has 1001 bytes, more than the 1000 allowed", attempts: 1)))
            try Data([0xff, 0xfe]).write(to: URL(filePath: path))
            let second = Queue(folder: folder)
            second.look(1)
            #expect(
                await second.ask() == .failure(ModelFailure(.malformed, "'\(path)' is not UTF-8 text", attempts: 1)))
        }
    }

    @Test("A folder that holds another request of the same name is refused")
    func conflict() async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder)
            queue.look(1, end: true)
            _ = await queue.ask()
            var other = Self.request
            other.user = "Something else."
            let path = folder.appending(component: "t000003.me.0.request.json").path
            #expect(
                await Queue(folder: folder).ask(other)
                    == .failure(
                        ModelFailure(
                            .request,
                            "'\(path)' holds another request of this name; give each run a queue folder of its own")))
        }
    }

    @Test(
        "A request id that is no plain file name is refused",
        arguments: [
            "", ".", "..", "../x", "a/b", "/etc/x", ".hidden", "-rf", "a b", "ä", "a\0b",
            String(repeating: "a", count: 121),
        ])
    func badID(id: String) async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder.appending(component: "queue"))
            var request = Self.request
            request.id = id
            guard case .failure(let failure) = await queue.ask(request) else {
                Issue.record("the id was accepted")
                return
            }
            #expect(failure.code == .request)
            #expect(failure.message.hasSuffix("cannot be a file name"))
            #expect(!FileManager.default.fileExists(atPath: queue.folder.path))
        }
    }

    @Test("A cancelled task stops waiting")
    func cancellation() async throws {
        try await TemporaryDirectory.with { folder in
            let queue = Queue(folder: folder)
            let task = Task { await queue.ask() }
            task.cancel()
            guard case .failure(let failure) = await task.value else {
                Issue.record("an answer came from nowhere")
                return
            }
            #expect(failure.code == .cancelled)
        }
    }

    @Test("The shell line of the documentation answers a request")
    func documentedShellLine() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/manual-queue.md"), encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("for r in queue/*judge*") })
        try await TemporaryDirectory.with { folder in
            var request = Self.request
            request.id = ModelRequest.identifier(ticket: 1, agent: "judge-a", attempt: 0)
            let asking = Queue(folder: folder.appending(component: "queue"))
            asking.look(1, end: true)
            _ = await asking.ask(request)
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", String(line)]
            shell.currentDirectoryURL = folder
            try shell.run()
            shell.waitUntilExit()
            let answered = Queue(folder: folder.appending(component: "queue"))
            answered.look(1, end: true)
            let reply = try await answered.ask(request).get()
            #expect(
                ReplyParser.vote(reply.text) == .vote(score: 0.8, suspicious: false, reason: "looks fine"))
        }
    }

    @Test("Identifiers are file names whatever the agent is called")
    func identifier() {
        #expect(ModelRequest.identifier(ticket: 12, agent: "fast one/2", attempt: 1) == "t000012.fast_one_2.1")
    }
}
