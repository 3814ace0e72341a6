import Evaluation
import Foundation
import SeededKernels
import Testing

@Suite struct SeededPanelTests {
    private static let panel = SeededPanel(folder: Fixture.root.appendingPathComponent("Tests/Fixtures/cheats"))

    @Test("at least twenty cheats and twenty honest kernels are seeded")
    func counts() throws {
        let kernels = try Self.panel.tasks().flatMap { try Self.panel.kernels(of: $0) }
        #expect(kernels.count { $0.expected != nil } >= 20)
        #expect(kernels.count { $0.expected == nil } >= 20)
    }

    @Test(
        "no cheat passes, each is found for what it is, and every honest kernel passes",
        arguments: ["layernorm", "product", "rowmax", "scan", "softmax"])
    func verdicts(task: String) async throws {
        let outcomes = try await Self.panel.run(
            task: task, on: Fixture.hardware(), compiler: Fixture.compiler(), settings: .init(seed: 1, lanes: 2))
        for outcome in outcomes {
            #expect(
                outcome.verdict.kind == outcome.kernel.expected ?? .correct,
                "\(outcome.kernel.name): \(outcome.verdict.message)")
        }
    }
}
