import SIMTMachine

/// Cycles per scheduler of instruction sequences on an M1 Max, all simdgroups resident, as published in the tables "Mixed
/// workload performance" of philipturner/metal-benchmarks, README @dc2adc64.
enum PublishedMixes {
    /// The tables, "cycles: sequence". IMUL32X is the multiplication of 32 by 32 bits to 64,
    /// IMADX that of 32 by 32 bits to 32 to which 64 bits are added, IADDX the addition of 32 bits to 64.
    private static let text = """
         4.12: 4 FADD16
         4.12: 4 FADD32
         4.16: 2 IADD32 + 2 IADD16
         4.16: 2 FADD32 + 2 FADD16
         4.84: IMUL16 + 3 FADD16
         5.16: IADD32 + 4 FADD16
         5.56: IMUL32 + 4 FADD16
         5.88: IMAD16 + 4 IADD16
         6.08: IMAD32 + 4 IADD16
         9.68: 2 IMAD16 + 4 IADD16
         9.20: 2 IMAD32 + 4 IADD16
        12.00: 3 IMAD32 + 2 IADD16
         7.36: IADD64 + 3 FADD32
         7.32: IADD64 + 3 IADD32
         8.96: IADD64 + 4 IADD16
        15.20: 2 IADD64 + 2 FADD32
        15.24: 2 IADD64 + 2 IADD32
         9.04: IADD64 + 2 IADD32 + 2 IADD16
         9.20: 2 IMUL32 + 4 IADD16
         9.20: 2 IMAD32 + 4 IADD16
        13.04: 2 IMADX + 4 IADD16
        11.16: IMAD32 + IMADX + 4 IADD16
         8.44: IMADX + 4 IADD16
         6.00: IADD64 + IMUL32
         6.04: IADD64 + IMAD32
        10.36: IADD64 + IMUL32 + LSHIFT32
         4.00: IMUL32 + IADD32
         4.12: IMUL32 + 2 IADD32
         5.36: IMUL32 + 3 IADD32
        12.00: 3 IMUL32 + IADD32
         4.00: IMAD32 + IADD32
         4.12: IMAD32 + 2 IADD32
         5.40: IMAD32 + 3 IADD32
        12.08: 3 IMAD32 + IADD32
         8.02: IMAD32 + LSHIFT32
         8.00: IMUL32 + BITREV32
         8.00: IMAD32 + BITREV32
         8.00: IMAD32 + POPCOUNT32
         4.00: IMUL32 + FMUL32
         4.00: IMUL32 + 2 FMUL32
         5.20: IMUL32 + 3 FMUL32
         4.00: IMUL32 + BITWISE32
         4.00: IMUL32 + FADD32
         4.24: IMUL32 + FADD32 + BITWISE32
         8.02: IMUL32 + RINT32 + FADD32 + BITWISE32
         8.22: IMUL32 + FRACT32 + FADD32 + BITWISE32
         8.02: IMUL32 + RINT32 + BITWISE32
         4.01: RINT32 + BITWISE32
         8.02: RINT32 + FRACT32 + 2 BITWISE32
         8.02: RINT32 + LSHIFT32 + 2 BITWISE32
         8.48: FRACT32 + LSHIFT32 + 2 BITWISE32
         8.08: FRACT32 + LSHIFT32 + BITWISE32
         8.08: FRACT32 + IMUL32 + BITWISE32
         8.04: FRACT32 + BITREV32 + BITWISE32
         4.88: FRACT32 + IADD32 + BITWISE32
         4.06: RINT32 + IADD32 + BITWISE32
         8.00: EXP232 + LOG232
         4.02: EXP232 + FMUL32
         4.08: EXP232 + 2 FMUL32
         5.20: EXP232 + 3 FMUL32
         6.04: RECIP32 + FMUL32
         6.04: RECIP32 + 2 FMUL32
         6.16: RECIP32 + 3 FMUL32
         6.24: DIV32 + FMUL32
         7.16: DIV32 + 2 FMUL32
         7.40: DIV32 + 3 FMUL32
         9.94: EXP232 + IMUL32
        12.90: RSQRT32 + IMUL32
        12.90: RSQRT32 + LSHIFT32
         8.02: RSQRT32 + IADD32
         8.02: RSQRT32 + IADDX
        17.14: RSQRT32 + IMUL32X
        11.12: RECIP32 + IMUL32
        15.60: RECIP32 + IMUL32X
        10.85: EXP232 + RSQRT32
         8.76: EXP232 + RECIP32 + 2 FFMA32
        10.86: RSQRT32 + RECIP32
        16.08: EXP232 + RSQRT32 + DIV32
        24.04: EXP232 + RSQRT32 + DIV32 + IMUL32
        11.14: DIV32 + IMUL32
        19.58: EXP232 + SIN32
        20.02: DIV32 + SIN32
        22.82: RSQRT32 + SIN32
        15.54: SIN32 + FADD32
        14.02: RSQRT32 + DIV32
         8.72: EXP232 + DIV32
         9.68: LOG232 + DIV32
        10.46: EXP232 + RINT32 + FADD32
        """

    /// The classes that stand for each published name. FRACT32 is a rounding and an addition; IMADX and IADDX are the
    /// instructions that the README's "Actual Instructions" give for what is emulated.
    private static let classes: [String: [OperationClass]] = [
        "FADD16": [.halfAdd], "IADD16": [.halfAdd], "FADD32": [.floatAdd], "FMUL32": [.floatMultiply],
        "FFMA32": [.floatFMA], "IADD32": [.intAdd], "IADD64": [.longAdd], "BITWISE32": [.bitwise],
        "IMUL16": [.intMultiply], "IMAD16": [.intMultiply], "IMUL32": [.intMultiply], "IMAD32": [.intMultiply],
        "IMADX": [.intMultiply, .intAdd, .minMaxSelect, .intAdd], "IADDX": [.intAdd, .minMaxSelect, .intAdd],
        "IMUL32X": [.intMultiplyHigh], "LSHIFT32": [.shift], "BITREV32": [.popcount], "POPCOUNT32": [.popcount],
        "RINT32": [.round], "FRACT32": [.round, .floatAdd], "EXP232": [.exp2Log2], "LOG232": [.exp2Log2],
        "RECIP32": [.reciprocal], "RSQRT32": [.reciprocalSquareRoot], "DIV32": [.divide], "SIN32": [.sinCos],
    ]

    /// A published sequence.
    struct Mix {
        /// As published.
        let name: String
        /// Its instructions.
        let operations: [OperationClass]
        /// Cycles of one scheduler for the whole sequence.
        let cycles: Double
    }

    /// The sequences in their order.
    static var all: [Mix] {
        text.split(separator: "\n").compactMap { line in
            let halves = line.split(separator: ":").map { $0.drop { $0 == " " } }
            guard halves.count == 2, let cycles = Double(halves[0]) else { return nil }
            var operations: [OperationClass] = []
            for part in halves[1].split(separator: "+") {
                let words = part.split(separator: " ")
                let count = words.count > 1 ? Int(words[0]) ?? 0 : 1
                guard let name = words.last, let classes = classes[String(name)] else { return nil }
                // Of two additions of 64 bits the source's kernel makes one a subtraction of the same operands.
                if name == "IADD64", count == 2 {
                    operations += [.longAdd, .longSubtract]
                } else {
                    for _ in 0..<count { operations += classes }
                }
            }
            return Mix(name: String(halves[1]), operations: operations, cycles: cycles)
        }
    }
}
