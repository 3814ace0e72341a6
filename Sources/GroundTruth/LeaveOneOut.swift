import Foundation

/// Whether the calibrated figures say anything about families that they were not read from: each family's error with the
/// figures fitted to all the others.
///
/// Every figure is once multiplied by `factor`; between the two predictions a case's time is a power of the multiplier.
/// For each family left out, the figures are moved in turn over `grid` until no move makes the median error of the other
/// families smaller. All of that is arithmetic on stored predictions, in a fixed order.
package struct LeaveOneOut: Sendable {
    /// By how much each figure is changed to see what depends on it.
    package static let factor = 0.8
    /// Steps of the search, as powers of `factor`.
    private static let grid = [-1.0, -0.5, -0.25, 0.25, 0.5, 1.0]
    /// How far a figure may be moved from where it is, as a power of `factor`.
    private static let reach = 2.0
    /// Rounds over all figures.
    private static let rounds = 4
    /// Share by which a case's time must change for its family to count.
    private static let least = 0.02

    /// What one figure does.
    package struct Effect: Sendable {
        /// Its name.
        package let name: String
        /// Microseconds by case with the figure multiplied by `factor`.
        package let scaled: [String: Double]
        /// Microseconds by case without it.
        package let removed: [String: Double]

        /// What was predicted.
        package init(name: String, scaled: [String: Double], removed: [String: Double]) {
            self.name = name
            self.scaled = scaled
            self.removed = removed
        }
    }

    private let cases: [(name: String, family: String, measured: Double, base: Double)]
    private let effects: [Effect]

    /// The refit of `effects` around the predictions `base`.
    package init(_ base: [String: Double], _ effects: [Effect], set: TruthSet, clock: Clock) {
        cases = set.cases.compactMap { truthCase in
            guard let measured = set.measurements[truthCase.name]?.time(clock), let time = base[truthCase.name] else {
                return nil
            }
            return (truthCase.name, truthCase.family, measured, time)
        }
        self.effects = effects
    }

    /// The errors of `family` (or of all others) with the figures moved by `moves`.
    private func errors(_ moves: [Double], _ keep: (String) -> Bool) -> [Double] {
        cases.filter { keep($0.family) }.map { entry in
            var time = entry.base
            for (effect, move) in zip(effects, moves) where move != 0 {
                guard let scaled = effect.scaled[entry.name], scaled > 0, entry.base > 0 else { continue }
                time *= pow(scaled / entry.base, move)
            }
            return abs(time / entry.measured - 1)
        }
    }

    /// What the search makes small: the median, and a little of the mean so that it does not stand still.
    private static func cost(_ errors: [Double]) -> Double { Ranking.median(errors) + Ranking.mean(errors) / 4 }

    /// The moves that suit all families but one best.
    private func fit(without family: String) -> [Double] {
        var moves = [Double](repeating: 0, count: effects.count)
        var best = Self.cost(errors(moves) { $0 != family })
        for _ in 0..<Self.rounds {
            let before = best
            for place in moves.indices {
                for step in Self.grid {
                    var other = moves
                    other[place] += step
                    guard abs(other[place]) <= Self.reach else { continue }
                    let cost = Self.cost(errors(other) { $0 != family })
                    if cost < best { (best, moves) = (cost, other) }
                }
            }
            if best == before { break }
        }
        return moves
    }

    /// The families in the order of their names.
    private var families: [String] { Set(cases.map(\.family)).sorted() }

    /// Both tables: families left out, and what is lost without each figure.
    package var markdown: String {
        var lines = [
            "## With each family left out", "",
            "The calibrated figures fitted to all other families, then this family's errors; beside them those with the chip's "
                + "figures as they are.", "",
            "| family | median error as it is | median error refitted without it | worst refitted | figures moved |",
            "| --- | --- | --- | --- | --- |",
        ]
        var all: [Double] = []
        for family in families {
            let moves = fit(without: family)
            let (before, after) = (
                errors(moves.map { _ in 0 }) { $0 == family }, errors(moves) { $0 == family }
            )
            all += after
            let moved = zip(effects, moves).filter { $0.1 != 0 }.map {
                "`\($0.0.name)` x \(AccuracyReport.fixed(pow(Self.factor, $0.1), 2))"
            }
            lines.append(
                "| \(family) | \(AccuracyReport.percent(Ranking.median(before))) "
                    + "| \(AccuracyReport.percent(Ranking.median(after))) "
                    + "| \(AccuracyReport.percent(after.max() ?? 0)) "
                    + "| \(moved.isEmpty ? "none" : moved.joined(separator: ", ")) |")
        }
        lines += [
            "",
            "All cases, each with the figures of the refit that did not see its family: median error "
                + "\(AccuracyReport.percent(Ranking.median(all))), mean \(AccuracyReport.percent(Ranking.mean(all))).",
            "", "## What each calibrated figure touches", "",
            "The figure taken away: a cost set to nothing, a share to one. Families count in which a case's time changes by 2 % "
                + "or more.", "",
            "| without | median error of all | families changed |", "| --- | --- | --- |",
        ]
        for effect in effects {
            let errors = cases.map { abs((effect.removed[$0.name] ?? $0.base) / $0.measured - 1) }
            let changed = families.filter { family in
                cases.contains {
                    $0.family == family && abs((effect.removed[$0.name] ?? $0.base) / $0.base - 1) >= Self.least
                }
            }
            lines.append(
                "| `\(effect.name)` | \(AccuracyReport.percent(Ranking.median(errors))) "
                    + "| \(changed.isEmpty ? "none" : changed.joined(separator: ", ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
