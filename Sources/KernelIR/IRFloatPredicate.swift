/// A comparison of floats, named as in the text; `o` is ordered, `u` is true where either side is NaN.
package enum IRFloatPredicate: String, Hashable, Sendable {
    case `false`, oeq, ogt, oge, olt, ole, one, ord, ueq, ugt, uge, ult, ule, une, uno, `true`
}
