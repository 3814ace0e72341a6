import Evaluation

/// A number that stands for everything added to it: FNV-1a with 64 bits, the same on every host.
package struct ResultDigest: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// Adds bytes and the end of what they are.
    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        state = (state ^ 0xFF) &* 0x100_0000_01B3
    }

    /// Adds a text.
    package mutating func add(_ text: String) { add(text.utf8) }

    /// Sixteen hexadecimal digits.
    package var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ResultDigest {
    /// The digest of a panel's verdicts: kernel, kind and message of each. A correct kernel's message names the chip and how
    /// much of it is estimated, which is no result.
    package init(_ outcomes: [SeededPanel.Outcome]) {
        self.init()
        for outcome in outcomes {
            add(outcome.kernel.name)
            add(outcome.verdict.kind.rawValue)
            if outcome.verdict.kind != .correct { add(outcome.verdict.message) }
        }
    }
}
