/// Changes a kernel's text at random, mostly so that it still compiles: names by names that occur in it, numbers by numbers,
/// operators by operators of their kind.
struct KernelMutator {
    /// Changes that are refused at once are rare: one mutant in so many gets them.
    private static let wildShare = 8

    /// The text with one to three changes.
    static func mutate(_ text: String, _ random: inout RandomSource) -> String {
        // Plans are read strictly, so that a change there is hardly ever more than a message; most changes are in the code.
        let isWhole = random.below(32) == 0
        let code = isWhole ? text.startIndex : text.ranges(of: "*/").last?.upperBound ?? text.startIndex
        var tokens = TokenText.tokens(of: String(text[code...]))
        let isWild = random.below(wildShare) == 0
        for _ in 0...random.below(3) where !tokens.isEmpty {
            if isWild { changeWildly(&tokens, &random) } else { swapAlike(&tokens, &random) }
        }
        return text[..<code] + tokens.joined()
    }

    /// Replaces one token by one of its kind: a number, an operator, or a variable by another variable.
    private static func swapAlike(_ tokens: inout [String], _ random: inout RandomSource) {
        let variables = variables(of: tokens)
        let groups: [[String]] = [numbers, arithmetic, bitwise, comparisons, variables, types]
        // Other types break most kernels at once, so they are rarely tried.
        let group = groups[random.below(16) == 0 ? 5 : random.below(5)]
        let places = tokens.indices.filter { place in
            let token = tokens[place]
            if group == numbers { return token.first?.isNumber ?? false }
            guard group.contains(token) else { return false }
            // Angle brackets around types and headers are no comparisons.
            return token != "<" && token != ">" || (place > 0 && tokens[place - 1] == " ")
        }
        guard !places.isEmpty, !group.isEmpty else { return }
        tokens[random.one(of: places)] = random.one(of: group)
    }

    /// Names that a type stands before: the kernel's variables.
    private static func variables(of tokens: [String]) -> [String] {
        var found: [String] = []
        for place in tokens.indices.dropFirst(2) {
            guard tokens[place - 1] == " ", types.contains(tokens[place - 2]), !found.contains(tokens[place]),
                tokens[place].first?.isLetter ?? false
            else { continue }
            found.append(tokens[place])
        }
        return found
    }

    /// Removes, copies, swaps or replaces a token whatever it is.
    private static func changeWildly(_ tokens: inout [String], _ random: inout RandomSource) {
        let place = random.below(tokens.count)
        switch random.below(4) {
        case 0: tokens.remove(at: place)
        case 1: tokens.insert(random.one(of: tokens), at: place)
        case 2: tokens.swapAt(place, random.below(tokens.count))
        default: tokens[place] = random.one(of: TokenText.odd)
        }
    }

    private static let numbers = [
        "0", "1", "2", "3", "4", "7", "8", "16", "31", "32", "33", "64", "255", "256", "1024", "65536", "2147483647",
        "4294967295", "0x7fffffff", "1e38f", "0.5f", "1e-45f",
    ]
    private static let types = ["float", "int", "uint", "half", "bool", "short", "char", "ulong", "float2", "float4"]
    private static let arithmetic = ["+", "-", "*", "/"]
    private static let bitwise = ["%", "&", "|", "^"]
    private static let comparisons = ["<", ">"]
}
