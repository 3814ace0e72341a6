/// A set of small numbers below a fixed count.
struct BitSet: Sendable {
    /// Sixty-four members per word.
    private var words: [UInt64] = []

    /// An empty set that can hold nothing.
    init() {}

    /// An empty set for numbers below `count`.
    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    /// Whether `member` is in the set.
    func contains(_ member: Int) -> Bool { words[member >> 6] & (1 << UInt64(member & 63)) != 0 }

    /// Adds `member`; tells whether it was not there.
    @discardableResult
    mutating func insert(_ member: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(member & 63)
        guard words[member >> 6] & bit == 0 else { return false }
        words[member >> 6] |= bit
        return true
    }

    /// Takes `member` out; tells whether it was there.
    mutating func remove(_ member: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(member & 63)
        guard words[member >> 6] & bit != 0 else { return false }
        words[member >> 6] &= ~bit
        return true
    }

    /// Adds all members of a set of the same count.
    mutating func formUnion(_ other: BitSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Becomes `used + (out - defined)`; tells whether that is a change.
    mutating func formLiveIn(out: BitSet, defined: BitSet, used: BitSet) -> Bool {
        var changed = false
        for index in words.indices {
            let word = used.words[index] | (out.words[index] & ~defined.words[index])
            if word != words[index] {
                words[index] = word
                changed = true
            }
        }
        return changed
    }

    /// Visits the members in ascending order.
    func forEach(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
