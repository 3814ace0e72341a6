/// What the integer operations must give for one lane, written with Swift's own operators.
struct IntegerScalars<Signed: FixedWidthInteger & SignedInteger>
where Signed.Magnitude: FixedWidthInteger & UnsignedInteger {
    /// The row's element.
    typealias Word = Signed.Magnitude
    /// A function of one lane's three inputs.
    typealias Scalar = (Word, Word, Word) -> Word

    /// The operations in the enum's order, from `ADD` to `SSUB_SAT`.
    let all: [Scalar]

    /// The same bits with a sign.
    private static func s(_ value: Word) -> Signed { Signed(truncatingIfNeeded: value) }

    /// The bits of a signed value.
    private static func u(_ value: Signed) -> Word { Word(truncatingIfNeeded: value) }

    /// The limit on the side of `a` in place of an overflow.
    private static func saturated(_ result: (partialValue: Signed, overflow: Bool), _ a: Word) -> Word {
        guard result.overflow else { return u(result.partialValue) }
        return s(a) < 0 ? u(Signed.min) : u(Signed.max)
    }

    /// The bits in opposite order.
    private static func reversed(_ value: Word) -> Word {
        var result: Word = 0
        for bit in 0..<Word.bitWidth where (value >> Word(bit)) & 1 == 1 {
            result |= 1 << Word(Word.bitWidth - 1 - bit)
        }
        return result
    }

    /// Arithmetic shift right, filling up with the sign for large amounts.
    private static func arithmeticShift(_ a: Word, _ b: Word) -> Word {
        u(s(a) >> Signed(truncatingIfNeeded: min(b, Word(Word.bitWidth - 1))))
    }

    /// The high (left) or low (right) half of the double word a:b shifted by c.
    private static func funnel(_ a: Word, _ b: Word, _ c: Word, left: Bool) -> Word {
        let width = Word(Word.bitWidth), amount = c % width
        if amount == 0 { return left ? a : b }
        return left ? (a << amount) | (b >> (width - amount)) : (a << (width - amount)) | (b >> amount)
    }

    /// The scalars of one width.
    init(_ signed: Signed.Type) {
        let width = Word(Word.bitWidth)
        var all: [Scalar] = []
        all.append { a, b, _ in a &+ b }
        all.append { a, b, _ in a &- b }
        all.append { a, b, _ in a &* b }
        all.append { a, b, _ in b == 0 ? 0 : a / b }
        all.append { a, b, _ in b == 0 ? 0 : Self.u(Self.s(a).dividedReportingOverflow(by: Self.s(b)).partialValue) }
        all.append { a, b, _ in b == 0 ? 0 : a % b }
        all.append { a, b, _ in
            b == 0 ? 0 : Self.u(Self.s(a).remainderReportingOverflow(dividingBy: Self.s(b)).partialValue)
        }
        all.append { a, b, _ in b >= width ? 0 : a << b }
        all.append { a, b, _ in b >= width ? 0 : a >> b }
        all.append { a, b, _ in Self.arithmeticShift(a, b) }
        all.append { a, b, _ in a & b }
        all.append { a, b, _ in a | b }
        all.append { a, b, _ in a ^ b }
        all.append { a, b, _ in min(a, b) }
        all.append { a, b, _ in max(a, b) }
        all.append { a, b, _ in Self.u(min(Self.s(a), Self.s(b))) }
        all.append { a, b, _ in Self.u(max(Self.s(a), Self.s(b))) }
        all.append { a, _, _ in Self.s(a) < 0 ? 0 &- a : a }
        all.append { a, _, _ in Word(a.nonzeroBitCount) }
        all.append { a, _, _ in Word(a.leadingZeroBitCount) }
        all.append { a, _, _ in Word(a.trailingZeroBitCount) }
        all.append { a, _, _ in Self.reversed(a) }
        all.append { a, _, _ in a.byteSwapped }
        all.append { a, b, _ in a.multipliedFullWidth(by: b).high }
        all.append { a, b, _ in Self.u(Self.s(a).multipliedFullWidth(by: Self.s(b)).high) }
        all.append { a, b, c in Self.funnel(a, b, c, left: true) }
        all.append { a, b, c in Self.funnel(a, b, c, left: false) }
        all.append { a, b, _ in a.addingReportingOverflow(b).overflow ? Word.max : a &+ b }
        all.append { a, b, _ in Self.saturated(Self.s(a).addingReportingOverflow(Self.s(b)), a) }
        all.append { a, b, _ in a < b ? 0 : a - b }
        all.append { a, b, _ in Self.saturated(Self.s(a).subtractingReportingOverflow(Self.s(b)), a) }
        self.all = all
    }
}
