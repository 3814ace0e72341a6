import GPUTiming

/// Warps on one core over time by what they do, and what memory moves, as inline SVG.
struct ResidencyChart {
    /// One core's history.
    let timeline: CoreTimeline
    /// Most warps that a core can hold.
    let warps: Int
    /// Cycles of a microsecond.
    let clock: Double

    private static let (width, height) = (400.0, 170.0)
    private static let (left, right, top, bottom) = (40.0, 8.0, 10.0, 30.0)

    /// Warps by state; nil where nothing was noted.
    var states: String? {
        guard timeline.cycles > 0, !timeline.bins.isEmpty else { return nil }
        var below = [Double](repeating: 0, count: timeline.bins.count)
        // Few warps would be a flat line on a scale of all that fit.
        let greatest = timeline.bins.map { $0.warps.reduce(0, +) }.max() ?? 0
        let most = min(Double(warps), max(4, (greatest * 1.1).rounded(.up)))
        var out = axis(most: most, unit: "warps, of \(warps) that fit,")
        // Issuing lies at the bottom, so that what is above it is waiting.
        for reason in StallReason.allCases {
            let values = timeline.bins.map { $0.warps[Int(reason.rawValue)] }
            guard values.contains(where: { $0 > 0 }) else { continue }
            let above = zip(below, values).map { $0 + $1 }
            let edge = steps(above, most) + steps(below, most).reversed()
            out.append(SVG.polygon(edge, StallChart.style(reason)))
            below = above
        }
        let mean = below.reduce(0, +) / Double(below.count)
        return SVG.document(
            Self.width, Self.height,
            "Resident warps of one core by state: \(Markup.number(mean, 1)) of \(warps) on average",
            out)
    }

    /// Bytes per cycle of the core; nil where nothing moved.
    var traffic: String? {
        let series: [(String, [Double])] = [
            ("line l2", timeline.bins.map { $0.cacheBytes / timeline.binCycles }),
            ("line read", timeline.bins.map { $0.readBytes / timeline.binCycles }),
            ("line written", timeline.bins.map { $0.writtenBytes / timeline.binCycles }),
        ]
        let most = series.flatMap(\.1).max() ?? 0
        guard timeline.cycles > 0, most > 0 else { return nil }
        var out = axis(most: most, unit: "bytes per cycle")
        for (style, values) in series where values.contains(where: { $0 > 0 }) {
            out.append(SVG.polyline(steps(values, most), style))
        }
        return SVG.document(
            Self.width, Self.height, "Bytes per cycle of one core: at most \(Markup.number(most, 1)) to and from L2",
            out)
    }

    /// A value per bin as corners of a step function.
    private func steps(_ values: [Double], _ most: Double) -> [(Double, Double)] {
        values.enumerated().flatMap { index, value in
            [x(Double(index) * timeline.binCycles), x(Double(index + 1) * timeline.binCycles)].map { place in
                (place, y(value, most))
            }
        }
    }

    /// Grid and labels.
    private func axis(most: Double, unit: String) -> [String] {
        var out: [String] = []
        for share in [0, 0.5, 1] {
            let place = y(share * most, most)
            out.append(SVG.line(Self.left, place, Self.width - Self.right, place, "grid"))
            out.append(SVG.text(Self.left - 5, place + 4, Markup.short(share * most), anchor: "end"))
        }
        for (share, anchor) in [(0.0, "start"), (1.0, "end")] {
            let cycle = share * timeline.cycles
            let label = share == 0 ? "0" : Markup.number(cycle / clock, 1) + " us"
            out.append(SVG.text(x(cycle), Self.height - Self.bottom + 15, label, anchor: anchor))
        }
        out.append(
            SVG.text(
                (Self.left + Self.width) / 2, Self.height - Self.bottom + 15, "\(unit) over time", anchor: "middle"))
        return out
    }

    private func x(_ cycle: Double) -> Double {
        let share = min(1, cycle / timeline.cycles)
        return Self.left + share * (Self.width - Self.left - Self.right)
    }

    private func y(_ value: Double, _ most: Double) -> Double {
        Self.height - Self.bottom - min(1, value / most) * (Self.height - Self.top - Self.bottom)
    }
}
