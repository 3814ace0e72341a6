/// Pieces of inline SVG. Every figure is formatted, every text escaped.
enum SVG {
    /// A whole drawing with a name for those who do not see it.
    static func document(_ width: Double, _ height: Double, _ name: String, _ parts: [String]) -> String {
        "<svg viewBox=\"0 0 \(figure(width)) \(figure(height))\" role=\"img\" aria-label=\"\(Markup.escape(name))\">"
            + parts.joined() + "</svg>"
    }

    /// A straight line.
    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> String {
        "<line x1=\"\(figure(x1))\" y1=\"\(figure(y1))\" x2=\"\(figure(x2))\" y2=\"\(figure(y2))\" class=\"\(style)\"/>"
    }

    /// A line through points.
    static func polyline(_ points: [(Double, Double)], _ style: String) -> String {
        "<polyline points=\"\(list(points))\" class=\"\(style)\"/>"
    }

    /// A filled area.
    static func polygon(_ points: [(Double, Double)], _ style: String) -> String {
        "<polygon points=\"\(list(points))\" class=\"\(style)\"/>"
    }

    /// A filled rectangle.
    static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) -> String {
        "<rect x=\"\(figure(x))\" y=\"\(figure(y))\" width=\"\(figure(width))\" height=\"\(figure(height))\" "
            + "class=\"\(style)\"/>"
    }

    /// A filled circle.
    static func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String) -> String {
        "<circle cx=\"\(figure(x))\" cy=\"\(figure(y))\" r=\"\(figure(radius))\" class=\"\(style)\"/>"
    }

    /// A word or two.
    static func text(
        _ x: Double, _ y: Double, _ content: String, anchor: String = "start", style: String = "label"
    ) -> String {
        "<text x=\"\(figure(x))\" y=\"\(figure(y))\" text-anchor=\"\(anchor)\" class=\"\(style)\">"
            + "\(Markup.escape(content))</text>"
    }

    /// A power of ten as people write it: 0.01, 1, 100, 10k.
    static func power(_ exponent: Double) -> String {
        switch Int(exponent) {
        case ..<0: "0." + String(repeating: "0", count: max(0, -Int(exponent) - 1)) + "1"
        case 0...3: "1" + String(repeating: "0", count: Int(exponent))
        case 4...5: "1" + String(repeating: "0", count: Int(exponent) - 3) + "k"
        default: "1e\(Int(exponent))"
        }
    }

    /// A coordinate.
    private static func figure(_ value: Double) -> String { Markup.number(value, 1) }

    /// Coordinates of points.
    private static func list(_ points: [(Double, Double)]) -> String {
        points.map { "\(figure($0.0)),\(figure($0.1))" }.joined(separator: " ")
    }
}
