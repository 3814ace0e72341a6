import Foundation

/// How well a model's times of some kernels agree with a card's.
struct Agreement {
    /// Kendall's tau.
    let tau: Double
    /// Median of model over card.
    let ratio: Double
    /// Median of the relative error.
    let error: Double
    /// The card's time of its own best over that of the model's choice.
    let choice: Double

    /// The agreement of pairs of times.
    init(_ pairs: [(model: Double, card: Double)]) {
        var (sum, count) = (0, 0)
        for (index, one) in pairs.enumerated() {
            for two in pairs[(index + 1)...] {
                let product = (one.model - two.model) * (one.card - two.card)
                sum += product > 0 ? 1 : product < 0 ? -1 : 0
                count += 1
            }
        }
        tau = Double(sum) / Double(max(1, count))
        ratio = Self.median(pairs.map { $0.model / $0.card })
        error = Self.median(pairs.map { abs($0.model / $0.card - 1) })
        let chosen = pairs.min { $0.model < $1.model }?.card ?? 1
        choice = (pairs.map(\.card).min() ?? 1) / chosen
    }

    /// One line.
    var text: String {
        String(
            format: "tau %.2f, median model/card %.2f, median error %.0f %%, quickest over chosen %.2f", tau, ratio,
            error * 100, choice)
    }

    /// The middle value, 0 of none.
    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
