/// CUDA's functions on two or four numbers in a word, against the same on integers.
enum WordRows {
    /// What is done to a pair of numbers, and of which kind they are.
    private struct Operation {
        let name: String
        let isSigned: Bool
        /// From x, y and the bits of a number.
        let value: @Sendable (Int, Int, Int) -> Int
    }

    /// A value limited to what a signed number of so many bits holds.
    private static func limited(_ value: Int, _ bits: Int) -> Int {
        max(-(1 << (bits - 1)), min(value, (1 << (bits - 1)) - 1))
    }

    private static let pairs: [Operation] =
        [
            Operation(name: "add", isSigned: false) { x, y, _ in x + y },
            Operation(name: "addss", isSigned: true) { x, y, bits in limited(x + y, bits) },
            Operation(name: "addus", isSigned: false) { x, y, bits in min(x + y, (1 << bits) - 1) },
            Operation(name: "sub", isSigned: false) { x, y, _ in x - y },
            Operation(name: "subss", isSigned: true) { x, y, bits in limited(x - y, bits) },
            Operation(name: "subus", isSigned: false) { x, y, _ in max(0, x - y) },
            // Halves are rounded away from zero.
            Operation(name: "avgs", isSigned: true) { x, y, _ in
                Int((Double(x + y) / 2).rounded(.toNearestOrAwayFromZero))
            },
            Operation(name: "avgu", isSigned: false) { x, y, _ in (x + y + 1) / 2 },
            Operation(name: "haddu", isSigned: false) { x, y, _ in (x + y) / 2 },
            Operation(name: "absdiffs", isSigned: true) { x, y, _ in abs(x - y) },
            Operation(name: "absdiffu", isSigned: false) { x, y, _ in abs(x - y) },
            Operation(name: "maxs", isSigned: true) { x, y, _ in max(x, y) },
            Operation(name: "maxu", isSigned: false) { x, y, _ in max(x, y) },
            Operation(name: "mins", isSigned: true) { x, y, _ in min(x, y) },
            Operation(name: "minu", isSigned: false) { x, y, _ in min(x, y) },
            Operation(name: "abs", isSigned: true) { x, _, _ in abs(x) },
            Operation(name: "absss", isSigned: true) { x, _, bits in min(abs(x), (1 << (bits - 1)) - 1) },
            Operation(name: "neg", isSigned: true) { x, _, _ in -x },
            Operation(name: "negss", isSigned: true) { x, _, bits in min(-x, (1 << (bits - 1)) - 1) },
        ] + comparisons

    private static let comparisons: [Operation] = {
        let kinds: [(String, @Sendable (Int, Int) -> Bool, Bool?)] = [
            ("eq", { $0 == $1 }, nil), ("ne", { $0 != $1 }, nil), ("ge", { $0 >= $1 }, true),
            ("ge", { $0 >= $1 }, false),
            ("gt", { $0 > $1 }, true), ("gt", { $0 > $1 }, false), ("le", { $0 <= $1 }, true),
            ("le", { $0 <= $1 }, false), ("lt", { $0 < $1 }, true), ("lt", { $0 < $1 }, false),
        ]
        return kinds.flatMap { name, holds, isSigned in
            let sign = isSigned.map { $0 ? "s" : "u" } ?? ""
            return [
                Operation(name: "cmp\(name)\(sign)", isSigned: isSigned ?? false) { x, y, _ in holds(x, y) ? -1 : 0 },
                Operation(name: "set\(name)\(sign)", isSigned: isSigned ?? false) { x, y, _ in holds(x, y) ? 1 : 0 },
            ]
        }
    }()

    /// The words of a lane; among their numbers are the limits, equal ones and both signs.
    private static func words(_ lane: Int) -> (UInt32, UInt32) {
        let first = UInt32(truncatingIfNeeded: 0x7F80_FF01 &+ lane &* 0x0103_0507)
        let second = UInt32(truncatingIfNeeded: 0x8001_7F40 &+ lane &* 0x0B0D_1113)
        return lane % 5 == 0 ? (first, first ^ 0xFF00_0000) : lane == 1 ? (0x8000_8000, 0x8080_7FFF) : (first, second)
    }

    /// Number `place` of a word.
    private static func part(_ word: UInt32, _ place: Int, _ bits: Int, _ isSigned: Bool) -> Int {
        let value = Int(word >> UInt32(place * bits)) & ((1 << bits) - 1)
        return isSigned && value >> (bits - 1) == 1 ? value - (1 << bits) : value
    }

    /// A row for each half of each function's result.
    static let all: [FunctionRow] = {
        let first = "(0x7F80FF01u + i * 0x01030507u)", second = "(0x80017F40u + i * 0x0B0D1113u)"
        let a = "(i == 1 ? 0x80008000u : \(first))"
        let b = "(i % 5 == 0 ? \(first) ^ 0xFF000000u : i == 1 ? 0x80807FFFu : \(second))"
        var rows: [FunctionRow] = []
        for bits in [16, 8] {
            for operation in pairs {
                let isOne = ["abs", "absss", "neg", "negss"].contains(operation.name)
                let call = "__v\(operation.name)\(32 / bits)(\(a)\(isOne ? "" : ", \(b)"))"
                for half in 0..<2 {
                    rows.append(
                        FunctionRow("(\(call) >> \(16 * half)) & 0xFFFFu") { lane, _, _ in
                            let (x, y) = words(lane)
                            let result = (0..<32 / bits).reduce(UInt32(0)) { word, place in
                                let value = operation.value(
                                    part(x, place, bits, operation.isSigned), part(y, place, bits, operation.isSigned),
                                    bits)
                                return word | UInt32(truncatingIfNeeded: value & ((1 << bits) - 1))
                                    << UInt32(place * bits)
                            }
                            return Double(result >> UInt32(16 * half) & 0xFFFF)
                        })
                }
            }
            for isSigned in [true, false] {
                rows.append(
                    FunctionRow("__vsad\(isSigned ? "s" : "u")\(32 / bits)(\(a), \(b))") { lane, _, _ in
                        let (x, y) = words(lane)
                        return (0..<32 / bits).reduce(0) {
                            $0 + Double(abs(part(x, $1, bits, isSigned) - part(y, $1, bits, isSigned)))
                        }
                    })
            }
        }
        return rows
    }()
}
