import Foundation

/// Columns and figures for terminals.
enum TextTable {
    /// Cells padded to their widths: the first to the left, the others to the right.
    static func row(_ cells: [String], widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { index, pair in
            let space = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
            return index == 0 ? pair.0 + space : space + pair.0
        }.joined()
    }

    /// A time with its unit, four digits.
    static func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1e4: String(format: "%.0f ns", nanoseconds)
        case ..<1e7: String(format: "%.1f us", nanoseconds / 1e3)
        case ..<1e10: String(format: "%.2f ms", nanoseconds / 1e6)
        default: String(format: "%.2f s", nanoseconds / 1e9)
        }
    }

    /// A ratio as "1.23x"; exactly one is "1x".
    static func ratio(_ value: Double) -> String {
        value == 1 ? "1x" : String(format: "%.3gx", value)
    }
}
