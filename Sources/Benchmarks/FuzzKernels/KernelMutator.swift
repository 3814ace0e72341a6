/// Changes a kernel's text at random, the same way for the same seed and number.
struct KernelMutator {
    private var state: UInt64

    init(seed: UInt64, number: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ number &* 0xD1B5_4A32_D192_ED03 }

    /// The next random word (SplitMix64).
    private mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A random number from 0 to less than `count`.
    mutating func below(_ count: Int) -> Int { Int(word().multipliedFullWidth(by: UInt64(count)).high) }

    /// The text with one to four changes.
    mutating func mutate(_ text: String) -> String {
        // Plans are read strictly, so that a change there is hardly ever more than a message; most changes are in the code.
        let isWhole = below(16) == 0
        let code = isWhole ? text.startIndex : text.ranges(of: "*/").last?.upperBound ?? text.startIndex
        var tokens = Self.tokens(of: String(text[code...]))
        for _ in 0...below(3) where !tokens.isEmpty {
            let place = below(tokens.count)
            switch below(5) {
            case 0: tokens.remove(at: place)
            case 1: tokens.insert(tokens[below(tokens.count)], at: place)
            case 2: tokens.swapAt(place, below(tokens.count))
            case 3: tokens[place] = Self.replacements[below(Self.replacements.count)]
            default:
                // Numbers and operators are where kernels break in the most interesting ways.
                let likely = tokens.indices.filter {
                    tokens[$0].first.map { $0.isNumber || "+-*/%<>=&|".contains($0) } ?? false
                }
                guard !likely.isEmpty else { continue }
                tokens[likely[below(likely.count)]] = Self.replacements[below(Self.replacements.count)]
            }
        }
        return text[..<code] + tokens.joined()
    }

    private static let replacements = [
        "0", "1", "-1", "2147483647", "4294967296", "0x7fffffff", "1e38f", "+", "-", "*", "/", "%", "<<", ">>", "&",
        "|",
        "^", "<", ">=", "==", "width", "rows", "row", "x", "y", "float", "int", "half", "char", "float4", "threadgroup",
        "__shared__", "(", ")", "[", "]", "{", "}", ";", ",", "return", "break", "continue", "while (true)", "if (0)",
        "__syncthreads()", "threadgroup_barrier(mem_flags::mem_threadgroup)", "simd_sum(1.0f)", "nullptr", "*(int*)0",
        "switch", "goto", "static", "sizeof", "&x", "*", "long", "double", "unsigned char", "asm(\"trap;\")",
    ]

    /// Words, numbers, blanks and single signs, which joined give the text.
    private static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var isWord = false
        for character in text {
            let belongs = character.isLetter || character.isNumber || character == "_"
            if belongs, isWord, let last = tokens.popLast() {
                tokens.append(last + String(character))
            } else {
                tokens.append(String(character))
            }
            isWord = belongs
        }
        return tokens
    }
}
