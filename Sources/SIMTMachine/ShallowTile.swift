/// The layout of PTX `mma.m16n8k8` for tf32 factors (PTX ISA, "Matrix Fragments for mma.m16n8k8").
enum ShallowTile: MatrixTile {
    static var rows: Int { 16 }
    static var depth: Int { 8 }

    @inline(__always)
    static func left(_ element: Int, _ lane: Int) -> Int {
        ((lane >> 2) + (element & 1) * 8) * 8 + (lane & 3) + (element & 2) * 2
    }

    @inline(__always)
    static func right(_ element: Int, _ lane: Int) -> Int { ((lane & 3) + element * 4) * 8 + (lane >> 2) }

    @inline(__always)
    static func sum(_ element: Int, _ lane: Int) -> Int { DeepTile.sum(element, lane) }
}
