import Crypto

/// The start of an input's number sequence, from everything it may depend on.
struct InputSeed: Hashable, Sendable {
    /// The 64 bits.
    let bits: UInt64

    /// The first 64 bits of a SHA-256 over the parts, each preceded by its length so that no two lists read the same.
    init(_ parts: [String]) {
        var hash = SHA256()
        hash.update(data: Array("kernelswarm input 1\n".utf8))
        for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)\n".utf8)) }
        var bits: UInt64 = 0
        for byte in hash.finalize().prefix(8) { bits = bits << 8 | UInt64(byte) }
        self.bits = bits
    }

    /// Number `index` of the sequence: SplitMix64's output function on a counter, so that any element can be made alone.
    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        var mixed = bits &+ (UInt64(truncatingIfNeeded: index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
