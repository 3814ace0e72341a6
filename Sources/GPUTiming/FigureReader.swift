import Diagnostics
import StrictYAML

/// Reads figures of a hardware file and counts how many of them are estimates.
///
/// A figure is `{value: 57, unit: ns, source: M2P}` or `{value: 30, unit: cycles, estimate: true}`; with both, the source
/// says what the estimate rests on.
struct FigureReader {
    /// What a figure measures: its canonical unit and the others that convert to it.
    enum Quantity {
        case count, bytes, cycles, nanoseconds, megahertz, bytesPerCycle, gigabytesPerSecond, ratio, perCycle

        /// The units that may be written.
        var units: [String] {
            switch self {
            case .count:
                ["count", "threads", "warps", "threadgroups", "registers", "lines", "instructions", "wavefronts"]
            case .bytes: ["bytes", "KiB", "MiB"]
            case .cycles: ["cycles", "ns"]
            case .nanoseconds: ["ns"]
            case .megahertz: ["MHz"]
            case .bytesPerCycle: ["bytes/cycle"]
            case .gigabytesPerSecond: ["GB/s"]
            case .ratio: ["ratio"]
            case .perCycle: ["per cycle", "per second"]
            }
        }
    }

    /// Declared source tags.
    var sources: Set<String> = []
    /// Core clock; 0 until it has been read.
    var clockMHz = 0.0
    /// Figures read so far.
    var count = 0
    /// Estimates among them.
    var estimates = 0

    /// The figure `key` of `map` in its canonical unit; nil after reporting what is wrong.
    mutating func figure(
        _ map: MappingReader?, _ key: String, _ quantity: Quantity, _ range: ClosedRange<Double>
    ) -> Double? {
        guard let map else { return nil }
        guard let reader = map.reader(key) else {
            map.reader.error("missing figure '\(key)' in \(map.what)")
            return nil
        }
        return figure(reader, quantity, range)
    }

    /// A whole figure.
    mutating func whole(
        _ map: MappingReader?, _ key: String, _ quantity: Quantity, _ range: ClosedRange<Int>
    ) -> Int? {
        let bounds = Double(range.lowerBound)...Double(range.upperBound)
        guard let value = figure(map, key, quantity, bounds) else { return nil }
        guard let whole = Int(exactly: value) else {
            map?.reader(key)?.error("figure '\(key)' must be a whole number, not \(Self.text(value))")
            return nil
        }
        return whole
    }

    /// A whole count.
    mutating func whole(_ map: MappingReader?, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        whole(map, key, .count, range)
    }

    /// A figure that may be absent.
    mutating func optional(
        _ map: MappingReader?, _ key: String, _ quantity: Quantity, _ range: ClosedRange<Double>,
        default fallback: Double
    ) -> Double? {
        guard let map else { return nil }
        return map.has(key) ? figure(map, key, quantity, range) : fallback
    }

    /// The figure at `reader`.
    private mutating func figure(
        _ reader: YAMLReader, _ quantity: Quantity, _ range: ClosedRange<Double>
    ) -> Double? {
        guard let map = reader.mapping("a figure", keys: ["value", "unit", "source", "estimate"]) else { return nil }
        let value = map.required("value", .number)
        let unit = map.required("unit", .string)
        provenance(map)
        guard let value, let unit else { return nil }
        guard quantity.units.contains(unit) else {
            map.reader("unit")?.error(
                "\(reader.label) cannot be in '\(unit)'",
                hint: "write one of: \(quantity.units.joined(separator: ", "))")
            return nil
        }
        let converted = convert(value, from: unit, to: quantity)
        guard range.contains(converted), converted.isFinite else {
            let bounds =
                "between \(Self.text(range.lowerBound)) and \(Self.text(range.upperBound)) \(quantity.units[0])"
            let shown = "\(Self.text(value)) \(unit)"
            map.reader("value")?.error("figure \(reader.label) must be \(bounds), not \(shown)")
            return nil
        }
        return converted
    }

    /// Counts the figure and checks that it says where it comes from.
    private mutating func provenance(_ map: MappingReader) {
        count += 1
        let isEstimate = map.optional("estimate", .boolean, default: false)
        if isEstimate { estimates += 1 }
        if !map.has("source"), !isEstimate {
            map.reader.error(
                "\(map.reader.label) has no source",
                hint: "add 'source: TAG' or, if nobody measured it, 'estimate: true'")
        }
        _ = source(map)
    }

    /// The source tag of `map`, which must be declared; nil when absent or reported.
    func source(_ map: MappingReader) -> String? {
        guard let source = map.optional("source", .string) else { return nil }
        guard sources.contains(source) else {
            map.reader("source")?.error(
                "unknown source '\(source)'",
                hint: suggestion(for: source, among: sources.sorted()) ?? "declare it under 'sources'")
            return nil
        }
        return source
    }

    /// `value` in the canonical unit.
    private func convert(_ value: Double, from unit: String, to quantity: Quantity) -> Double {
        switch unit {
        case "KiB": value * 1024
        case "MiB": value * 1_048_576
        case "ns" where quantity == .cycles: value * clockMHz / 1000
        case "per second": value / (clockMHz * 1_000_000)
        default: value
        }
    }

    /// A number as people write it.
    static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? String(value) }
}
