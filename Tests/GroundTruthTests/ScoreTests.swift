import Foundation
import GroundTruth
import Testing

/// The score against hand-made predictions whose figures the set's own scorer printed.
@Suite struct ScoreTests {
    /// The set that comes with the tests.
    static func set() throws -> TruthSet {
        let folder = try #require(Bundle.module.url(forResource: "h200", withExtension: nil))
        return try TruthSet(folder: folder)
    }

    @Test("bytes, flops and launch cost alone score what the set's scorer says")
    func roofline() throws {
        let set = try Self.set()
        var predictions: [String: Double] = [:]
        for truthCase in set.cases {
            predictions[truthCase.name] =
                3.6 + max((truthCase.minimumBytes ?? 0) / 4.3e6, (truthCase.flops ?? 0) / 60e6)
        }
        let score = Score(predictions, set: set, clock: .cold)
        #expect(score.rows.count == 108)
        #expect(score.missing == 0)
        #expect((score.spearman * 1000).rounded() == 452)
        #expect(score.sameProblem == Score.Pairs(right: 24, count: 48))
        #expect(score.pairs == Score.Pairs(right: 199, count: 294))
        #expect((score.meanError * 1000).rounded() == 564)
        #expect((score.medianError * 1000).rounded() == 607)
    }

    @Test("a case without a usable prediction counts as wrong everywhere")
    func missing() throws {
        let set = try Self.set()
        var predictions: [String: Double] = [:]
        for truthCase in set.cases { predictions[truthCase.name] = set.measurements[truthCase.name]?.cold }
        let perfect = Score(predictions, set: set, clock: .cold)
        #expect(perfect.meanError == 0)
        #expect(perfect.pairs.share == 1)
        #expect(perfect.sameProblem.share == 1)
        predictions["copy_scalar_16m"] = nil
        predictions["copy_float4_16m"] = .nan
        let score = Score(predictions, set: set, clock: .cold)
        #expect(score.missing == 2)
        #expect(score.pairs.right < perfect.pairs.right)
        #expect(score.rows.filter { $0.predicted == nil }.map(\.error) == [1, 1])
    }
}
