/// Apple's simdgroup matrices: lane l holds row `((l / 4) & 4) + (l / 2) % 4` and the two columns from
/// `((l / 4) & 2) * 2 + (l % 2) * 2` on, as `thread_elements()` shows.
enum SimdgroupTile: MatrixTile {
    static var rows: Int { 8 }
    static var depth: Int { 8 }

    @inline(__always)
    static func left(_ element: Int, _ lane: Int) -> Int { sum(element, lane) }

    @inline(__always)
    static func right(_ element: Int, _ lane: Int) -> Int { sum(element, lane) }

    @inline(__always)
    static func sum(_ element: Int, _ lane: Int) -> Int {
        (((lane >> 2) & 4) + ((lane >> 1) & 3)) * 8 + ((lane >> 2) & 2) * 2 + (lane & 1) * 2 + element
    }
}
