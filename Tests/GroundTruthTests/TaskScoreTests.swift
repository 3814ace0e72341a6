import Foundation
import GPUTiming
import GroundTruth
import Testing

/// The score of sets of tasks against hand-made predictions whose figures a scorer of such a set printed.
@Suite struct TaskScoreTests {
    /// A set of six alternatives to one task and two to another that hardly differ.
    private static func set() throws -> TruthSet {
        let times: [(String, Double)] = [
            ("t/a/1", 100), ("t/b/1", 110), ("t/c/1", 150), ("t/d/1", 150), ("t/e/1", 300), ("t/f/1", 900),
            ("u/a/1", 50), ("u/b/1", 51), ("t/a/0", 10),
        ]
        let launch = TaskFixture.launch(args: TaskFixture.buffer("y"))
        let cases = times.map {
            TaskFixture.entry($0.0, task: String($0.0.prefix(1)), scored: !$0.0.hasSuffix("0"), launches: launch)
        }
        return try TaskFixture(cases, measured: times.map { (name: $0.0, us: $0.1) }).read()
    }

    private static let predictions = [
        "t/a/1": 60.0, "t/b/1": 50, "t/c/1": 70, "t/d/1": 80, "t/e/1": 65, "t/f/1": 450, "u/a/1": 40, "u/b/1": 50,
        "t/a/0": 1,
    ]

    @Test("ranks, pairs and errors of each task, and one factor for all that have ranks")
    func figures() throws {
        let score = TaskScore(Self.predictions, set: try Self.set())
        #expect(score.tasks.map(\.name) == ["t", "u"])
        let task = score.tasks[0]
        #expect(task.rows.count == 6)
        // Both as the scorer prints them.
        #expect((task.tau * 1000).rounded() == 552)
        #expect((task.spearman * 1000).rounded() == 754)
        // Of 13 pairs at least a quarter apart, e against c and d are wrong.
        #expect(task.pairs == Score.Pairs(right: 11, count: 13))
        #expect(score.tasks[1].pairs.count == 0)
        #expect(score.ranked.map(\.name) == ["t"])
        // The median of 100/60, 110/50, 150/70, 150/80, 300/65 and 900/450.
        #expect(abs(score.clockFactor - (2 + 150.0 / 70) / 2) < 1e-12)
        #expect(score.medianError < task.medianError(factor: 1))
    }

    @Test("a case without a prediction is left out of ranks and wrong in pairs")
    func missing() throws {
        var predictions = Self.predictions
        predictions["t/f/1"] = nil
        let task = TaskScore(predictions, set: try Self.set()).tasks[0]
        #expect(task.pairs == Score.Pairs(right: 6, count: 13))
        #expect(task.rows.count { $0.predicted == nil } == 1)
    }

    @Test("the document keeps other sections and replaces its own")
    func document() throws {
        let first = AccuracyDocument.text(["## One\n\nstale\n", "## Two\n\nkept\n"])
        let second = AccuracyDocument.text(["## Three\n\nnew\n", "## One\n\nnewer\n"], keeping: first)
        #expect(second.hasPrefix("# How accurate the model's time is\n"))
        #expect(second.contains("## What is calibrated"))
        #expect(second.hasSuffix("## One\n\nnewer\n\n## Two\n\nkept\n\n## Three\n\nnew\n"))
        #expect(!second.contains("stale"))
        #expect(AccuracyDocument.text(["## One\n\nnewer\n"], keeping: second) == second)
        let both = AccuracyDocument.text(["## One\n\nnewest\n\n## Two\n\nnewest\n"], keeping: first)
        #expect(!both.contains("stale") && !both.contains("kept"))
    }
}
