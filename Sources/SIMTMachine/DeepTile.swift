/// The layout of PTX `mma.m16n8k16` for 16-bit factors (PTX ISA, "Matrix Fragments for mma.m16n8k16").
enum DeepTile: MatrixTile {
    static var rows: Int { 16 }
    static var depth: Int { 16 }

    @inline(__always)
    static func left(_ element: Int, _ lane: Int) -> Int {
        ((lane >> 2) + (element & 2) * 4) * 16 + (lane & 3) * 2 + (element & 1) + (element & 4) * 2
    }

    @inline(__always)
    static func right(_ element: Int, _ lane: Int) -> Int {
        ((lane & 3) * 2 + (element & 1) + (element & 2) * 4) * 8 + (lane >> 2)
    }

    @inline(__always)
    static func sum(_ element: Int, _ lane: Int) -> Int {
        ((lane >> 2) + (element & 2) * 4) * 8 + (lane & 3) * 2 + (element & 1)
    }
}
