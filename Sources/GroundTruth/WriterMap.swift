import SIMTMachine

/// Which threadgroup writes which element of a buffer, as a few threadgroups let one guess: each writes the same pattern,
/// moved by as much for every step along an axis of the grid.
struct WriterMap {
    private let grid: [Int]
    private let base: Int
    private let steps: [Int]
    private let pattern: Set<Int>
    private let length: Int

    /// Learns the map from what the first threadgroup and its neighbours write.
    ///
    /// - Parameter written: The elements that a threadgroup writes, ascending.
    init?(grid: [Int], written: (Int) throws -> [Int]) rethrows {
        let first = try written(0)
        guard let base = first.first, let last = first.last else { return nil }
        var steps: [Int] = []
        var stride = 1
        for extent in grid {
            let moved = extent > 1 ? try written(stride).first : base
            guard let moved else { return nil }
            steps.append(moved - base)
            stride *= extent
        }
        self.grid = grid
        self.base = base
        self.steps = steps
        pattern = Set(first.map { $0 - base })
        length = last - base
    }

    /// Threadgroups that should write an element.
    func writers(of element: Int) -> [Int] {
        var found: [Int] = []
        var index = 0
        for z in 0..<grid[2] {
            for y in 0..<grid[1] {
                let row = element - base - z * steps[2] - y * steps[1]
                for x in 0..<grid[0] {
                    let offset = row - x * steps[0]
                    if offset >= 0, offset <= length, pattern.contains(offset) { found.append(index) }
                    index += 1
                }
            }
        }
        return found
    }
}
