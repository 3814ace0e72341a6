/// A deterministic source of random choices for property tests.
struct TestRandom {
    /// The generator's state.
    private var state: UInt64

    /// A source with a seed of its own.
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A number in `0 ..< bound`, `bound` at least 1 (xorshift64*).
    mutating func below(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(bound, 1)
    }
}
