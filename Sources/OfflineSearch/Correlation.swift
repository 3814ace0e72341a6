/// How alike the model believes two rows to behave: products and sums over the parameters, and a trend.
///
/// For each parameter the correlation of values at distance `d` is `1 / (1 + (d / length)²)` (rational quadratic, which
/// needs no exponential) and, between numbered alternatives, one constant. Products of such tables are positive
/// definite, and so are sums of products. The product of all carries every interaction; the sums over parameters and
/// over pairs let an effect seen once hold everywhere, which is what makes a few dozen observations enough. A trend,
/// linear and quadratic in the ordinal positions, extends what was seen to where nothing was.
///
/// Compared on kernel-like landscapes: the exponential correlation predicted worse from 40 observations and found the
/// optimum later; without the trend the error was 5 % larger; forests of random trees were no better.
struct Correlation: Hashable, Sendable {
    /// Strength of one parameter: an index into the two scales below.
    typealias Level = Int

    /// Lengths of ordinal parameters by level, in positions; the last makes a parameter nearly irrelevant.
    static let lengths: [Double] = [0.6, 1.2, 2.5, 6, 40]
    /// Variance of the trend, as a share of the rest's.
    static let trendShare = 0.5
    /// Correlations of different alternatives by level.
    static let likenesses: [Double] = [0.05, 0.3, 0.6, 0.85, 0.99]
    /// Shares of the parameters' sum and of the sum over their pairs that fitting tries; the product has the rest.
    static let mixtures: [Mixture] = [
        Mixture(single: 0.6, pair: 0.2), Mixture(single: 0.3, pair: 0.4), Mixture(single: 0.1, pair: 0.4),
        Mixture(single: 0.05, pair: 0.1),
    ]

    /// Shares of the three parts of a correlation.
    struct Mixture: Hashable, Sendable {
        /// Share of the sum over the parameters.
        var single: Double
        /// Share of the sum over pairs of parameters.
        var pair: Double
    }

    /// The level of each parameter.
    var levels: [Level]
    /// The shares of its parts.
    var mixture: Mixture

    /// Medium strength everywhere.
    init(parameters: Int) {
        levels = Array(repeating: 2, count: parameters)
        mixture = Self.mixtures[1]
    }
}
