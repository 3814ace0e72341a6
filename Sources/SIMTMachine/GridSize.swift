/// Three extents or coordinates, x fastest.
package struct GridSize: Hashable, Sendable, Codable {
    package var x: Int
    package var y: Int
    package var z: Int

    package init(_ x: Int, _ y: Int = 1, _ z: Int = 1) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The number of elements, saturating.
    package var count: Int {
        let (plane, overflow) = x.multipliedReportingOverflow(by: y)
        let (volume, overflowVolume) = plane.multipliedReportingOverflow(by: z)
        return overflow || overflowVolume ? .max : volume
    }

    /// The component x, y or z by number.
    package subscript(component: Int) -> Int { component == 0 ? x : component == 1 ? y : z }

    /// The coordinates of element `index`, x fastest.
    package func coordinates(of index: Int) -> GridSize {
        GridSize(index % max(1, x), index / max(1, x) % max(1, y), index / max(1, x) / max(1, y))
    }
}
