import Candidates
import OfflineSearch
import Testing

@Suite("A search state")
struct SearchStateTests {
    /// Proposes and observes `count` tickets of a kernel, the way a run without a window does.
    private func play(_ kernel: SearchLandscape, _ count: Int, seed: UInt64) throws -> SearchState {
        var state = SearchState(space: try kernel.space())
        for ticket in 0..<count {
            let role: SearchRole = ticket % 2 == 0 ? .explorer : .optimizer
            for proposal in state.propose(count: 1, role: role, seed: seed &+ UInt64(ticket)) {
                state.observe(kernel.observation(proposal.point))
            }
        }
        return state
    }

    @Test("begins with the default point")
    func start() throws {
        var state = SearchState(space: try SearchLandscape.attention.space())
        let first = state.propose(count: 1, role: .explorer, seed: 1)
        #expect(first.map(\.point) == [state.space.defaultPoint])
        #expect(first.map(\.reason) == ["the kernel's default values"])
        #expect(state.pointsInFlight == [state.space.defaultPoint])
    }

    @Test("never proposes a point twice, nor an infeasible one, whatever is outstanding")
    func novelty() throws {
        let kernel = SearchLandscape.random(0)
        var state = SearchState(space: try kernel.space())
        var seen: Set<DesignPoint> = []
        var pending: [DesignPoint] = []
        for ticket in 0..<40 {
            let proposals = state.propose(
                count: 1 + ticket % 3, role: ticket % 2 == 0 ? .explorer : .optimizer, seed: UInt64(ticket))
            for proposal in proposals {
                #expect(seen.insert(proposal.point).inserted)
                #expect(state.space.isFeasible(proposal.point))
                #expect(!proposal.reason.isEmpty)
                pending.append(proposal.point)
            }
            if ticket % 5 == 4, !pending.isEmpty { state.withdraw(pending.removeLast()) }
            while pending.count > 6 { state.observe(kernel.observation(pending.removeFirst())) }
        }
        #expect(seen.count > 60)
    }

    @Test("gives the same proposals for the same history and seed, others for another seed")
    func determinism() throws {
        let kernel = SearchLandscape.attention
        let first = try play(kernel, 24, seed: 5)
        let second = try play(kernel, 24, seed: 5)
        let third = try play(kernel, 24, seed: 6)
        #expect(first.observations == second.observations)
        #expect(first.observations != third.observations)
        var once = first
        var again = second
        #expect(
            once.propose(count: 4, role: .explorer, seed: 9) == again.propose(count: 4, role: .explorer, seed: 9))
    }

    @Test("can be rebuilt from its observations and points in flight")
    func rebuilding() throws {
        let kernel = SearchLandscape.matmul
        var original = try play(kernel, 20, seed: 3)
        let pending = original.propose(count: 3, role: .explorer, seed: 77)
        var rebuilt = SearchState(space: original.space)
        for observation in original.observations { rebuilt.observe(observation) }
        for proposal in pending { rebuilt.markInFlight(proposal.point) }
        #expect(
            rebuilt.propose(count: 2, role: .optimizer, seed: 1)
                == original.propose(count: 2, role: .optimizer, seed: 1))
    }

    @Test("knows no parameter by name: renamed tunables are searched alike")
    func renaming() throws {
        let kernel = SearchLandscape.matmul
        let names = ["BM", "BN", "BK", "TM", "TN", "VEC", "DOUBLE"]
        let renamedText = names.reduce(kernel.text) {
            $0.replacing($1, with: "Q\($1.reversed().map(String.init).joined())Q")
        }
        let renamed = SearchLandscape(name: "renamed", text: renamedText) { values in
            var original: [String: Int] = [:]
            for name in names { original[name] = values["Q\(name.reversed().map(String.init).joined())Q"] }
            return kernel.evaluate(original)
        }
        let first = try play(kernel, 24, seed: 2).observations.map(\.point.values)
        let second = try play(renamed, 24, seed: 2).observations.map(\.point.values)
        #expect(first == second)
    }

    @Test("exhausts a small space and then proposes nothing")
    func exhaustion() throws {
        let kernel = SearchLandscape(
            name: "small", text: "// tune: A = 1 | 2 | 3\n// tune: B = 1 | 2\n// constraint: A != 2"
        ) {
            (Double(($0["A"] ?? 0) * ($0["B"] ?? 0)), [:])
        }
        var state = try play(kernel, 30, seed: 1)
        #expect(Set(state.observations.map(\.point.description)) == ["A=1 B=1", "A=1 B=2", "A=3 B=1", "A=3 B=2"])
        #expect(state.observations.count == 4)
        #expect(state.best?.point.description == "A=1 B=1")
        #expect(state.propose(count: 2, role: .optimizer, seed: 1).isEmpty)
        var empty = SearchState(space: .empty)
        #expect(empty.propose(count: 3, role: .explorer, seed: 1).map(\.point) == [.empty])
    }

    @Test("follows a hint to the parameter whose moves changed the hinted metric")
    func hints() throws {
        // Both parameters help alike; only Y moves the metric 'latency', only X 'dram-bandwidth'.
        let kernel = SearchLandscape(
            name: "hints",
            text: "// tune: X = 1 | 2 | 3 | 4 | 5 | 6\n// tune: Y = 1 | 2 | 3 | 4 | 5 | 6\n// tune: Z = 1 | 2 | 3"
        ) { values in
            let x = Double(values["X"] ?? 0)
            let y = Double(values["Y"] ?? 0)
            return (1000 / (3 + x + y), ["latency": 10 - y, "dram-bandwidth": 10 - x])
        }
        let space = try kernel.space()
        var state = SearchState(space: space)
        for (x, y, z) in [
            (1, 1, 1), (2, 1, 1), (1, 2, 1), (2, 2, 1), (1, 1, 2), (2, 1, 3), (1, 2, 3), (3, 3, 1), (2, 2, 2),
        ] {
            state.observe(kernel.observation(space.nearestPoint(to: ["X": x, "Y": y, "Z": z])))
        }
        func moved(_ bottleneck: String) -> (x: Int, y: Int) {
            var total = (x: 0, y: 0)
            for seed in 0..<10 {
                var copy = state
                for proposal in copy.propose(
                    count: 1, role: .optimizer, seed: UInt64(seed), hint: Hint(bottleneck: bottleneck))
                {
                    total.x += (proposal.point["X"] ?? 0) - 3
                    total.y += (proposal.point["Y"] ?? 0) - 3
                }
            }
            return total
        }
        let latency = moved("latency")
        let bandwidth = moved("dram-bandwidth")
        #expect(latency.y - latency.x > bandwidth.y - bandwidth.x)
    }

    @Test("learns from failures where kernels do not run, and says so before one is spent")
    func failures() throws {
        let kernel = SearchLandscape(
            name: "failing", text: "// tune: A = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8\n// tune: B = 1 | 2 | 3 | 4"
        ) { values in (values["A"] ?? 0) >= 5 ? nil : (Double(100 + (values["B"] ?? 0)), [:]) }
        let space = try kernel.space()
        var state = SearchState(space: space)
        for (a, b) in [(1, 1), (2, 3), (3, 2), (4, 4), (4, 1), (8, 1), (8, 4), (6, 1), (5, 3), (6, 4), (7, 2), (7, 3)] {
            state.observe(kernel.observation(space.nearestPoint(to: ["A": a, "B": b])))
        }
        let bad = state.judge(space.nearestPoint(to: ["A": 7, "B": 4]))
        let good = state.judge(space.nearestPoint(to: ["A": 3, "B": 1]))
        #expect(bad.isVetoed)
        #expect(bad.reason.hasSuffix("% likely to have a time at all"))
        #expect(!good.isVetoed)
        #expect(good.score > bad.score)
    }

    @Test("judges what is known, foreign, infeasible or hopeless")
    func judging() throws {
        let kernel = SearchLandscape.attention
        let state = try play(kernel, 30, seed: 4)
        let best = try #require(state.best)
        #expect(state.judge(best.point).reason == "it has been evaluated already")
        #expect(state.judge(DesignPoint(names: ["A"], values: [1])).reason == "it is no point of the design space")
        let infeasible = state.space.nearestPoint(to: ["VARIANT": 2, "ROWS": 8, "KV_TILE": 128])
        #expect(state.judge(infeasible).reason == "it violates the constraint 'ROWS * KV_TILE <= 512'")
        let slow = state.space.nearestPoint(to: ["VARIANT": 0, "ROWS": 1, "KV_TILE": 8, "VEC": 1, "UNROLL": 1])
        var fresh = state
        let next = try #require(fresh.propose(count: 1, role: .optimizer, seed: 8).first)
        #expect(state.judge(slow).score < state.judge(next.point).score)
        #expect(SearchState(space: state.space).judge(slow).reason == "too little is known to judge")
    }

    @Test("predicts what it has observed")
    func predicting() throws {
        let state = try play(.matmul, 30, seed: 4)
        let best = try #require(state.best)
        guard case .time(let time) = best.outcome, let prediction = state.surrogate.predict(best.point) else {
            Issue.record("no prediction")
            return
        }
        #expect(abs(prediction.nanoseconds / time - 1) < 0.1)
        #expect(prediction.spread < 0.3)
        #expect(prediction.feasibility > 0.7)
    }

    @Test("samples a space too large to list")
    func largeSpace() throws {
        let values = (1...16).map(String.init).joined(separator: " | ")
        let text =
            (0..<8).map { "// tune: P\($0) = \(values)" }.joined(separator: "\n") + "\n// constraint: P0 * P1 <= 64"
        let kernel = SearchLandscape(name: "large", text: text) { values in
            (values.keys.sorted().reduce(10) { $0 + Double(abs((values[$1] ?? 0) - 5)) }, [:])
        }
        let state = try play(kernel, 40, seed: 1)
        #expect(state.observations.count == 40)
        #expect(state.observations.allSatisfy { state.space.isFeasible($0.point) })
        guard case .time(let time)? = state.best?.outcome else {
            Issue.record("nothing found")
            return
        }
        #expect(time < 24)
    }

    @Test("survives absurd times and metrics", arguments: 0..<4)
    func absurd(seed: Int) throws {
        let space = try SearchLandscape.attention.space()
        var state = SearchState(space: space)
        let times = [0, -1, .nan, .infinity, 1e308, 1e-308, .leastNonzeroMagnitude, 1, 1e9]
        var random = SplitMix64(seed: UInt64(seed))
        for ticket in 0..<24 {
            let hint = Hint(bottleneck: "m", preferred: ["ROWS": .up, "none": .down])
            for proposal in state.propose(count: 1, role: .optimizer, seed: UInt64(ticket), hint: hint) {
                _ = state.judge(proposal.point)
                let time = times[random.below(times.count)]
                let metric = times[random.below(times.count)]
                state.observe(Observation(point: proposal.point, outcome: .time(time), metrics: ["m": metric]))
                state.observe(Observation(point: proposal.point, outcome: .time(time)))
            }
        }
        #expect(state.observations.count == 48)
    }
}
