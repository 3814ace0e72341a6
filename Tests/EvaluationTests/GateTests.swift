import Candidates
import Evaluation
import Foundation
import SeededKernels
import Testing

@Suite struct GateTests {
    /// The files of a seeded task, changed.
    private func withTask<Result>(
        _ name: String, _ edit: (String) -> String, _ body: (TaskDefinition) async throws -> Result
    ) async throws -> Result {
        let source = Fixture.root.appendingPathComponent("Tests/Fixtures/cheats/\(name)")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kernelswarm-gate-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: source, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in ["task.yaml", "oracle.cpp"] {
            let place = folder.appendingPathComponent(file)
            try edit(String(contentsOf: place, encoding: .utf8)).write(to: place, atomically: true, encoding: .utf8)
        }
        return try await body(TaskDefinition(folder: folder, named: name))
    }

    /// Why a task is refused; nil when it is admitted.
    private func refusal(_ task: TaskDefinition) async throws -> String? {
        do {
            _ = try await Evaluator(
                admitting: task, on: Fixture.hardware(), compiler: Fixture.compiler(),
                settings: .init(seed: 1, timedSizes: []))
            return nil
        } catch let refusal as TaskRefusal {
            return refusal.description
        }
    }

    /// A task whose check cannot tell a kernel from something that is none.
    struct Hollow: Sendable, CustomTestStringConvertible {
        let name: String
        let edit: @Sendable (String) -> String
        let survivor: String
        var testDescription: String { name }
    }

    static let hollow = [
        Hollow(
            name: "weights of zero",
            edit: { $0.replacing("distribution: uniform, scale: 1", with: "distribution: zero") },
            survivor: "writes zeros"),
        Hollow(
            name: "rows of ones",
            edit: {
                $0.replacing(
                    "out[i] = (x[row * width + i] - mean) * factor * gain[i]", with: "out[i] = 1 + mean * 1e-9")
            },
            survivor: "writes ones"),
        Hollow(
            name: "a constant",
            edit: { $0.replacing("(x[row * width + i] - mean) * factor * gain[i]", with: "7 + mean * 1e-9") },
            survivor: "writes the mean of each output everywhere"),
        Hollow(
            name: "a row's constant",
            edit: { $0.replacing("(x[row * width + i] - mean) * factor * gain[i]", with: "mean + factor + row") },
            survivor: "writes each row's mean"),
        Hollow(
            name: "a copy",
            edit: { $0.replacing("(x[row * width + i] - mean) * factor * gain[i]", with: "x[row * width + i]") },
            survivor: "copies the input 'x'"),
        Hollow(
            name: "every row the same",
            edit: { $0.replacing("(x[row * width + i] - mean) * factor * gain[i]", with: "i + mean * 1e-7") },
            survivor: "writes each column's mean"),
        Hollow(
            name: "inputs that do not matter",
            edit: { $0.replacing("(x[row * width + i] - mean) * factor * gain[i]", with: "i * row + i + mean * 1e-7") },
            survivor: "never looks at its inputs and writes what others of their distribution give"),
        Hollow(
            name: "a tolerance as wide as the output",
            edit: { $0.replacing("rms_fraction: 1e-4", with: "rms_fraction: 1") },
            survivor: ""),
    ]

    @Test("a task that a null candidate passes is refused with the reason", arguments: hollow)
    func nullCandidates(hollow: Hollow) async throws {
        let found = try await withTask("layernorm", hollow.edit) { try await refusal($0) }
        // With a tolerance of the whole root mean square many survive, but none of them in every element.
        if hollow.survivor.isEmpty { return #expect(found == nil) }
        #expect(
            found?.hasPrefix(
                "the check of task 'layernorm' cannot tell a kernel from one that \(hollow.survivor): that passes at every "
                    + "check size with the tolerance 0.0001") == true, "\(found ?? "admitted")")
    }

    @Test("the tasks that ship and those of the panel are admitted", arguments: ["attention", "matmul"])
    func admitted(name: String) async throws {
        #expect(try await refusal(Fixture.task(name)) == nil)
    }

    @Test("a time below what the chip physically needs is an error, never a score")
    func floor() async throws {
        let edit: @Sendable (String) -> String = {
            $0.replacing("operations: 2 * m * n * k", with: "operations: 2000000 * m * n * k")
        }
        try await withTask("product", edit) { task in
            let evaluator = try await Evaluator(
                task: task, hardware: Fixture.hardware(), compiler: Fixture.compiler(), settings: .init(seed: 1))
            let result = await evaluator.evaluate(task.candidate(for: task.competent))
            #expect(result.verdict.kind == .belowFloor)
            #expect(result.score == nil)
            #expect(result.verdict.message.hasPrefix("the modelled time of "))
            #expect(
                result.verdict.message.contains(" ns that m1-pro physically needs for 33554432000000 operations at "))
        }
    }

    @Test("a floor of bytes counts what must come from device memory")
    func byteFloor() async throws {
        let edit: @Sendable (String) -> String = {
            $0.replacing("floor: {operations: 2 * m * n * k}", with: "floor: {bytes: 1000000000 * m}")
        }
        try await withTask("product", edit) { task in
            let evaluator = try await Evaluator(
                task: task, hardware: Fixture.hardware(), compiler: Fixture.compiler(), settings: .init(seed: 1))
            let result = await evaluator.evaluate(task.candidate(for: task.competent))
            #expect(result.verdict.kind == .belowFloor)
            #expect(result.verdict.message.contains("256000000000 bytes"))
        }
    }

    @Test("half precision is allowed where the task says so, and counted")
    func precision() async throws {
        try await withTask(
            "product", { $0.replacing("floor:", with: "precision: any\nfloor:").replacing("1e-4", with: "1e-1") }
        ) {
            task in
            let evaluator = try await Evaluator(
                task: task, hardware: Fixture.hardware(), compiler: Fixture.compiler(), settings: .init(seed: 1))
            let panel = SeededPanel(folder: Fixture.root.appendingPathComponent("Tests/Fixtures/cheats"))
            let half = try #require(panel.kernels(of: "product").first { $0.path == "cheat/half-products.metal" })
            let verdict = await evaluator.evaluate(
                Candidate(text: half.text, point: .empty, origin: .edit)
            ).verdict
            #expect(verdict.kind == .correct)
            // Three operations for each of 32 x 32 x 64 products: two roundings and a product.
            #expect(verdict.message.hasSuffix("\nnote: 196608 operations below single precision feed output 'c'"))
        }
    }

    @Test("a run's instruction budget counts lane instructions at one size")
    func instructionBudget() async throws {
        let task = try Fixture.task("attention")
        for (budget, kind) in [(1_000_000, VerdictKind.overBudget), (2_000_000_000, .correct)] {
            let evaluator = try await Evaluator(
                task: task, hardware: Fixture.hardware(), compiler: Fixture.compiler(),
                settings: .init(seed: 1, timedSizes: [], instructionBudget: budget))
            #expect(await evaluator.evaluate(task.candidate(for: task.competent)).verdict.kind == kind)
        }
    }

    @Test("a swapped comparison shows: the faster kernel is the one with the greater speed-up")
    func orientation() async throws {
        let task = try Fixture.task("matmul")
        let evaluator = try await Fixture.evaluator(task, sizes: ["square-512"])
        let naive = await evaluator.evaluate(task.candidate(for: task.naive))
        let competent = await evaluator.evaluate(task.candidate(for: task.competent))
        let forward = try #require(Evaluator.speedup(of: competent, over: naive))
        let backward = try #require(Evaluator.speedup(of: naive, over: competent))
        #expect(forward > 1)
        #expect(backward < 1)
        #expect(try #require(competent.score) < #require(naive.score))
    }

    @Test("a plan of several launches too large to compare at a timed size is found when the result is verified")
    func verification() async throws {
        // A hundred million products, of which evaluations execute a sample only.
        let edit: @Sendable (String) -> String = {
            $0.replacing("values: {m: 256, n: 256, k: 256}", with: "values: {m: 512, n: 512, k: 512}")
        }
        let panel = SeededPanel(folder: Fixture.root.appendingPathComponent("Tests/Fixtures/cheats"))
        let honest = try #require(panel.kernels(of: "product").first { $0.path == "honest/transposed.metal" }).text
        let lazy = honest.replacing(
            "for (int i = 0; i < k; i++)", with: "for (int i = 0; i < (k == 512 ? 500 : k); i++)")
        try await withTask("product", edit) { task in
            let evaluator = try await Evaluator(
                task: task, hardware: Fixture.hardware(), compiler: Fixture.compiler(), settings: .init(seed: 1))
            for (text, kind) in [(honest, VerdictKind.correct), (lazy, .wrong)] {
                let candidate = Candidate(text: text, point: .empty, origin: .edit)
                let verdict = await evaluator.evaluate(candidate).verdict
                #expect(verdict.kind == .correct)
                #expect(
                    verdict.message.hasSuffix(
                        "\nnote: outputs were not compared at 'square': the plan's launches take too much work there to "
                            + "be executed in full"))
                #expect(await evaluator.verifyHoldout(candidate).kind == kind)
            }
        }
    }

    @Test("keys of the gate that are wrong are reported in their place")
    func mistakes() async throws {
        let error = await #expect(throws: (any Error).self) {
            try await self.withTask(
                "product",
                { $0.replacing("floor: {operations: 2 * m * n * k}", with: "precision: f8\nfloor: {byte: m}") }
            ) { _ in }
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("'precision' must be one of 'f32', 'any', not 'f8'"))
        #expect(text.contains("unknown key 'byte' in 'floor'"))
    }
}
