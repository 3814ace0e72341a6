import GroundTruth
import Testing

/// Refits and ablations.
@Suite struct LeaveOneOutTests {
    @Test("a figure that is off is moved where other families show it, and only where cases depend on it")
    func refit() throws {
        let set = try ScoreTests.set()
        // Every case is predicted a quarter too slow, in proportion to the only figure.
        var (base, scaled): ([String: Double], [String: Double]) = ([:], [:])
        for (name, measurement) in set.measurements {
            guard let measured = measurement.cold else { continue }
            base[name] = measured / LeaveOneOut.factor
            scaled[name] = measured
        }
        let effect = LeaveOneOut.Effect(name: "some.figure", scaled: scaled, removed: base)
        let text = LeaveOneOut(base, [effect], set: set, clock: .cold).markdown
        #expect(text.contains("did not see its family: median error 0.0 %, mean 0.0 %."))
        #expect(text.contains("| `some.figure` | 25.0 % | none |"))
        #expect(text == LeaveOneOut(base, [effect], set: set, clock: .cold).markdown)
        let idle = LeaveOneOut.Effect(name: "some.figure", scaled: base, removed: base)
        let untouched = LeaveOneOut(base, [idle], set: set, clock: .cold).markdown
        #expect(untouched.contains("did not see its family: median error 25.0 %, mean 25.0 %."))
    }

    @Test("every part of the model has a name of its own")
    func names() {
        #expect(Set(Ablation.all.map(\.name)).count == Ablation.all.count)
        #expect(Set(CalibratedFigure.all.map(\.name)).count == CalibratedFigure.all.count)
    }

    @Test("the cost of timing is a ratio per instruction")
    func cost() {
        var cost = TimingCost()
        #expect(TimingCost.ratio([cost]) == nil)
        cost.plainInstructions = 100
        cost.plainSeconds = 1
        cost.timedInstructions = 50
        cost.timedSeconds = 3
        #expect(TimingCost.ratio([cost, cost]) == 6)
    }
}
