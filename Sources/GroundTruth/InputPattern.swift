/// First contents of a buffer, by element index; the same bits as the set's own generator makes, smooth fields but for
/// their last digit or two.
package struct InputPattern: Sendable {
    /// The value of element `i` before scaling.
    enum Kind: Sendable {
        case zeros, ones, iota
        /// From the hash of seed and index: -1 ..< 1 for floats, below `modulus` for integers, all bits where it is 0.
        case uniform(modulus: UInt32)
        /// `(a · i + c) mod m`.
        case affine(a: UInt64, c: UInt64, m: UInt64)
        /// +1 or -1 by the top bit of the hash.
        case signs
        /// A list.
        case values([Double])
        /// The product of one factor per axis, as Gaussians and products of sines are.
        case product(axes: [[Double]])
        /// Particles on a cubic grid, four floats each, moved a little and folded into a box.
        case lattice(Lattice)
    }

    /// Particles on a cubic grid.
    struct Lattice: Sendable {
        /// Particles along an edge.
        let side: UInt64
        /// Distance of neighbours.
        let spacing: Float
        /// Factor of the random displacement.
        let jitter: Float
        /// Edge of the periodic box.
        let box: Float

        /// Component `index` mod 4 of particle `index` / 4.
        func value(seed: UInt64, index: UInt64) -> Float {
            let particle = index / 4
            let digit: UInt64
            switch index % 4 {
            case 0: digit = particle / (side * side)
            case 1: digit = particle / side % side
            case 2: digit = particle % side
            default: return 0
            }
            let value = Float(digit) * spacing + jitter * InputPattern.uniform(seed: seed, index: index)
            return value - box * (value / box).rounded(.down)
        }
    }

    let kind: Kind
    /// Factor, applied in single precision to floats.
    let scale: Float?
    /// Summand, applied after the factor.
    let offset: Float?
    /// What is done to the field after that.
    var arrangement = InputArrangement()
    /// Whether elements of integers are floats cut off, rather than made as integers.
    var cutsFloats = false

    /// The mixing function of SplitMix64 after one step of its counter.
    static func hash(seed: UInt64, index: UInt64) -> UInt64 {
        var mixed = seed &* 0x9E37_79B9_7F4A_7C15 &+ index &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in -1 ..< 1 of 24 bits.
    static func uniform(seed: UInt64, index: UInt64) -> Float {
        Float(hash(seed: seed, index: index) >> 40) * 0x1p-23 - 1
    }

    /// Element `index` of a float buffer, before it is rounded to its type.
    func float(seed: UInt64, index stored: UInt64) -> Float {
        let (index, weight) = arrangement.source(of: stored)
        var value: Float
        switch kind {
        // These three are as they are, whatever else is said.
        case .zeros: return 0
        case .signs: return Self.hash(seed: seed, index: stored) >> 63 == 1 ? 1 : -1
        case .values(let list): return Float(list[Int(stored)])
        case .ones: value = 1
        case .iota: value = Float(index)
        case .uniform: value = Self.uniform(seed: seed, index: index)
        case .affine(let a, let c, let m): value = Float((a &* index &+ c) % m)
        case .product(let axes):
            var (rest, product) = (Int(index), 1.0)
            for axis in axes {
                product *= axis[rest % axis.count]
                rest /= axis.count
            }
            value = Float(product)
        case .lattice(let lattice): value = lattice.value(seed: seed, index: index)
        }
        if let scale { value *= scale }
        if let offset { value += offset }
        if arrangement.isZero(index) { value = 0 }
        return weight.map { value * $0 } ?? value
    }

    /// Element `index` of an integer buffer; the low bits count for narrow types.
    func integer(seed: UInt64, index: UInt64) -> UInt32 {
        switch kind {
        case .zeros: return 0
        case .values(let list): return UInt32(truncatingIfNeeded: Int64(list[Int(index)]))
        case _ where cutsFloats:
            let value = float(seed: seed, index: index)
            return UInt32(truncatingIfNeeded: Int64(exactly: value.rounded(.towardZero)) ?? 0)
        case .ones: return 1
        case .iota: return UInt32(truncatingIfNeeded: index)
        case .uniform(let modulus):
            let bits = Self.hash(seed: seed, index: index)
            return modulus > 0 ? UInt32(truncatingIfNeeded: bits >> 32) % modulus : UInt32(truncatingIfNeeded: bits)
        case .affine(let a, let c, let m): return UInt32(truncatingIfNeeded: (a &* index &+ c) % m)
        case .signs, .product, .lattice: return 0
        }
    }
}

extension InputPattern {
    /// Reads `init`, `scale` and `offset` of a buffer whose `init` has its numbers behind colons.
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
