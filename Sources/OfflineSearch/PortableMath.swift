/// Transcendental functions from additions, multiplications and divisions alone.
///
/// The host's libm differs between systems in the last bit, and a last bit can change which point is proposed; these
/// give the same result wherever arithmetic is IEEE 754.
package enum PortableMath {
    /// Base-2 logarithm; relative error below 1e-9. Not positive or not finite arguments give the smallest exponent.
    package static func log2(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return -1074 }
        var exponent = Double(value.exponent)
        var mantissa = value.significand
        // Centre the mantissa on 1, where the series below converges fastest.
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        // ln m = 2 artanh(t), t = (m - 1) / (m + 1), |t| < 0.172.
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var series = 0.0
        for denominator in stride(from: 13.0, through: 1, by: -2) { series = series * square + 1 / denominator }
        return exponent + 2 * ratio * series * 1.442_695_040_888_963_4
    }

    /// `e` to the power of `value`; relative error below 1e-9; 0 below -700 and clamped above 700.
    package static func exp(_ value: Double) -> Double {
        guard value > -700 else { return 0 }
        let scaled = min(value, 700) * 1.442_695_040_888_963_4
        let whole = scaled.rounded()
        let rest = (scaled - whole) * 0.693_147_180_559_945_3
        var series = 1.0
        for term in stride(from: 9.0, through: 1, by: -1) { series = 1 + series * rest / term }
        return Double(sign: .plus, exponent: Int(whole), significand: series)
    }

    /// 2 to the power of `value`, with the limits of `exp`.
    package static func exp2(_ value: Double) -> Double { exp(value * 0.693_147_180_559_945_3) }

    /// A ratio as a whole number of percent, for messages; huge ones are cut.
    package static func percent(_ ratio: Double) -> Int {
        ratio.isNaN ? 0 : Int((min(max(ratio, -1e4), 1e4) * 100).rounded())
    }

    /// Density of the standard normal distribution.
    package static func normalDensity(_ value: Double) -> Double {
        0.398_942_280_401_432_7 * exp(-value * value / 2)
    }

    /// Distribution function of the standard normal; absolute error below 7.5e-8.
    ///
    /// Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17.
    package static func normalCumulative(_ value: Double) -> Double {
        let scale = 1 / (1 + 0.231_641_9 * abs(value))
        var series = 1.330_274_429
        for coefficient in [-1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_530] {
            series = series * scale + coefficient
        }
        let upper = normalDensity(value) * series * scale
        return value >= 0 ? 1 - upper : upper
    }
}
