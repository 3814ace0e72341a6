import Evaluation
import Foundation
import KernelCompiler
import SeededKernels
import Testing

/// The verdicts of the seeded kernels as they stand in this file, in whatever way the program was built and on however many
/// threads it runs. A digest that changed with the checks on purpose is printed by `CheatPanel . m1-pro`.
@Suite struct PinnedVerdictTests {
    private static let panel = SeededPanel(folder: Fixture.root.appendingPathComponent("Tests/Fixtures/cheats"))

    /// The version whose IR the digests are of.
    private static let clang = "21.0.0"

    /// Kernels that the checks stop, that the oracle refuses and that pass; few, since they run in debug builds as well.
    private static let paths: Set<String> = [
        "cheat/divides-by-zero.cu", "cheat/every-other.cu", "cheat/overwrites-neighbour.cu",
        "cheat/unwritten-shared.cu",
        "honest/shared.cu", "honest/vectors.cu",
    ]

    @Test("verdicts and their messages are those pinned, on one thread and on two", arguments: [1, 2])
    func verdicts(threads: Int) async throws {
        let compiler = try await Fixture.compiler()
        let outcomes = try await Self.panel.run(
            task: "rowmax", paths: Self.paths, on: Fixture.hardware(), compiler: compiler,
            settings: .init(seed: 1, lanes: threads, threads: threads, timedSizes: []))
        #expect(outcomes.count == Self.paths.count)
        let words = outcomes.map { "\($0.kernel.name): \($0.verdict.kind.rawValue): \($0.verdict.message)" }
        #expect(
            ResultDigest(outcomes).text == "da99bd3313ab2690",
            "pinned for clang \(Self.clang)\n\(words.joined(separator: "\n"))")
    }
}
