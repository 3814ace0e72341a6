import Evaluation
import Foundation
import SIMTMachine

/// Attention and the matrix product written a second time, natively and another way than the oracles: what those are held to.
enum NativeReference {
    /// The elements of a buffer of f32.
    static func floats(_ bytes: SharedBytes?) -> [Float] {
        bytes?.withBytes { Array($0.bindMemory(to: Float.self)) } ?? []
    }

    /// All rows of attention: scores of a row are stored, the softmax is normalised before the sum.
    static func attention(q: [Float], k: [Float], v: [Float], size: [String: Int]) -> [[Double]] {
        let (heads, groups) = (size["q_heads"] ?? 0, size["kv_heads"] ?? 0)
        let (queries, keys, width) = (size["q_len"] ?? 0, size["kv_len"] ?? 0, size["head_dim"] ?? 0)
        var rows: [[Double]] = []
        for head in 0..<heads {
            let first = head * groups / heads * keys
            for query in 0..<queries {
                let mine = (head * queries + query) * width
                var weights = (0...(keys - queries + query)).map { key in
                    (0..<width).reduce(0.0) { $0 + Double(q[mine + $1]) * Double(k[(first + key) * width + $1]) }
                        / Double(width).squareRoot()
                }
                let greatest = weights.max() ?? 0
                weights = weights.map { Foundation.exp($0 - greatest) }
                let total = weights.reduce(0, +)
                rows.append(
                    (0..<width).map { column in
                        weights.enumerated().reduce(0.0) {
                            $0 + $1.element / total * Double(v[(first + $1.offset) * width + column])
                        }
                    })
            }
        }
        return rows
    }

    /// All rows of the matrix product, element by element.
    static func product(a: [Float], b: [Float], size: [String: Int]) -> [[Double]] {
        let (m, n, k) = (size["m"] ?? 0, size["n"] ?? 0, size["k"] ?? 0)
        return (0..<m).map { row in
            (0..<n).map { column in
                (0..<k).reduce(0.0) { $0 + Double(a[row * k + $1]) * Double(b[$1 * n + column]) }
            }
        }
    }
}
