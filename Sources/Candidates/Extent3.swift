/// Three counts, of threads or of threadgroups.
package struct Extent3: Hashable, Sendable, CustomStringConvertible {
    /// Along x.
    package var x: Int
    /// Along y.
    package var y: Int
    /// Along z.
    package var z: Int

    /// Counts along the three axes.
    package init(_ x: Int, _ y: Int = 1, _ z: Int = 1) { (self.x, self.y, self.z) = (x, y, z) }

    /// `x * y * z`; nil when it does not fit 64 bits.
    package var product: Int? {
        let (plane, first) = x.multipliedReportingOverflow(by: y)
        let (volume, second) = plane.multipliedReportingOverflow(by: z)
        return first || second ? nil : volume
    }

    /// `[x, y, z]`.
    package var description: String { "[\(x), \(y), \(z)]" }
}
