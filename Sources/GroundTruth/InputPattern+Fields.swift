import Evaluation
import Foundation

extension InputPattern {
    /// The keys of a buffer's description that say what it holds at first.
    static let fieldKeys: Set<String> = [
        "init", "scale", "offset", "shape", "sigma", "values", "side", "spacing", "jitter", "box", "zero_border",
        "zero_lane", "planes", "order",
    ]

    /// Reads the contents of a buffer whose `init` has its numbers in keys of their own.
    ///
    /// - Parameter folder: The set's folder, in which lists may lie in files.
    init(
        field node: JSONNode, element: TruthBuffer.Element, count: Int, folder: URL
    ) throws(GroundTruthError) {
        let isField: Bool
        switch try node.member("init").string() {
        case "zeros": (kind, isField) = (.zeros, false)
        case "uniform": (kind, isField) = (.uniform(modulus: 0), false)
        case "signs": (kind, isField) = (.signs, false)
        case "gaussian":
            let sigma = try node.member("sigma").number()
            guard sigma > 0 else { throw node.error("has a 'sigma' that is not above 0") }
            kind = .product(axes: try Self.axes(node).map { extent in Self.gaussian(extent, sigma: sigma) })
            isField = true
        case "sine": (kind, isField) = (.product(axes: try Self.axes(node).map(Self.sine)), true)
        case "values": (kind, isField) = (.values(try Self.list(node.member("values"), count, element, folder)), false)
        case "lattice":
            let (side, box) = (try node.member("side").integer(in: 1...(1 << 20)), try node.member("box").number())
            guard box > 0 else { throw node.error("has a 'box' that is not above 0") }
            kind = .lattice(
                Lattice(
                    side: UInt64(side), spacing: Float(try node.member("spacing").number()),
                    jitter: Float(try node.member("jitter").number()), box: Float(box)))
            isField = false
        case let other: throw node.error("has the unknown init '\(other)'")
        }
        scale = try node.optional("scale").map { (node) throws(GroundTruthError) in Float(try node.number()) }
        offset = try node.optional("offset").map { (node) throws(GroundTruthError) in Float(try node.number()) }
        arrangement = try InputArrangement(node, count: count, isField: isField)
        cutsFloats = true
    }

    /// The extents of a field's axes.
    private static func axes(_ node: JSONNode) throws(GroundTruthError) -> [Int] {
        var extents: [Int] = []
        for axis in try node.member("shape").elements() { extents.append(try axis.integer(in: 2...(1 << 20))) }
        guard !extents.isEmpty else { throw node.error("has an empty 'shape'") }
        return extents
    }

    /// `exp(-d² / 2σ²)` with the distance `d` from the middle of an axis.
    private static func gaussian(_ extent: Int, sigma: Double) -> [Double] {
        (0..<extent).map { place in
            let distance = Double(place) - Double(extent - 1) / 2
            // log2(e) turns the power of e into one of two.
            return DeterministicMath.exp2(-distance * distance / (2 * sigma * sigma) * 1.442_695_040_888_963_4)
        }
    }

    /// `sin(π c / (n - 1))` along an axis.
    private static func sine(_ extent: Int) -> [Double] {
        (0..<extent).map { place in
            // Both halves are the same, and the series is short where the angle is at most π/2.
            let angle = Double.pi * Double(min(place, extent - 1 - place)) / Double(extent - 1)
            var sum = 1.0
            for term in stride(from: 22.0, through: 2, by: -2) { sum = 1 - sum * angle * angle / (term * (term + 1)) }
            return angle * sum
        }
    }

    /// The numbers of a list, or of a file with one.
    private static func list(
        _ node: JSONNode, _ count: Int, _ element: TruthBuffer.Element, _ folder: URL
    ) throws(GroundTruthError) -> [Double] {
        var source = node
        if let name = try? node.string() {
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(""), !parts.contains("..") else {
                throw node.error("names the file '\(name)', which is not in the set's folder")
            }
            source = try JSONNode(file: folder.appendingPathComponent(name))
        }
        let elements = try source.elements()
        guard elements.count == count else { throw node.error("has \(elements.count) numbers for \(count) elements") }
        var values: [Double] = []
        values.reserveCapacity(count)
        for number in elements {
            values.append(
                element.isFloat
                    ? try number.number() : Double(try number.integer(in: Int(Int32.min)...Int(UInt32.max))))
        }
        return values
    }
}
