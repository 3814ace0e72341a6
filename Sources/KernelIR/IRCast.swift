/// A conversion between types, named as in the text.
package enum IRCast: String, Hashable, Sendable {
    case trunc, zext, sext, fptrunc, fpext, fptoui, fptosi, uitofp, sitofp
    case ptrtoint, inttoptr, bitcast, addrspacecast
}
