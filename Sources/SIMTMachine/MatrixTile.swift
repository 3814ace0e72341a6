/// How a warp holds a matrix product: which lane's which element lies where in its matrix.
///
/// Places are `row * columns + column` of the matrix at hand. Every product has eight columns.
protocol MatrixTile {
    /// Rows of a and c.
    static var rows: Int { get }
    /// Columns of a, rows of b.
    static var depth: Int { get }
    /// Place of a lane's element in a.
    static func left(_ element: Int, _ lane: Int) -> Int
    /// Place of a lane's element in b.
    static func right(_ element: Int, _ lane: Int) -> Int
    /// Place of a lane's element in c and d.
    static func sum(_ element: Int, _ lane: Int) -> Int
}
