/// A comparison of integers, named as in the text.
package enum IRIntegerPredicate: String, Hashable, Sendable {
    case eq, ne, ugt, uge, ult, ule, sgt, sge, slt, sle
}
