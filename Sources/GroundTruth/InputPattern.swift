/// First contents of a buffer, by element index; the same bits as the set's own generator makes.
package struct InputPattern: Sendable {
    /// The value of element `i` before scaling.
    enum Kind: Sendable {
        case zeros, ones, iota
        /// From the hash of seed and index: -1 ..< 1 for floats, below `modulus` for integers, all bits where it is 0.
        case uniform(modulus: UInt32)
        /// `(a · i + c) mod m`.
        case affine(a: UInt64, c: UInt64, m: UInt64)
    }

    let kind: Kind
    /// Factor, applied in single precision to floats.
    let scale: Float?
    /// Summand, applied after the factor.
    let offset: Float?

    /// The mixing function of SplitMix64 after one step of its counter.
    static func hash(seed: UInt64, index: UInt64) -> UInt64 {
        var mixed = seed &* 0x9E37_79B9_7F4A_7C15 &+ index &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Element `index` of a float buffer, before it is rounded to its type.
    func float(seed: UInt64, index: UInt64) -> Float {
        var value: Float
        switch kind {
        case .zeros: return 0
        case .ones: value = 1
        case .iota: value = Float(index)
        case .uniform: value = Float(Self.hash(seed: seed, index: index) >> 40) * 0x1p-23 - 1
        case .affine(let a, let c, let m): value = Float((a &* index &+ c) % m)
        }
        if let scale { value *= scale }
        if let offset { value += offset }
        return value
    }

    /// Element `index` of an integer buffer; the low bits count for narrow types.
    func integer(seed: UInt64, index: UInt64) -> UInt32 {
        switch kind {
        case .zeros: return 0
        case .ones: return 1
        case .iota: return UInt32(truncatingIfNeeded: index)
        case .uniform(let modulus):
            let bits = Self.hash(seed: seed, index: index)
            return modulus > 0 ? UInt32(truncatingIfNeeded: bits >> 32) % modulus : UInt32(truncatingIfNeeded: bits)
        case .affine(let a, let c, let m): return UInt32(truncatingIfNeeded: (a &* index &+ c) % m)
        }
    }
}

extension InputPattern {
    /// Reads `init`, `scale` and `offset` of a buffer.
    init(_ node: JSONNode, isFloat: Bool) throws(GroundTruthError) {
        let scale = try node.optional("scale").map { (node) throws(GroundTruthError) in try node.number() }
        let offset = try node.optional("offset").map { (node) throws(GroundTruthError) in try node.number() }
        let text = try node.member("init").string()
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let numbers = parts.dropFirst().map { UInt64($0) }
        switch (parts[0], numbers.count) {
        case ("zeros", 0): kind = .zeros
        case ("ones", 0): kind = .ones
        case ("iota", 0): kind = .iota
        case ("uniform", 0): kind = .uniform(modulus: isFloat ? 0 : UInt32(exactly: scale ?? 0) ?? 0)
        case ("index_mod", 1):
            guard let m = numbers[0], m > 0 else { throw node.error("has the impossible init '\(text)'") }
            kind = .affine(a: 1, c: 0, m: m)
        case ("affine", 3):
            guard let a = numbers[0], let c = numbers[1], let m = numbers[2], m > 0 else {
                throw node.error("has the impossible init '\(text)'")
            }
            kind = .affine(a: a, c: c, m: m)
        default: throw node.error("has the unknown init '\(text)'")
        }
        self.scale = isFloat ? scale.map { Float($0) } : nil
        self.offset = isFloat ? offset.map { Float($0) } : nil
    }
}
