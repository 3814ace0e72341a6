import GPUTiming

/// The stall stack: one bar, and a list that names its parts.
struct StallChart {
    /// By share, the largest first.
    let stalls: [TraceSummary.Stall]

    /// The style of a reason, the same in every drawing.
    static func style(_ reason: StallReason) -> String { "s\(reason.rawValue)" }

    /// Bar and list.
    var html: String {
        let shown = stalls.filter { $0.share > 0 }
        guard !shown.isEmpty else { return "<p>No warp waited.</p>" }
        var (bar, place) = ([String](), 0.0)
        var items: [String] = []
        for stall in shown {
            let style = StallReason.allCases.first { "\($0)" == stall.reason }.map(Self.style) ?? ""
            bar.append(SVG.rectangle(place, 0, 400 * stall.share, 26, style))
            place += 400 * stall.share
            let swatch = "<svg class=\"swatch\" viewBox=\"0 0 10 10\" aria-hidden=\"true\">"
            items.append(
                "<li>\(swatch)\(SVG.rectangle(0, 0, 10, 10, style))</svg><span class=\"num\">"
                    + "\(Markup.percent(stall.share))</span> \(Markup.escape(stall.title))</li>")
        }
        let words = shown.prefix(3).map { "\($0.title) \(Markup.percent($0.share))" }.joined(separator: ", ")
        let drawing = SVG.document(400, 26, "Stalled warp time: \(words)", bar)
        return drawing + "<ul class=\"legend\">\(items.joined())</ul>"
    }
}
