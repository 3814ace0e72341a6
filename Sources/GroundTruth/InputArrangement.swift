/// What is done to a field of numbers once it is made: cells set to zero, copies of it in planes, another order.
struct InputArrangement: Sendable {
    /// Cells of the grid along x, y and z, x fastest; empty where the field is no grid.
    var shape: [Int] = []
    /// Whether cells with the first or last coordinate of an axis are zero.
    var hasZeroBorder = false
    /// Elements whose index is `lane` modulo `width` are zero.
    var zeroLane: (width: UInt64, lane: UInt64)?
    /// Weights of the copies that follow each other, and the elements of each; no weights for one plain field.
    var planes: (weights: [Float], size: UInt64) = ([], 0)
    /// Whether cells are stored along a curve that interleaves the bits of their coordinates, x lowest.
    var isMorton = false

    /// The cell, and the weight of its copy, that is stored at `index`.
    @inline(__always)
    func source(of index: UInt64) -> (index: UInt64, weight: Float?) {
        var index = index
        if isMorton {
            let axes = UInt64(shape.count)
            var (cell, bit) = (UInt64(0), UInt64(0))
            let width = UInt64(shape[0].trailingZeroBitCount)
            while bit < axes * width {
                cell |= (index >> bit & 1) << (bit % axes * width + bit / axes)
                bit += 1
            }
            index = cell
        }
        guard planes.size > 0 else { return (index, nil) }
        return (index % planes.size, planes.weights[Int(index / planes.size)])
    }

    /// Whether the cell is set to zero.
    @inline(__always)
    func isZero(_ index: UInt64) -> Bool {
        if let zeroLane, index % zeroLane.width == zeroLane.lane { return true }
        guard hasZeroBorder else { return false }
        var rest = Int(index)
        for extent in shape {
            let place = rest % extent
            if place == 0 || place == extent - 1 { return true }
            rest /= extent
        }
        return false
    }
}

extension InputArrangement {
    /// Reads `shape`, `zero_border`, `zero_lane`, `planes` and `order` of a buffer of `count` elements.
    ///
    /// - Parameter isField: Whether the elements are those of the shape's grid.
    init(_ node: JSONNode, count: Int, isField: Bool) throws(GroundTruthError) {
        var cells = 1
        for axis in try node.optional("shape")?.elements() ?? [] {
            let extent = try axis.integer(in: 1...(1 << 20))
            shape.append(extent)
            cells *= extent
            guard shape.count <= 3, cells <= 1 << 32 else { throw node.error("has an impossible 'shape'") }
        }
        hasZeroBorder = try node.optional("zero_border")?.truth() ?? false
        if let lane = try node.optional("zero_lane") {
            let pair = try lane.elements()
            guard pair.count == 2 else { throw lane.error("must be width and lane") }
            let width = try pair[0].integer(in: 1...(1 << 20))
            zeroLane = (UInt64(width), UInt64(try pair[1].integer(in: 0...(width - 1))))
        }
        if let weights = try node.optional("planes") {
            for weight in try weights.elements() { planes.weights.append(Float(try weight.number())) }
            guard !planes.weights.isEmpty, isField, !shape.isEmpty else {
                throw weights.error("must be weights for the copies of a field with a 'shape'")
            }
            planes.size = UInt64(cells)
        }
        if let order = try node.optional("order") {
            guard try order.string() == "morton" else { throw order.error("must be 'morton'") }
            isMorton = true
            guard let first = shape.first, shape.allSatisfy({ $0 == first }), first.nonzeroBitCount == 1,
                planes.weights.isEmpty
            else { throw order.error("needs a 'shape' whose axes are the same power of two, and no 'planes'") }
        }
        guard !shape.isEmpty || !hasZeroBorder else { throw node.error("has a 'zero_border' without a 'shape'") }
        let copies = max(1, planes.weights.count)
        guard
            shape.isEmpty || !(isField || hasZeroBorder || isMorton) || (count % copies == 0 && cells == count / copies)
        else { throw node.error("has \(count) elements where its shape has \(cells) in \(copies) planes") }
    }
}
