/// How much faster a threadgroup gets on when fewer share its core than fit.
struct CoreSpeed {
    /// Speeds with 1, 2, … residents, relative to a full core; the last is 1.
    private var speeds: [Double]

    /// The speeds of 1, 2, … residents; with none, nobody gains from others' absence.
    init(_ speeds: [Double] = []) { self.speeds = speeds }

    /// The speed that explains best what cores with free slots did.
    ///
    /// Where threadgroups compete for one resource, they are `slots / residents` times faster; but no faster than one gets on
    /// that has its core to itself. How fast that is, is what cores that filled and emptied tell by what they issued
    /// meanwhile. In attention's kernels 12 residents of 13 ran at 1.05, 8 at 1.60, 6 at 2.10 and fewer at 2.3 to 2.4.
    init(slots: Int, from parts: [PartialCore]) {
        speeds = []
        guard slots > 1, parts.contains(where: { $0.ticks.contains { $0 > 0 } }) else { return }
        let wanted = parts.reduce(0) { $0 + $1.equivalent }
        // What they did grows with the greatest speed: halve the range.
        var (low, high) = (1.0, Double(slots))
        for _ in 0..<40 {
            let greatest = (low + high) / 2
            speeds = (1...slots).map { min(Double(slots) / Double($0), greatest) }
            let done = parts.reduce(0.0) { sum, part in
                sum + (1..<slots).reduce(0.0) { $0 + part.ticks[$1] * speeds[$1 - 1] }
            }
            if done < wanted { low = greatest } else { high = greatest }
        }
    }

    /// Speed of a threadgroup that is one of `residents`, relative to a full core.
    subscript(residents: Int) -> Double {
        speeds.isEmpty ? 1 : speeds[max(1, min(residents, speeds.count)) - 1]
    }
}
