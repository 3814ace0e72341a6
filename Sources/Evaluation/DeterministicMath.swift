/// Logarithm and power of two from the four basic operations alone: the same bits on every host, unlike libm's.
package enum DeterministicMath {
    /// ln 2.
    private static let naturalLogOfTwo = 0.693_147_180_559_945_3

    /// log2 of a positive normal number; relative error below 1e-15 of the greater of 1 and the result.
    ///
    /// `value = m · 2^e` with m between sqrt(1/2) and sqrt(2); ln m = 2 artanh z with z = (m - 1) / (m + 1) below 0.172, of
    /// whose series 11 terms are summed.
    package static func log2(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return value == 0 ? -.infinity : .nan }
        var exponent = Double(value.exponent)
        var fraction = value.significand
        if fraction > 1.414_213_562_373_095_1 {
            fraction /= 2
            exponent += 1
        }
        let ratio = (fraction - 1) / (fraction + 1)
        let square = ratio * ratio
        var sum = 0.0
        for term in stride(from: 21, through: 1, by: -2) { sum = sum * square + 1 / Double(term) }
        return exponent + 2 * ratio * sum / naturalLogOfTwo
    }

    /// 2 to the power of `value`, by splitting off the nearest integer and 18 terms of the exponential series.
    package static func exp2(_ value: Double) -> Double {
        guard value.magnitude < 1000 else { return value < 0 ? 0 : .infinity }
        let whole = value.rounded(.toNearestOrEven)
        let rest = (value - whole) * naturalLogOfTwo
        var sum = 1.0
        for term in stride(from: 18, through: 1, by: -1) { sum = 1 + sum * rest / Double(term) }
        return Double(sign: .plus, exponent: Int(whole), significand: sum)
    }

    /// The weighted geometric mean of positive numbers; nil for none.
    package static func geometricMean(_ values: [(value: Double, weight: Double)]) -> Double? {
        let total = values.reduce(0) { $0 + $1.weight }
        guard total > 0, values.allSatisfy({ $0.value > 0 && $0.value.isFinite }) else { return nil }
        // One number is its own mean, to the last bit.
        if values.count == 1 { return values[0].value }
        return exp2(values.reduce(0) { $0 + $1.weight * log2($1.value) } / total)
    }
}
