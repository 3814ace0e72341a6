import Foundation
import OfflineSearch
import Testing

@Suite("Portable mathematics")
struct PortableMathTests {
    @Test("agrees with the host's library", arguments: [-600, -37.5, -3, -0.1, 0, 1e-9, 0.7, 2, 44.4, 650])
    func agreement(value: Double) {
        #expect(abs(PortableMath.exp(value) / Foundation.exp(value) - 1) < 1e-7)
        let power = Foundation.exp(value)
        #expect(abs(PortableMath.log2(power) - Foundation.log2(power)) < 1e-8 * max(1, abs(value)))
        #expect(abs(PortableMath.normalCumulative(value) - 0.5 * erfc(-value / 2.0.squareRoot())) < 1e-7)
    }

    @Test("has a value everywhere")
    func limits() {
        #expect(PortableMath.log2(0) == -1074)
        #expect(PortableMath.log2(.nan) == -1074)
        #expect(PortableMath.log2(8) == 3)
        #expect(PortableMath.exp(-1e9) == 0)
        #expect(PortableMath.exp(1e9).isFinite)
        #expect(PortableMath.exp(.nan) == 0)
        #expect(PortableMath.percent(.infinity) == 1_000_000)
        #expect(PortableMath.percent(.nan) == 0)
    }
}
