import Candidates
import OfflineSearch
import Testing

@Suite("The offline search finds 95 % of the optimum in few evaluations")
struct SearchQualityTests {
    /// Evaluations that the search may spend.
    private static let budget = 60

    /// Results of 20 seeds on one kernel.
    private struct Results {
        /// The least time of all points.
        let optimum: Double
        /// The best time after each evaluation, for each seed.
        let histories: [[Double]]

        /// Median number of evaluations until 95 % of the optimum, the budget plus one where it is not reached.
        var medianNeeded: Int {
            let needed = histories.map { (($0.firstIndex { optimum / $0 >= 0.95 }) ?? budget) + 1 }
            return needed.sorted()[needed.count / 2]
        }

        /// Median share of the optimum reached in the end.
        var medianRatio: Double {
            let ratios = histories.map { optimum / ($0.last ?? .infinity) }
            return ratios.sorted()[ratios.count / 2]
        }
    }

    /// Runs the search for 20 seeds.
    private func search(_ kernel: SearchLandscape, window: Int) throws -> Results {
        let space = try kernel.space()
        let runner = SearchRunner(landscape: kernel, window: window, evaluations: Self.budget)
        return Results(
            optimum: optimum(kernel, space), histories: (0..<20).map { runner.run(space: space, seed: UInt64($0)) })
    }

    /// Draws feasible points at random for 20 seeds.
    private func randomSearch(_ kernel: SearchLandscape) throws -> Results {
        let space = try kernel.space()
        let points = Array(space.feasiblePoints)
        let histories = (0..<20).map { seed -> [Double] in
            var random = SplitMix64(seed: UInt64(seed) &+ 99)
            var best = Double.infinity
            return (0..<Self.budget).map { _ in
                let point = points[random.below(points.count)]
                best = min(best, kernel.evaluate(point.dictionary)?.time ?? .infinity)
                return best
            }
        }
        return Results(optimum: optimum(kernel, space), histories: histories)
    }

    /// The least time of all feasible points.
    private func optimum(_ kernel: SearchLandscape, _ space: DesignSpace) -> Double {
        space.feasiblePoints.compactMap { kernel.evaluate($0.dictionary)?.time }.min() ?? .infinity
    }

    @Test("and beats random search", arguments: [SearchLandscape.attention, .matmul])
    func oneAtATime(kernel: SearchLandscape) throws {
        let results = try search(kernel, window: 1)
        let random = try randomSearch(kernel)
        #expect(try Array(kernel.space().feasiblePoints).count >= 500)
        #expect(results.medianNeeded <= 40)
        #expect(random.medianNeeded > Self.budget)
        #expect(results.medianRatio > random.medianRatio + 0.05)
    }

    @Test(
        "of the shipped tasks' kernels, every point of which was measured, and beats random search",
        arguments: ["attention", "matmul"])
    func shipped(task: String) throws {
        let landscape = try SearchLandscape.enumerated(task)
        let results = try search(landscape, window: 4)
        let random = try randomSearch(landscape)
        #expect(try Array(landscape.space().feasiblePoints).count >= 500)
        #expect(results.medianNeeded <= Self.budget)
        #expect(results.medianRatio > random.medianRatio)
    }

    @Test("with six results outstanding", arguments: [SearchLandscape.attention, .matmul])
    func delayed(kernel: SearchLandscape) throws {
        #expect(try search(kernel, window: 6).medianNeeded <= Self.budget)
    }

    @Test("on random landscapes with a switch and cliffs", arguments: [1, 3] as [UInt64])
    func landscapes(seed: UInt64) throws {
        #expect(try search(.random(seed), window: 4).medianNeeded <= Self.budget)
    }
}
