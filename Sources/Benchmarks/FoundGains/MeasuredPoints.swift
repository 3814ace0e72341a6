import Foundation

/// Points of a design space with the times that a card took for them.
struct MeasuredPoints {
    /// One point.
    struct Row {
        /// Tunables and their values, in the file's order.
        let point: [(name: String, value: Int)]
        /// Microseconds by size.
        let microseconds: [String: Double]
        /// Registers per thread that the vendor's compiler took.
        let registers: Int

        /// The values, as in the file.
        var label: String { point.map { "\($0.value)" }.joined(separator: ",") }

        /// The values of `names`.
        func values(of names: [String]) -> [String: Int] {
            var result: [String: Int] = [:]
            for (name, value) in point where names.contains(name) { result[name] = value }
            return result
        }
    }

    /// A line that cannot be read.
    struct Malformed: Error {
        let line: String
    }

    /// Names of the sizes.
    let sizes: [String]
    /// The points in the file's order.
    let rows: [Row]

    /// Reads lines of comma-separated values under a header that ends sizes' names in `_us`.
    init(_ text: String) throws {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        let header = (lines.first ?? "").split(separator: ",").map(String.init)
        sizes = header.filter { $0.hasSuffix("_us") }.map { String($0.dropLast(3)) }
        rows = try lines.dropFirst().map { line in
            let cells = line.split(separator: ",").map(String.init)
            guard cells.count == header.count else { throw Malformed(line: line) }
            var point: [(name: String, value: Int)] = []
            var (times, registers): ([String: Double], Int) = ([:], 0)
            for (name, cell) in zip(header, cells) {
                guard let value = Double(cell) else { throw Malformed(line: line) }
                if name.hasSuffix("_us") {
                    times[String(name.dropLast(3))] = value
                } else if name == "registers" {
                    registers = Int(value)
                } else {
                    point.append((name, Int(value)))
                }
            }
            return Row(point: point, microseconds: times, registers: registers)
        }
    }
}
