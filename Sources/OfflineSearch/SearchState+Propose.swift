import Candidates

extension SearchState {
    /// Rows compared for each proposal of the space-filling start.
    private static let startCandidates = 192
    /// Rows whose spread is computed; the rest are judged by their expectation alone.
    private static let shortlistSize = 320
    /// Rows drawn from a space too large to list.
    private static let sampleSize = 2048

    /// Number of proposals that fill the space before the model is trusted.
    var startCount: Int { min(12, max(6, catalogue.values.count + 3)) }

    /// Proposes up to `count` new feasible points and notes them as in flight; fewer when the space is exhausted.
    ///
    /// - Parameters:
    ///   - count: Number of points wanted.
    ///   - role: How to search.
    ///   - seed: The ticket's seed; breaks ties and draws samples.
    ///   - hint: What a profiler saw at the best point.
    package mutating func propose(
        count: Int, role: SearchRole, seed: UInt64, hint: Hint? = nil
    ) -> [Proposal] {
        var random = SplitMix64(seed: seed)
        var proposals: [Proposal] = []
        var surrogate: Surrogate?
        for _ in 0..<max(0, count) {
            let found: (row: PointRow, reason: String)?
            if known.count < startCount || timed.count < 3 {
                found = startProposal(&random)
            } else {
                let model = surrogate ?? Surrogate(self)
                found = modelProposal(model, role, hint, &random)
                surrogate = model
                if let found { surrogate?.believe(found.row) }
            }
            guard let found else { break }
            let point = catalogue.point(of: found.row)
            markInFlight(point)
            proposals.append(Proposal(point: point, reason: found.reason))
        }
        return proposals
    }

    // MARK: The start

    /// The default first; then the row that is far from all known ones and has values they have not had.
    private func startProposal(_ random: inout SplitMix64) -> (PointRow, String)? {
        if let row = catalogue.row(of: space.defaultPoint), catalogue.isFeasible(row), !known.contains(row) {
            return (row, "the kernel's default values")
        }
        let pool = catalogue.sample(Self.startCandidates, &random).filter { !known.contains($0) }
        let rows = pool.isEmpty ? (catalogue.listed ?? []).filter { !known.contains($0) } : pool
        // Failures say where not to go; far from everything but beside a failure is no good start.
        let validity = failed.isEmpty ? nil : Surrogate(self)
        let tried = known.sorted { $0.lexicographicallyPrecedes($1) }
        var counts = catalogue.values.map { Array(repeating: 0, count: $0.count) }
        for row in tried { for (parameter, position) in row.enumerated() { counts[parameter][Int(position)] += 1 } }
        var best: (row: PointRow, score: Double)?
        for row in rows {
            var freshness = 0.0
            for (parameter, position) in row.enumerated() {
                freshness += 1 / Double(1 + counts[parameter][Int(position)])
            }
            let nearest = tried.map { distance(row, $0) }.min() ?? 0
            let score = (freshness + nearest) * (validity?.feasibility(row) ?? 1)
            if score > best?.score ?? -1 { best = (row, score) }
        }
        return best.map { ($0.row, "fills the space: far from the \(tried.count) points tried so far") }
    }

    /// Distance of two rows: the sum over the parameters, each scaled to at most 1.
    private func distance(_ left: PointRow, _ right: PointRow) -> Double {
        var sum = 0.0
        for parameter in left.indices where left[parameter] != right[parameter] {
            let width = Double(max(1, catalogue.values[parameter].count - 1))
            sum += catalogue.isChoice[parameter] ? 1 : abs(Double(left[parameter]) - Double(right[parameter])) / width
        }
        return sum
    }

    // MARK: By the model

    /// The row of highest worth in the role's part of the space.
    private func modelProposal(
        _ surrogate: Surrogate, _ role: SearchRole, _ hint: Hint?, _ random: inout SplitMix64
    ) -> (PointRow, String)? {
        let elite = self.elite
        guard let leader = elite.first else { return startProposal(&random) }
        var pool: [PointRow] = []
        if role == .optimizer {
            if random.below(2) == 0 { pool = steps(from: leader) }
            if pool.isEmpty { pool = localPool(around: elite) }
        }
        if pool.isEmpty { pool = globalPool(around: elite, &random) }
        guard !pool.isEmpty else { return nil }
        let boldness = role == .explorer ? 1.3 : 1.0
        let metric = hint.flatMap { surrogate.metricModel($0.bottleneck) }
        let leaderMetric = metric?(leader) ?? 0

        var best: (row: PointRow, worth: Double, relief: Double)?
        for row in shortlist(pool, surrogate, &random) {
            var worth = surrogate.expectedImprovement(row, boldness: boldness) * surrogate.feasibility(row)
            let relief = metric.map { leaderMetric - $0(row) } ?? 0
            if role == .optimizer, let hint {
                worth *= 1 + 0.5 * min(2, max(0, relief))
                worth *= directionFactor(row, leader, hint)
            }
            if worth > best?.worth ?? -1 { best = (row, worth, relief) }
        }
        guard let best else { return nil }
        return (best.row, reason(best.row, best.relief, leader, surrogate, role, metric == nil ? nil : hint))
    }

    /// The best rows by time, three at most.
    private var elite: [PointRow] {
        timed.indices.sorted { (timed[$0].logarithm, $0) < (timed[$1].logarithm, $1) }.prefix(3).map { timed[$0].row }
    }

    /// New rows one step away: an ordinal parameter moved to the next value, or another alternative chosen.
    private func steps(from row: PointRow) -> [PointRow] {
        catalogue.neighbours(of: row).filter { other in
            !known.contains(other)
                && row.indices.allSatisfy { catalogue.isChoice[$0] || abs(Int(row[$0]) - Int(other[$0])) <= 1 }
        }
    }

    /// New rows one parameter away from an elite row, or two away from the best.
    private func localPool(around elite: [PointRow]) -> [PointRow] {
        var seen = known
        var pool: [PointRow] = []
        func add(_ rows: [PointRow]) { for row in rows where seen.insert(row).inserted { pool.append(row) } }
        if let listed = catalogue.listed {
            add(
                listed.filter { row in
                    elite.enumerated().contains { rank, center in
                        PointCatalogue.differences(row, center) <= (rank == 0 ? 2 : 1)
                    }
                })
        } else {
            for center in elite { add(catalogue.neighbours(of: center)) }
            let first = pool.prefix(64)
            for row in first { add(catalogue.neighbours(of: row)) }
        }
        return pool
    }

    /// New rows of the whole space, or a sample of it with the elite's surroundings.
    private func globalPool(around elite: [PointRow], _ random: inout SplitMix64) -> [PointRow] {
        if let listed = catalogue.listed { return listed.filter { !known.contains($0) } }
        var seen = known
        var pool = localPool(around: elite)
        seen.formUnion(pool)
        for row in catalogue.sample(Self.sampleSize, &random) where seen.insert(row).inserted { pool.append(row) }
        return pool
    }

    /// The rows of best expectation and some others at random.
    private func shortlist(
        _ pool: [PointRow], _ surrogate: Surrogate, _ random: inout SplitMix64
    ) -> [PointRow] {
        guard pool.count > Self.shortlistSize else { return pool }
        let expectations = pool.map(surrogate.expectation)
        let order = pool.indices.sorted { (expectations[$0], $0) < (expectations[$1], $1) }
        let certain = Self.shortlistSize * 3 / 4
        var chosen = order.prefix(certain).map { pool[$0] }
        for _ in certain..<Self.shortlistSize {
            chosen.append(pool[order[certain + random.below(order.count - certain)]])
        }
        return chosen
    }

    /// A light preference for the directions that a hint names.
    private func directionFactor(_ row: PointRow, _ leader: PointRow, _ hint: Hint) -> Double {
        var factor = 1.0
        for (parameter, declared) in space.parameters.enumerated() where row[parameter] != leader[parameter] {
            guard let direction = hint.preferred[declared.name] else { continue }
            factor *= (row[parameter] > leader[parameter]) == (direction == .up) ? 1.3 : 0.8
        }
        return factor
    }

    /// One sentence on a proposal.
    private func reason(
        _ row: PointRow, _ relief: Double, _ leader: PointRow, _ surrogate: Surrogate, _ role: SearchRole, _ hint: Hint?
    ) -> String {
        let point = catalogue.point(of: row)
        let origin = catalogue.point(of: leader)
        let changes = zip(origin.names, zip(origin.values, point.values)).filter { $1.0 != $1.1 }
            .map { "\($0) \($1.0) to \($1.1)" }.joined(separator: ", ")
        guard let prediction = surrogate.predict(point), let best = timed.map(\.logarithm).min() else { return changes }
        let percent = PortableMath.percent(PortableMath.exp2(prediction.mean - best))
        var text = role == .explorer ? "explores" : "moves from the best"
        text += ": \(changes); expected at \(percent) % of the best time"
        if let hint, relief > 0.05 { text += ", with less \(hint.bottleneck)" }
        if prediction.feasibility < 0.5 { text += ", may fail" }
        return text
    }
}
