/// Floating-point flags that the machine or the back end acts on.
package struct IRFastMath: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let contract = IRFastMath(rawValue: 1)
    package static let reassociate = IRFastMath(rawValue: 2)
    package static let noNaNs = IRFastMath(rawValue: 4)
    package static let noInfinities = IRFastMath(rawValue: 8)
    package static let approximate = IRFastMath(rawValue: 16)
    package static let reciprocal = IRFastMath(rawValue: 32)
    package static let noSignedZeros = IRFastMath(rawValue: 64)
}
