import Audit
import Blackboard
import Foundation
import TestSupport
import Testing

/// A team with a person and a server in it, measured by the real evaluator: the program itself, a real server on
/// loopback, a real queue folder.
@Suite struct LiveTeamTests {
    /// The run: two live agents beside the offline ones.
    private static func configuration(_ baseURL: String) -> String {
        """
        version: 1
        name: live
        task: matmul
        gpu: m1-pro
        seed: 5
        window: 3
        order: ticket
        population: {islands: 1, size: 6}
        stop: {evaluations: 12}
        team:
          agents:
            - {agent: explorer}
            - agent: explorer
              overrides: {model: manual, budget: {proposals: 1}}
            - agent: optimizer
              overrides: {model: server, budget: {proposals: 2}}
            - {agent: optimizer}
            - {agent: critic}
            - {agent: profiler}
          models:
            server: {provider: openai-compatible, base_url: "\(baseURL)", model: fake-1, retries: 0}

        """
    }

    /// A kernel that keeps tiles of 32 x 32 and stops `missing` steps before the end of each sum.
    private static func tiled(depth: String, missing: Int) throws -> String {
        try reply(
            """
            // tune: DEPTH = \(depth)
            /* launch-plan
            launches:
              - kernel: product
                threadgroups: ["ceildiv(n, 32)", "ceildiv(m, 32)"]
                threadgroup: [16, 16, 1]
            */
            kernel void product(
                device const float* a [[buffer(0)]], device const float* b [[buffer(1)]],
                device float* c [[buffer(2)]], constant int& m [[buffer(3)]], constant int& n [[buffer(4)]],
                constant int& k [[buffer(5)]], uint2 block [[threadgroup_position_in_grid]],
                uint2 place [[thread_position_in_threadgroup]], uint index [[thread_index_in_threadgroup]]) {
                threadgroup float left[32 * DEPTH], right[DEPTH * 32];
                int top = int(block.y) * 32, side = int(block.x) * 32, end = k - \(missing);
                float sum[2][2] = {};
                for (int base = 0; base < k; base += DEPTH) {
                    for (int i = index; i < 32 * DEPTH; i += 256) {
                        int row = top + i / DEPTH, column = base + i % DEPTH;
                        left[i] = row < m && column < end ? a[row * k + column] : 0.0f;
                    }
                    for (int i = index; i < 32 * DEPTH; i += 256) {
                        int row = base + i / 32, column = side + i % 32;
                        right[i] = row < k && column < n ? b[row * n + column] : 0.0f;
                    }
                    threadgroup_barrier(mem_flags::mem_threadgroup);
                    for (int i = 0; i < DEPTH; ++i)
                        for (int r = 0; r < 2; ++r)
                            for (int s = 0; s < 2; ++s)
                                sum[r][s] += left[(place.y + r * 16) * DEPTH + i] * right[i * 32 + place.x + s * 16];
                    threadgroup_barrier(mem_flags::mem_threadgroup);
                }
                for (int r = 0; r < 2; ++r)
                    for (int s = 0; s < 2; ++s) {
                        int row = top + place.y + r * 16, column = side + place.x + s * 16;
                        if (row < m && column < n) c[row * n + column] = sum[r][s];
                    }
            }
            """)
    }

    /// What the person writes: a row of threads that share a row of A by SIMD group, four columns each.
    private static func byHand() throws -> String {
        try reply(
            """
            /* launch-plan
            launches:
              - kernel: product
                threads: ["ceildiv(n, 4)", m]
                threadgroup: [32, 4, 1]
            */
            kernel void product(
                device const float* a [[buffer(0)]], device const float* b [[buffer(1)]],
                device float* c [[buffer(2)]], constant int& n [[buffer(3)]], constant int& k [[buffer(4)]],
                uint2 place [[thread_position_in_grid]]) {
                int row = place.y, column = place.x * 4, width = min(4, n - column);
                float sum[4] = {};
                for (int i = 0; i < k; ++i)
                    for (int j = 0; j < width; ++j) sum[j] += a[row * k + i] * b[i * n + column + j];
                for (int j = 0; j < width; ++j) c[row * n + column + j] = sum[j];
            }
            """)
    }

    /// A reply that holds a whole candidate: the shipped kernel's head with `text` where it may change.
    private static func reply(_ text: String) throws -> String {
        let file = Tool.package.appendingPathComponent("configs/tasks/matmul/start.metal")
        let start = try String(contentsOf: file, encoding: .utf8)
        let marker = "// EVOLVE-BLOCK-START\n"
        let head = try #require(start.range(of: marker))
        return "A new structure.\n```metal\n\(start[..<head.upperBound])\(text)\n// EVOLVE-BLOCK-END\n```\n"
    }

    /// Runs the program to its end; `line` hears each line that it writes to standard error.
    private static func run(_ arguments: [String], in folder: URL, line: @escaping @Sendable (String) -> Void)
        async throws -> (status: Int32, errors: String)
    {
        let process = Tool.process(arguments, in: folder)
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        let chunks = AsyncStream<Data> { continuation in
            errors.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                if data.isEmpty {
                    handle.readabilityHandler = nil
                    continuation.finish()
                } else {
                    continuation.yield(data)
                }
            }
        }
        try process.run()
        var text = ""
        var rest = Data()
        for await chunk in chunks {
            rest += chunk
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let whole = String(decoding: rest[..<end], as: UTF8.self)
                rest = rest[rest.index(after: end)...]
                text += whole + "\n"
                line(whole)
            }
        }
        // Standard error is closed, so the process is at its end.
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test("a manual and a served agent beside offline ones: measured, repaired from the verdict, replayed")
    func mixedTeam() async throws {
        let wrong = try Self.tiled(depth: "8 | 16", missing: 3)
        let right = try Self.tiled(depth: "8 | 16 | 32", missing: 0)
        let byHand = try Self.byHand()
        try await TemporaryDirectory.with { folder in
            let place = folder.appendingPathComponent("run")
            try await FakeOpenAIServer.serve(by: { request, _ in
                let body = String(decoding: request.body, as: UTF8.self)
                return .completion(body.contains("# Why it failed") ? right : wrong)
            }) { server in
                let file = folder.appendingPathComponent("live.yaml")
                try Data(Self.configuration(server.baseURL).utf8).write(to: file)
                let queue = place.appendingPathComponent("queue")
                let outcome = try await Self.run(
                    ["run", file.path, "--run-dir", place.path, "--json"], in: Tool.package
                ) { line in
                    guard line.hasPrefix("waiting for an answer: explorer-2, request ") else { return }
                    let id = line.split(separator: " ").last.map(String.init) ?? ""
                    try? FileManager.default.createDirectory(at: queue, withIntermediateDirectories: true)
                    try? Data(byHand.utf8).write(
                        to: queue.appendingPathComponent("\(id).answer.md"), options: .atomic)
                }
                #expect(outcome.status == 0, Comment(rawValue: outcome.errors))

                let asked = server.requests.count
                #expect(asked >= 2)
                let replayed = try await Self.run(["replay", place.path], in: Tool.package) { _ in }
                #expect(replayed.status == 0, Comment(rawValue: replayed.errors))
                #expect(server.requests.count == asked)
            }
            try Self.inspect(place)
        }
    }

    /// Looks for both live agents' kernels in the transcript, and for a wrong one that was put right.
    private static func inspect(_ place: URL) throws {
        let entries = try Transcript(runDirectory: place.path).entries()
        var authors: [String: String] = [:]
        var verdicts: [String: String] = [:]
        for entry in entries {
            let payload = try entry.json()
            guard let candidate = payload["candidate"]?.stringValue else { continue }
            if entry.kind == .proposal, payload["origin"]?.stringValue == "edit" { authors[candidate] = entry.author }
            // The same answer given twice is measured once; the second entry refers to the first.
            guard entry.kind == .evaluation, let kind = payload["verdict"]?["kind"]?.stringValue else { continue }
            verdicts[candidate] = kind
        }
        #expect(authors.filter { $0.value == "explorer-2" }.compactMap { verdicts[$0.key] } == ["correct"])
        #expect(authors.filter { $0.value == "optimizer-1" }.compactMap { verdicts[$0.key] }.contains("wrong"))
        let revision = try #require(entries.first { $0.kind == .revision }).json()
        #expect(revision["parent"]?.stringValue.flatMap { verdicts[$0] } == "wrong")
        #expect(revision["candidate"]?.stringValue.flatMap { verdicts[$0] } == "correct")
        // The repair prompt showed what the evaluator found.
        let request = try #require(try entries.first { try $0.json()["purpose"]?.stringValue == "repair" })
        #expect(request.author == "optimizer-1")
    }
}
