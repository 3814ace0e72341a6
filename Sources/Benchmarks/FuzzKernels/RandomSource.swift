/// Random numbers that a seed and a mutant's number decide (SplitMix64).
struct RandomSource {
    private var state: UInt64

    init(seed: UInt64, number: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ number &* 0xD1B5_4A32_D192_ED03 }

    /// The next random word.
    mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A random number from 0 to less than `count`.
    mutating func below(_ count: Int) -> Int { Int(word().multipliedFullWidth(by: UInt64(count)).high) }

    /// One of the elements.
    ///
    /// - Precondition: there is one.
    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
