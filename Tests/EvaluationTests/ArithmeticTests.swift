import Evaluation
import Foundation
import Testing

@Suite struct ArithmeticTests {
    @Test("logarithm and power agree with the host's to 1e-14 and undo one another", arguments: [
        1.0, 2, 3, 0.7, 1.5e-7, 123_456.789, 8.25e8, 1.414_213_562_373_095, 1.414_213_562_373_096, 1e300,
    ])
    func logarithm(value: Double) {
        let found = DeterministicMath.log2(value)
        #expect(abs(found - Foundation.log2(value)) <= 1e-14 * max(1, abs(found)))
        #expect(abs(DeterministicMath.exp2(found) / value - 1) <= 1e-12)
    }

    @Test("powers of two come out exactly")
    func powersOfTwo() {
        for exponent in -100...100 {
            let value = Double(sign: .plus, exponent: exponent, significand: 1)
            #expect(DeterministicMath.log2(value) == Double(exponent))
            #expect(DeterministicMath.exp2(Double(exponent)) == value)
        }
    }

    @Test("the mean weighs its values, and a single value is its own mean")
    func geometricMean() throws {
        let mean = try #require(DeterministicMath.geometricMean([(value: 2, weight: 1), (value: 16, weight: 2)]))
        #expect(abs(mean - 8) < 1e-12)
        #expect(DeterministicMath.geometricMean([(value: 0.1, weight: 3)]) == 0.1)
        #expect(DeterministicMath.geometricMean([]) == nil)
        #expect(DeterministicMath.geometricMean([(value: 0, weight: 1)]) == nil)
    }

    @Test("every 16-bit number is read and written back as it was")
    func halfRoundTrip() {
        for bits in UInt16.min...UInt16.max {
            for format in [HalfFormat.half, .brain] {
                let value = format.value(of: bits)
                if !value.isNaN { #expect(format.bits(of: value) == bits) }
            }
            let wide = Float(bitPattern: UInt32(bits) << 16)
            #expect(wide.isNaN || HalfFormat.brain.value(of: bits) == Double(wide))
        }
    }

    #if !(os(macOS) && arch(x86_64))
        @Test("rounding to half precision is that of the language")
        func halfRounding() {
            var state: UInt64 = 7
            for _ in 0..<20_000 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let value = Float(bitPattern: UInt32(truncatingIfNeeded: state >> 32))
                guard !value.isNaN else { continue }
                #expect(HalfFormat.half.bits(of: Double(value)) == Float16(value).bitPattern)
            }
        }
    #endif
}
