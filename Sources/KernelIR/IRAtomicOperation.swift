/// What an atomic update does, named as in the text.
package enum IRAtomicOperation: String, Hashable, Sendable {
    case xchg, add, sub, and, nand, or, xor, max, min, umax, umin, fadd, fsub, fmax, fmin
    case uincWrap = "uinc_wrap"
    case udecWrap = "udec_wrap"
}
