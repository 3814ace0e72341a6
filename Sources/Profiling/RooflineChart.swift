import Foundation

/// The roofline as inline SVG: intensity against rate, both logarithmic.
struct RooflineChart {
    /// The figures.
    let roofline: Roofline

    private static let (width, height) = (400.0, 280.0)
    private static let (left, right, top, bottom) = (46.0, 18.0, 10.0, 36.0)

    /// The drawing; empty where the kernel does no counted arithmetic.
    var svg: String? {
        let points = [("device memory", roofline.memoryIntensity), ("L2", roofline.cacheIntensity)]
            .compactMap { name, intensity in intensity.map { (name, $0) } }
        guard roofline.achieved > 0, !points.isEmpty, roofline.peak > 0 else { return nil }
        let ridges = [roofline.peak / roofline.memory, roofline.peak / roofline.cache]
        let intensities = points.map(\.1) + ridges
        let low = floor(log10(max(1e-6, (intensities.min() ?? 1) / 2)))
        let high = ceil(log10((intensities.max() ?? 1) * 2))
        let floorRate = floor(log10(max(1e-6, min(roofline.achieved, roofline.peak / 100))))
        let ceiling = ceil(log10(roofline.peak * 1.05))
        func x(_ value: Double) -> Double {
            Self.left + (log10(value) - low) / (high - low) * (Self.width - Self.left - Self.right)
        }
        func y(_ value: Double) -> Double {
            let place = (log10(value) - floorRate) / (ceiling - floorRate)
            return Self.height - Self.bottom - place * (Self.height - Self.top - Self.bottom)
        }
        var out: [String] = []
        for power in stride(from: low, through: high, by: 1) {
            let place = x(pow(10, power))
            out.append(SVG.line(place, Self.top, place, Self.height - Self.bottom, "grid"))
            out.append(SVG.text(place, Self.height - Self.bottom + 14, SVG.power(power), anchor: "middle"))
        }
        for power in stride(from: floorRate, through: ceiling, by: 1) {
            let place = y(pow(10, power))
            out.append(SVG.line(Self.left, place, Self.width - Self.right, place, "grid"))
            out.append(SVG.text(Self.left - 5, place + 4, SVG.power(power), anchor: "end"))
        }
        let middle = (Self.left + Self.width - Self.right) / 2
        out.append(SVG.text(middle, Self.height - 4, "operations per byte", anchor: "middle"))
        out.append(SVG.text(Self.left + 4, Self.top + 12, "GFLOP/s"))
        let (first, last) = (pow(10, low), pow(10, high))
        for (rate, style) in [(roofline.cache, "roof soft"), (roofline.memory, "roof")] {
            let ridge = roofline.peak / rate
            let start = max(first, pow(10, floorRate) / rate)
            let path = [(start, start * rate), (ridge, roofline.peak), (last, roofline.peak)]
            out.append(SVG.polyline(path.map { (x($0.0), y($0.1)) }, style))
        }
        for (index, point) in points.enumerated() {
            let style = point.0 == "L2" ? "point hollow" : "point"
            out.append(SVG.circle(x(point.1), y(roofline.achieved), 5, style))
            let isRight = x(point.1) > Self.width - 120
            let label = SVG.text(
                x(point.1) + (isRight ? -9 : 9), y(roofline.achieved) + (index == 0 ? -6 : 15), point.0,
                anchor: isRight ? "end" : "start", style: "strong")
            out.append(label)
        }
        let share = Markup.percent(roofline.achieved / roofline.peak)
        let name =
            "Roofline: \(Markup.number(roofline.achieved, 0)) of \(Markup.number(roofline.peak, 0)) GFLOP/s, \(share)"
        return SVG.document(Self.width, Self.height, name, out)
    }
}
