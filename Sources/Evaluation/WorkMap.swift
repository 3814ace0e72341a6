/// The work of every threadgroup of a grid, from counting that of a few.
///
/// Axes along which nothing changes are found first (attention's heads); the box of the others is cut into smaller boxes
/// until work is linear inside each, or too many threadgroups were counted. Causal kernels come out exact: their work
/// is linear in the position on either side of the diagonal.
package struct WorkMap {
    /// A box of the grid, corners included; a leaf has no children.
    private struct Box {
        var low: [Int]
        var high: [Int]
        var children: (Int, Int)?
    }

    private let extent: [Int]
    /// Axes along which work changes.
    private var axes: [Int] = []
    private var boxes: [Box] = []
    /// Counted work by linear index.
    private var counted: [Int: UInt64] = [:]
    private let strides: [Int]

    /// Greatest deviation from linear, relative to the greatest work, that needs no further cut.
    private static let flatness = 0.01

    /// The map of a grid of threadgroups.
    ///
    /// - Parameters:
    ///   - extent: Threadgroups along x, y and z.
    ///   - pilots: Most threadgroups to count.
    ///   - budget: Most work to spend on counting; the first few threadgroups are counted in any case.
    ///   - measure: Executes a threadgroup and returns its work.
    package init<Failure: Error>(
        extent: [Int], pilots: Int, budget: UInt64, measure: (Int) throws(Failure) -> UInt64
    ) throws(Failure) {
        self.extent = extent
        strides = [1, extent[0], extent[0] * extent[1]]
        var spent: UInt64 = 0
        var counts: [Int: UInt64] = [:]
        let strides = strides
        func count(_ position: [Int]) throws(Failure) -> Double {
            let index = position[0] + position[1] * strides[1] + position[2] * strides[2]
            if let known = counts[index] { return Double(known) }
            let work = try measure(index)
            spent &+= work
            counts[index] = work
            return Double(work)
        }
        let low = [0, 0, 0]
        let high = extent.map { $0 - 1 }
        let middle = extent.map { $0 / 2 }
        for axis in 0..<3 where extent[axis] > 1 {
            var isFlat = true
            for base in [middle, high] {
                var values: [Double] = []
                for place in Set([0, extent[axis] / 2, extent[axis] - 1]).sorted() {
                    var position = base
                    position[axis] = place
                    values.append(try count(position))
                }
                let (least, most) = (values.min() ?? 0, values.max() ?? 0)
                if most - least > Self.flatness * most { isFlat = false }
            }
            if !isFlat { axes.append(axis) }
        }
        guard !axes.isEmpty else {
            counted = counts
            return
        }
        // Axes without change are represented by their middle.
        var (first, last) = (low, high)
        for axis in 0..<3 where !axes.contains(axis) { (first[axis], last[axis]) = (middle[axis], middle[axis]) }
        boxes = [Box(low: first, high: last, children: nil)]
        var next = 0
        // Breadth first, so that a limit leaves boxes of like size.
        while next < boxes.count {
            let box = boxes[next]
            var corners: [Double] = []
            for corner in 0..<(1 << axes.count) { corners.append(try count(self.corner(corner, of: box))) }
            let centre = zip(box.low, box.high).map { ($0 + $1) / 2 }
            let longest = axes.max { box.high[$0] - box.low[$0] < box.high[$1] - box.low[$1] } ?? 0
            if box.high[longest] - box.low[longest] >= 2, counts.count < pilots, spent < budget {
                let found = try count(centre)
                let foretold = interpolate(corners, box, at: centre)
                let scale = max(found, corners.max() ?? 0)
                if (found - foretold).magnitude > Self.flatness * scale {
                    var (left, right) = (box, box)
                    left.high[longest] = centre[longest]
                    right.low[longest] = centre[longest]
                    boxes[next].children = (boxes.count, boxes.count + 1)
                    boxes += [left, right]
                }
            }
            next += 1
        }
        counted = counts
    }

    /// Whether every threadgroup does the same, as far as was counted.
    package var isUniform: Bool { axes.isEmpty }

    /// Mean work of the threadgroups counted; the work of each where all do the same.
    var meanCounted: Double {
        counted.isEmpty ? 1 : counted.keys.sorted().reduce(0.0) { $0 + Double(counted[$1] ?? 0) } / Double(counted.count)
    }

    /// The threadgroups that were executed for counting.
    var executed: Set<Int> { Set(counted.keys) }

    /// The work of a threadgroup by its linear index.
    package func work(of index: Int) -> UInt64 {
        if let known = counted[index] { return known }
        guard !axes.isEmpty else { return UInt64(meanCounted) }
        var position = [index % extent[0], index / extent[0] % extent[1], index / extent[0] / extent[1]]
        for axis in 0..<3 where !axes.contains(axis) { position[axis] = boxes[0].low[axis] }
        var box = 0
        while let (left, right) = boxes[box].children {
            let inLeft = zip(position, boxes[left].high).allSatisfy { $0 <= $1 }
            box = inLeft ? left : right
        }
        let corners = (0..<(1 << axes.count)).map { corner -> Double in
            let place = self.corner(corner, of: boxes[box])
            return Double(counted[place[0] + place[1] * strides[1] + place[2] * strides[2]] ?? 0)
        }
        return UInt64(max(1, interpolate(corners, boxes[box], at: position)))
    }

    /// Corner number `number` of a box: bit k chooses the high end of axis `axes[k]`.
    private func corner(_ number: Int, of box: Box) -> [Int] {
        var position = box.low
        for (bit, axis) in axes.enumerated() where number >> bit & 1 == 1 { position[axis] = box.high[axis] }
        return position
    }

    /// The multilinear value at a position from the corners' values.
    private func interpolate(_ corners: [Double], _ box: Box, at position: [Int]) -> Double {
        var values = corners
        for axis in axes {
            let span = box.high[axis] - box.low[axis]
            let share = span > 0 ? Double(position[axis] - box.low[axis]) / Double(span) : 0
            values = stride(from: 0, to: values.count, by: 2).map { values[$0] + (values[$0 + 1] - values[$0]) * share }
        }
        return values.first ?? 0
    }
}
