import KernelIR

/// The bit layout of a floating-point format, for class tests.
struct FloatFormat {
    /// All bits but the sign.
    let magnitudeMask: UInt64
    /// Bits of +infinity.
    let infinity: UInt64
    /// Lowest bit of the exponent field: the smallest normal number.
    let smallestNormal: UInt64
    /// The bit that tells a quiet NaN.
    let quietBit: UInt64

    init?(_ type: IRType) {
        let (width, mantissa): (UInt64, UInt64)
        switch type {
        case .half: (width, mantissa) = (16, 10)
        case .bfloat: (width, mantissa) = (16, 7)
        case .float: (width, mantissa) = (32, 23)
        case .double: (width, mantissa) = (64, 52)
        default: return nil
        }
        magnitudeMask = (1 << (width - 1)) - 1
        smallestNormal = 1 << mantissa
        infinity = magnitudeMask & ~(smallestNormal - 1)
        quietBit = 1 << (mantissa - 1)
    }

    /// LLVM's test bits with the sign they ask for (nil: either) and the range of magnitudes they cover.
    var classes: [(bit: UInt64, negative: Bool?, range: ClosedRange<UInt64>)] {
        [
            (1, nil, (infinity + 1)...(infinity + quietBit - 1)),
            (2, nil, (infinity + quietBit)...magnitudeMask),
            (4, true, infinity...infinity),
            (8, true, smallestNormal...(infinity - 1)),
            (16, true, 1...(smallestNormal - 1)),
            (32, true, 0...0),
            (64, false, 0...0),
            (128, false, 1...(smallestNormal - 1)),
            (256, false, smallestNormal...(infinity - 1)),
            (512, false, infinity...infinity),
        ]
    }
}
