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
        boxes = []
        var open: [Cut] = []
        let root = Box(low: first, high: last, children: nil)
        boxes.append(root)
        if let cut = try Self.cut(0, root, axes, count) { open.append(cut) }
        // The box that is farthest off over most threadgroups goes first.
        while counts.count < pilots, spent < budget, let worst = open.indices.max(by: { open[$0] < open[$1] }) {
            let cut = open.remove(at: worst)
            var (left, right) = (boxes[cut.box], boxes[cut.box])
            let middle = (left.low[cut.axis] + left.high[cut.axis]) / 2
            left.high[cut.axis] = middle
            right.low[cut.axis] = middle
            boxes[cut.box].children = (boxes.count, boxes.count + 1)
            for part in [left, right] {
                boxes.append(part)
                if let cut = try Self.cut(boxes.count - 1, part, axes, count) { open.append(cut) }
            }
        }
        // Leaves whose corners were not counted before the limit are counted now: one corner each was at most missing.
        for box in boxes where box.children == nil {
            for corner in 0..<(1 << axes.count) { _ = try count(self.corner(corner, of: box)) }
        }
        counted = counts
    }

    /// A box that is not linear, and the axis along which to cut it.
    private struct Cut: Comparable {
        let box: Int
        let axis: Int
        /// Deviation from linear times the number of threadgroups.
        let error: Double

        static func < (left: Cut, right: Cut) -> Bool { (left.error, right.box) < (right.error, left.box) }
    }

    /// How to cut a box; nil when it is linear along every axis or cannot be cut.
    ///
    /// Along each axis the middle of the two end faces is compared with the middle between them.
    private static func cut<Failure: Error>(
        _ index: Int, _ box: Box, _ axes: [Int], _ count: ([Int]) throws(Failure) -> Double
    ) throws(Failure) -> Cut? {
        var worst: Cut?
        let volume = axes.reduce(1.0) { $0 * Double(box.high[$1] - box.low[$1] + 1) }
        for axis in axes where box.high[axis] - box.low[axis] >= 2 {
            // Corner lines and the middle line: a kink along a diagonal shows on one of them.
            for others in [box.low, box.high, zip(box.low, box.high).map { ($0 + $1) / 2 }] {
                var (low, middle, high) = (others, others, others)
                low[axis] = box.low[axis]
                high[axis] = box.high[axis]
                middle[axis] = (box.low[axis] + box.high[axis]) / 2
                let ends = (try count(low), try count(high))
                let found = try count(middle)
                let share = Double(middle[axis] - low[axis]) / Double(high[axis] - low[axis])
                let deviation = (found - (ends.0 + (ends.1 - ends.0) * share)).magnitude
                guard deviation > flatness * max(found, ends.0, ends.1) else { continue }
                let cut = Cut(box: index, axis: axis, error: deviation * volume)
                if worst.map({ $0 < cut }) ?? true { worst = cut }
            }
        }
        return worst
    }

    /// Whether every threadgroup does the same, as far as was counted.
    package var isUniform: Bool { axes.isEmpty }

    /// Mean work of the threadgroups counted; the work of each where all do the same.
    var meanCounted: Double {
        counted.isEmpty
            ? 1 : counted.keys.sorted().reduce(0.0) { $0 + Double(counted[$1] ?? 0) } / Double(counted.count)
    }

    /// The work of all threadgroups; where it exceeds `limit`, some number above that.
    package func totalWork(upTo limit: Double) -> Double {
        let count = extent.reduce(1, *)
        if axes.isEmpty { return meanCounted * Double(count) }
        var total = 0.0
        for index in 0..<count {
            total += Double(work(of: index))
            if total > limit { return total }
        }
        return total
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
        return UInt64(max(1, interpolate(corners, boxes[box], at: position)).rounded())
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
