/// Changes clang's IR text at random, line by line and token by token, mostly so that it can still be read.
enum IntermediateMutator {
    /// The text with one to four changes.
    static func mutate(_ text: String, _ random: inout RandomSource) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let code = lines.indices.filter { lines[$0].hasPrefix("  ") }
        for _ in 0...random.below(4) {
            let places = random.below(12) == 0 ? Array(lines.indices) : code.filter { $0 < lines.count }
            guard !places.isEmpty else { break }
            let place = random.one(of: places)
            switch random.below(10) {
            case 0: lines[place] = ""
            case 1: lines[place] += "\n" + lines[place]
            case 2: lines.swapAt(place, random.one(of: places))
            default: lines[place] = changed(lines[place], with: lines[random.one(of: places)], &random)
            }
        }
        if random.below(200) == 0 { lines.removeLast(random.below(lines.count)) }
        return lines.joined(separator: "\n")
    }

    /// A line with one token replaced by one of its kind, or of the same kind in another line.
    private static func changed(_ line: String, with other: String, _ random: inout RandomSource) -> String {
        var tokens = split(line)
        let places = tokens.indices.filter { kind(of: tokens[$0]) != .sign }
        guard !places.isEmpty else { return line }
        let place = random.one(of: places)
        let wanted = kind(of: tokens[place])
        let alike = split(other).filter { kind(of: $0) == wanted }
        switch wanted {
        case .number: tokens[place] = random.one(of: numbers)
        case .word where random.below(2) == 0:
            let group = groups.first { $0.contains(tokens[place]) } ?? groups[random.below(groups.count)]
            tokens[place] = random.one(of: group)
        default: if !alike.isEmpty { tokens[place] = random.one(of: alike) }
        }
        return tokens.joined()
    }

    private enum Kind { case name, global, metadata, number, word, sign }

    private static func kind(of token: String) -> Kind {
        guard let first = token.first else { return .sign }
        switch first {
        case "%": return .name
        case "@": return .global
        case "!", "#": return .metadata
        case "0"..."9", "-": return .number
        default: return first.isLetter ? .word : .sign
        }
    }

    /// Names with their sigil, numbers, words and single signs.
    private static func split(_ line: String) -> [String] {
        var tokens: [String] = []
        for character in line {
            let isWord = character.isLetter || character.isNumber || character == "_" || character == "."
            if isWord, let last = tokens.last, let first = last.first,
                first.isLetter || first.isNumber || "%@!#-_".contains(first)
            {
                tokens[tokens.count - 1] = last + String(character)
            } else {
                tokens.append(String(character))
            }
        }
        return tokens
    }

    private static let numbers = [
        "0", "1", "-1", "2", "3", "7", "8", "31", "32", "33", "63", "64", "127", "255", "256", "4096", "65535",
        "2147483647", "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808",
        "18446744073709551616", "1000000000000000000000", "0x7FF8000000000000", "0xH7E00", "1.0e+300",
    ]

    /// Words that stand where the others of their group do.
    private static let groups = [
        [
            "add", "sub", "mul", "sdiv", "udiv", "srem", "urem", "shl", "lshr", "ashr", "and", "or", "xor",
        ],
        ["fadd", "fsub", "fmul", "fdiv", "frem"],
        [
            "i1", "i8", "i16", "i32", "i64", "i128", "i7", "i33", "half", "bfloat", "float", "double", "ptr", "void",
            "label", "metadata", "x86_fp80",
        ],
        ["zext", "sext", "trunc", "fptosi", "sitofp", "uitofp", "fptoui", "bitcast", "fpext", "fptrunc", "inttoptr"],
        ["eq", "ne", "ugt", "uge", "ult", "ule", "sgt", "sge", "slt", "sle", "oeq", "ogt", "olt", "uno", "ord"],
        ["load", "store", "atomicrmw", "cmpxchg", "fence", "alloca", "getelementptr", "call", "phi", "select"],
        ["br", "switch", "ret", "unreachable", "indirectbr", "invoke"],
        ["undef", "poison", "zeroinitializer", "null", "true", "false", "none"],
        ["nuw", "nsw", "exact", "inbounds", "volatile", "align", "addrspace", "x", "to", "tail", "contract", "fast"],
        ["extractelement", "insertelement", "shufflevector", "extractvalue", "insertvalue", "freeze", "fneg"],
        ["max", "min", "umax", "umin", "xchg", "nand", "uinc_wrap", "fmax", "monotonic", "seq_cst", "acquire"],
    ]
}
