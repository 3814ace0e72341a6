/// An operation on two values of one type, named as in the text.
package enum IRBinary: String, Hashable, Sendable {
    case add, sub, mul, udiv, sdiv, urem, srem, shl, lshr, ashr, and, or, xor
    case fadd, fsub, fmul, fdiv, frem
}
