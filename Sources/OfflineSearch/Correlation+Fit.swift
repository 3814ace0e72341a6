extension Correlation {
    /// Most rows used for fitting; it costs the cube of their number.
    private static let maximumRows = 64

    /// Improves the levels by one sweep of coordinate ascent on the likelihood, starting from the present ones.
    ///
    /// A prior pulls toward medium strength, since a dozen observations say little about eight parameters.
    mutating func fit(to timed: [SearchState.Timed], in catalogue: PointCatalogue) {
        let scale = TimeScale(timed.map(\.logarithm))
        let chosen = timed.count <= Self.maximumRows ? timed : Self.select(timed)
        let flattened = chosen.map { scale.flatten($0.logarithm) }
        let mean = flattened.reduce(0, +) / Double(max(flattened.count, 1))
        let targets = flattened.map { $0 - mean }
        let rows = chosen.map(\.row)
        var best = score(rows, targets, catalogue)
        func consider(_ other: Correlation) {
            let value = other.score(rows, targets, catalogue)
            if value > best + 1e-9 { (self, best) = (other, value) }
        }
        for parameter in levels.indices {
            let level = levels[parameter]
            for next in [level - 1, level + 1] where Self.lengths.indices.contains(next) {
                var other = self
                other.levels[parameter] = next
                consider(other)
            }
        }
        for mixture in Self.mixtures where mixture != self.mixture {
            var other = self
            other.mixture = mixture
            consider(other)
        }
    }

    /// Log posterior of the levels, in bits.
    private func score(_ rows: [PointRow], _ targets: [Double], _ catalogue: PointCatalogue) -> Double {
        let process = GaussianProcess(tables: CorrelationTables(self, catalogue), nugget: Surrogate.nugget, rows: rows)
        let prior = levels.reduce(0.0) { $0 - 0.5 * Double(($1 - 2) * ($1 - 2)) }
        return process.logLikelihood(of: targets) + prior
    }

    /// The better half and the later half of too many observations.
    private static func select(_ timed: [SearchState.Timed]) -> [SearchState.Timed] {
        let latest = timed.count - maximumRows / 2
        let best = timed.indices.prefix(latest).sorted { (timed[$0].logarithm, $0) < (timed[$1].logarithm, $1) }
        return best.prefix(maximumRows / 2).sorted().map { timed[$0] } + timed[latest...]
    }
}
