/// Changes a kernel's text at random, mostly so that it still compiles: names by names that occur in it, numbers by numbers,
/// operators by operators of their kind.
struct KernelMutator {
    /// Changes that are refused at once are rare: one mutant in so many gets them.
    private static let wildShare = 8

    /// The text with one to four changes.
    static func mutate(_ text: String, _ random: inout RandomSource) -> String {
        // Plans are read strictly, so that a change there is hardly ever more than a message; most changes are in the code.
        let isWhole = random.below(16) == 0
        let code = isWhole ? text.startIndex : text.ranges(of: "*/").last?.upperBound ?? text.startIndex
        var tokens = TokenText.tokens(of: String(text[code...]))
        let isWild = random.below(wildShare) == 0
        for _ in 0...random.below(4) where !tokens.isEmpty {
            if isWild { changeWildly(&tokens, &random) } else { swapAlike(&tokens, &random) }
        }
        return text[..<code] + tokens.joined()
    }

    /// Replaces one token by one of its kind.
    private static func swapAlike(_ tokens: inout [String], _ random: inout RandomSource) {
        let places = tokens.indices.filter { kind(of: tokens[$0]) != nil }
        guard !places.isEmpty else { return }
        let place = random.one(of: places)
        switch kind(of: tokens[place]) {
        case .number: tokens[place] = random.one(of: numbers)
        case .name:
            let names = tokens.filter { kind(of: $0) == .name }
            tokens[place] = random.one(of: names)
        case .type: tokens[place] = random.one(of: types)
        case .arithmetic: tokens[place] = random.one(of: arithmetic)
        case .comparison: tokens[place] = random.one(of: comparisons)
        case nil: break
        }
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

    private enum Kind { case number, name, type, arithmetic, comparison }

    private static func kind(of token: String) -> Kind? {
        guard let first = token.first else { return nil }
        if first.isNumber { return .number }
        if types.contains(token) { return .type }
        if arithmetic.contains(token) { return .arithmetic }
        if comparisons.contains(token) { return .comparison }
        return first.isLetter && !keywords.contains(token) ? .name : nil
    }

    private static let numbers = [
        "0", "1", "2", "3", "4", "7", "8", "16", "31", "32", "33", "64", "255", "256", "1024", "65536", "2147483647",
        "4294967295", "0x7fffffff", "1e38f", "0.5f", "1e-45f",
    ]
    private static let types = ["float", "int", "uint", "half", "bool", "short", "char", "ulong", "float2", "float4"]
    private static let arithmetic = ["+", "-", "*", "/", "%", "&", "|", "^"]
    private static let comparisons = ["<", ">"]
    private static let keywords: Set<String> = [
        "kernel", "device", "constant", "threadgroup", "const", "for", "if", "else", "while", "return", "using",
        "namespace", "metal", "include", "define", "struct", "template", "typename", "void", "static", "extern",
    ]
}
