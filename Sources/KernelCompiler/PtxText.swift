/// The text of an `asm` statement and its operands, on the way to C++.
///
/// Each PTX instruction becomes a call of a function whose name is the instruction's with `_` for `.`, with all operands in
/// order: braces and brackets are flattened, `[p+16]` becomes `p, 16`. Which names exist is fixed by ``known``.
struct PtxText {
    /// An instruction that no function stands for.
    struct Unknown: Error {
        var instruction: String
    }

    let template: String
    let operands: [String]

    /// The statement as C++, without line ends.
    func translated() -> Result<String, Unknown> {
        var code = ""
        var plain = template.replacing("\n", with: " ").replacing("\r", with: " ")
        while let start = plain.firstRange(of: "/*"), let end = plain[start.upperBound...].firstRange(of: "*/") {
            plain.replaceSubrange(start.lowerBound..<end.upperBound, with: " ")
        }
        for part in plain.split(separator: ";") {
            var statement = Substring(String(part).trimmingSpaces())
            // A scope around local registers.
            while let first = statement.first, first == "{" || first == "}" {
                statement = Substring(String(statement.dropFirst()).trimmingSpaces())
            }
            if statement.isEmpty { continue }
            switch translated(String(statement)) {
            case .success(let line): code += line + " "
            case .failure(let unknown): return .failure(unknown)
            }
        }
        return .success(code)
    }

    private func translated(_ statement: String) -> Result<String, Unknown> {
        if statement.hasPrefix(".reg") { return declaration(statement) }
        var rest = Substring(statement)
        var condition = ""
        if rest.first == "@" {
            let guardWord = rest.dropFirst().prefix { $0 != " " }
            rest = Substring(String(rest.dropFirst(guardWord.count + 1)).trimmingSpaces())
            let name = guardWord.hasPrefix("!") ? guardWord.dropFirst() : guardWord
            guard let value = operand(String(name)) else { return .failure(Unknown(instruction: statement)) }
            condition = "if (\(guardWord.hasPrefix("!") ? "!" : "")\(value)) "
        }
        let opcode = String(rest.prefix { $0 != " " })
        guard let function = Self.function(opcode) else { return .failure(Unknown(instruction: opcode)) }
        var arguments: [String] = function.leading
        for word in Self.words(String(rest.dropFirst(opcode.count))) {
            guard let value = operand(word) else { return .failure(Unknown(instruction: opcode)) }
            arguments.append(value)
        }
        return .success("\(condition)::ks_ptx::\(function.name)(\(arguments.joined(separator: ", ")));")
    }

    /// `.reg .u64 a, b` as local variables.
    private func declaration(_ statement: String) -> Result<String, Unknown> {
        let parts = statement.split { $0 == " " || $0 == "," }.map(String.init)
        let types = [
            ".u64": "unsigned long", ".b64": "unsigned long", ".s64": "long", ".u32": "unsigned", ".b32": "unsigned",
            ".s32": "int", ".f32": "float", ".pred": "bool", ".u16": "unsigned short", ".b16": "unsigned short",
        ]
        guard parts.count >= 3, let type = types[parts[1]],
            parts.dropFirst(2).allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } })
        else { return .failure(Unknown(instruction: statement)) }
        return .success(parts.dropFirst(2).map { "\(type) ks_r_\($0);" }.joined(separator: " "))
    }

    /// The operands of an instruction: commas, braces and brackets separate, `+` parts an address from its offset.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var inAddress = false
        var sawOffset = false
        func flush() {
            let trimmed = word.trimmingSpaces()
            if !trimmed.isEmpty { words.append(trimmed) }
            word = ""
        }
        for character in text {
            switch character {
            case "[":
                inAddress = true
                sawOffset = false
            case "]":
                flush()
                if inAddress, !sawOffset { words.append("0") }
                inAddress = false
            case "+" where inAddress:
                flush()
                sawOffset = true
            case "{", "}", ",": flush()
            default: word.append(character)
            }
        }
        flush()
        return words
    }

    /// An operand as C++.
    private func operand(_ word: String) -> String? {
        if word.hasPrefix("%%") || word.hasPrefix("%") && !(word.dropFirst().first?.isNumber ?? false) {
            let name = word.drop { $0 == "%" }
            return ["laneid": "__ks_lane_id()"][String(name)]
        }
        if word.hasPrefix("%") {
            guard let number = Int(word.dropFirst()), operands.indices.contains(number), !operands[number].isEmpty
            else {
                return nil
            }
            return operands[number]
        }
        if word.hasPrefix("0f") || word.hasPrefix("0F") {
            return "__builtin_bit_cast(float, 0x\(word.dropFirst(2))u)"
        }
        guard let first = word.first else { return nil }
        if first.isNumber || first == "-" { return word }
        guard word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
        return "ks_r_\(word)"
    }

    /// Qualifiers that change nothing that the machine models.
    private static let ignored: Set<String> = [
        "ftz", "nc", "ca", "cg", "cs", "lu", "cv", "wb", "wt", "L1::no_allocate", "L1::evict_last", "L1::evict_first",
        "L2::64B", "L2::128B", "L2::256B", "relaxed", "gpu", "volatile",
    ]

    /// The function for an instruction and what goes before its operands.
    private static func function(_ opcode: String) -> (name: String, leading: [String])? {
        var words = opcode.split(separator: ".").map(String.init)
        let isAccess = ["ld", "st", "cp"].contains(words.first)
        if isAccess { words.removeAll { ignored.contains($0) } } else { words.removeAll { $0 == "ftz" } }
        let name = words.joined(separator: "_")
        return known.contains(name) ? (name, []) : nil
    }

    /// Instructions that `ks/ptx.h` has functions for.
    static let known: Set<String> = {
        var names: Set<String> = [
            "cp_async_shared_global", "cp_async_commit_group", "cp_async_wait_group", "cp_async_wait_all",
            "ldmatrix_sync_aligned_m8n8_x1_shared_b16", "ldmatrix_sync_aligned_m8n8_x2_shared_b16",
            "ldmatrix_sync_aligned_m8n8_x4_shared_b16", "ldmatrix_sync_aligned_m8n8_x1_trans_shared_b16",
            "ldmatrix_sync_aligned_m8n8_x2_trans_shared_b16", "ldmatrix_sync_aligned_m8n8_x4_trans_shared_b16",
            "mma_sync_aligned_m16n8k16_row_col_f32_f16_f16_f32", "mma_sync_aligned_m16n8k16_row_col_f16_f16_f16_f16",
            "mma_sync_aligned_m16n8k16_row_col_f32_bf16_bf16_f32", "mma_sync_aligned_m16n8k8_row_col_f32_f16_f16_f32",
            "mma_sync_aligned_m16n8k8_row_col_f32_tf32_tf32_f32", "mma_sync_aligned_m16n8k32_row_col_s32_s8_s8_s32",
            "mma_sync_aligned_m16n8k16_row_col_s32_s8_s8_s32", "cvta_to_shared_u64", "cvt_u32_u64", "mov_u32",
            "mov_b32",
            "mov_u64", "setp_ne_b32", "setp_eq_u32", "bar_sync", "barrier_sync", "membar_gl", "membar_cta",
            "ex2_approx_f32", "lg2_approx_f32", "rcp_approx_f32", "rsqrt_approx_f32", "sqrt_approx_f32",
            "tanh_approx_f32", "fma_rn_f32", "cvt_rna_tf32_f32", "cvt_rn_f16x2_f32", "cvt_rn_bf16x2_f32", "lop3_b32",
            "prmt_b32", "prefetch_global_L2", "prefetch_global_L1",
        ]
        for space in ["global", "shared"] {
            for type in ["f32", "b32", "u32", "s32"] {
                for width in ["", "v2_", "v4_"] {
                    names.insert("ld_\(space)_\(width)\(type)")
                    names.insert("st_\(space)_\(width)\(type)")
                }
            }
        }
        return names
    }()
}
