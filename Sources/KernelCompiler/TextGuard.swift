import Diagnostics

/// Refuses, before clang sees it, what a kernel text has no business with: other files, the host, the time of day,
/// and names that belong to the machine.
///
/// The wall is the compiler's file system, which holds our headers and nothing else; this gives the plain words.
struct TextGuard {
    /// Headers that a kernel may name, by dialect.
    static func headers(of dialect: Dialect) -> [String] {
        switch dialect {
        case .metal:
            [
                "metal_stdlib", "metal_array", "metal_atomic", "metal_common", "metal_compute", "metal_geometric",
                "metal_integer",
                "metal_limits", "metal_logging", "metal_math", "metal_matrix", "metal_pack", "metal_quadgroup",
                "metal_relational", "metal_simdgroup", "metal_simdgroup_matrix", "metal_type_traits", "metal_types",
                "metal_uniform",
                "simd/simd.h",
            ]
        case .cuda:
            [
                "cuda_runtime.h", "cuda_runtime_api.h", "cuda.h", "cooperative_groups.h", "cooperative_groups/reduce.h",
                "cooperative_groups/scan.h", "cooperative_groups/memcpy_async.h", "cuda_fp16.h", "cuda_bf16.h",
                "device_launch_parameters.h", "cmath",
                "math.h",
                "math_constants.h", "cfloat", "float.h", "climits", "limits.h", "cstdint", "stdint.h", "cstddef",
                "stddef.h", "mma.h",
            ]
        case .oracle:
            [
                "cmath", "math.h", "cfloat", "float.h", "climits", "limits.h", "cstdint", "stdint.h", "cstddef",
                "stddef.h",
            ]
        }
    }

    private static let directives: Set<String> = [
        "define", "undef", "if", "ifdef", "ifndef", "elif", "else", "endif", "error", "warning", "pragma", "include",
    ]
    private static let names: Set<String> = [
        "__has_include", "__has_include_next", "__has_embed", "__DATE__", "__TIME__", "__TIMESTAMP__",
        // Attributes that name a function by a string, or mark one as our passes do.
        "weakref", "__weakref__", "annotate", "__annotate__", "annotate_type",
    ]

    /// Beginnings of names with which our headers ask the machine for something.
    static func machinePrefixes(_ dialect: Dialect) -> [String] {
        // The hint marks in CUDA's headers what one instruction of the hardware loads.
        ["__ks_"] + (dialect == .cuda ? ["__builtin_nontemporal"] : [])
    }

    let text: SourceText
    let dialect: Dialect
    /// Names of the virtual headers, which `#include "…"` may name as well.
    var virtualNames: Set<String> = []

    /// Everything in the text that is refused.
    func findings() -> [Diagnostic] {
        guard text.bytes.count <= SourceText.byteLimit else {
            return [
                Diagnostic(
                    .error, at: nil,
                    "kernel text '\(text.fileName)' has \(text.bytes.count) bytes; at most \(SourceText.byteLimit) are read"
                )
            ]
        }
        if let zero = text.bytes.firstIndex(of: 0) {
            let line = text.bytes[..<zero].count { $0 == UInt8(ascii: "\n") } + 1
            return [text.diagnostic(.error, line: line, column: 1, "the kernel text holds a NUL character")]
        }
        var found = lineEndFindings()
        for index in text.tokens.indices {
            let token = text.tokens[index]
            if token.startsDirective {
                found += directiveFindings(at: index)
            } else if token.kind == .identifier {
                found += nameFindings(at: index)
            }
        }
        return found
    }

    /// Line ends at which the compiler and the passes before it would read different tokens.
    private func lineEndFindings() -> [Diagnostic] {
        func splits(_ byte: UInt8) -> Bool {
            SourceLexer.isIdentifierPart(byte) || "/*#%:\"'\\".utf8.contains(byte)
        }
        var found: [Diagnostic] = []
        var (line, lineStart) = (1, 0)
        for (place, byte) in text.bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"): (line, lineStart) = (line + 1, place + 1)
            case UInt8(ascii: "\r") where place + 1 == text.bytes.count || text.bytes[place + 1] != UInt8(ascii: "\n"):
                found.append(
                    text.diagnostic(
                        .error, line: line, column: place - lineStart + 1,
                        "the kernel text holds a carriage return that no line feed follows"))
            case UInt8(ascii: "\\"):
                let end =
                    text.bytes[(place + 1)...].firstIndex { ![9, 11, 12, 13, 32].contains($0) } ?? text.bytes.count
                guard place > 0, end + 1 < text.bytes.count, text.bytes[end] == UInt8(ascii: "\n"),
                    splits(text.bytes[place - 1]), splits(text.bytes[end + 1])
                else { continue }
                found.append(
                    text.diagnostic(
                        .error, line: line, column: place - lineStart + 1,
                        "the line is continued in the middle of a word",
                        hint: "write a blank before '\\'"))
            default: continue
            }
        }
        return found
    }

    private func directiveFindings(at index: Int) -> [Diagnostic] {
        guard text.tokens.indices.contains(index + 1), text.tokens[index + 1].inDirective,
            !text.tokens[index + 1].startsDirective, text.tokens[index + 1].line >= text.tokens[index].line
        else { return [] }
        let name = text.text(index + 1)
        guard Self.directives.contains(name) else {
            return [text.error(at: index, "directive '#\(name)' is not available to kernels")]
        }
        switch name {
        case "include": return includeFindings(at: index + 1)
        case "pragma": return pragmaFindings(at: index + 1, words: [text.text(index + 2), text.text(index + 3)])
        default: return []
        }
    }

    /// `index` is the word `include`.
    private func includeFindings(at index: Int) -> [Diagnostic] {
        let start = text.tokens[index].range.upperBound
        let rest = text.bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
        let spelling = String(decoding: rest, as: UTF8.self).trimmingSpaces()
        let inner = spelling.dropFirst().prefix { $0 != ">" && $0 != "\"" }
        let headers = Self.headers(of: dialect)
        let isPlain = spelling.first == "<" || spelling.first == "\""
        if isPlain, headers.contains(String(inner)) { return [] }
        // Host code is left out, and so are the headers that it is written with.
        if dialect == .cuda, isPlain, CudaPass.hostHeaders.contains(String(inner)) { return [] }
        if let name = IncludeExpander.includedName(at: index - 1, in: text), virtualNames.contains(name) { return [] }
        // Under a condition that may not hold the compiler says itself that there is no such file, at the same line.
        if isPlain, !inner.hasPrefix("/"), !inner.contains(".."), isConditional(index) { return [] }
        let written = isPlain ? String(spelling.prefix(inner.utf8.count + 2)) : spelling
        return [
            text.error(
                at: index, "'#include \(written)' is not available to kernels",
                hint: "available: " + headers.map { "<\($0)>" }.joined(separator: ", "))
        ]
    }

    /// Whether token `index` stands inside `#if` and its kin.
    private func isConditional(_ index: Int) -> Bool {
        var depth = 0
        for earlier in 0..<index where text.tokens[earlier].startsDirective {
            switch text.text(earlier + 1) {
            case "if", "ifdef", "ifndef": depth += 1
            case "endif": depth -= 1
            default: continue
            }
        }
        return depth > 0
    }

    private func pragmaFindings(at index: Int, words: [String]) -> [Diagnostic] {
        switch words[0] {
        case "unroll", "nounroll", "once", "METAL", "STDC", "mark", "unused": return []
        // Of host code, which is not compiled.
        case "omp" where dialect == .cuda: return []
        case "clang" where ["loop", "fp", "diagnostic"].contains(words[1]): return []
        case "GCC" where ["unroll", "ivdep", "diagnostic"].contains(words[1]): return []
        default:
            let named = ["clang", "GCC"].contains(words[0]) ? words.joined(separator: " ") : words[0]
            return [text.error(at: index, "'#pragma \(named)' is not available to kernels")]
        }
    }

    private func nameFindings(at index: Int) -> [Diagnostic] {
        let name = text.text(index)
        if Self.names.contains(name) { return [text.error(at: index, "'\(name)' is not available to kernels")] }
        if name.hasPrefix("__ks_") || name.hasPrefix("ks_") || name.hasPrefix("KS_") {
            return [text.error(at: index, "'\(name)' is reserved: names that start with 'ks_' belong to the machine")]
        }
        if dialect == .cuda, name.hasPrefix("__builtin_nontemporal") {
            return [text.error(at: index, "'\(name)' is not CUDA: __ldcs and __stcs say that data are used once")]
        }
        if name == "_Pragma", text.text(index + 1) == "(", text.tokens.indices.contains(index + 2),
            text.tokens[index + 2].kind == .string
        {
            let inside = text.text(index + 2).drop { $0 != "\"" }.dropFirst().dropLast()
            let words = inside.split { $0 == " " || $0 == "(" }.map(String.init)
            return pragmaFindings(at: index, words: Array((words + ["", ""]).prefix(2)))
        }
        if name == "_Pragma" { return [text.error(at: index, "'_Pragma' takes a string literal")] }
        return []
    }
}

extension String {
    /// Without blanks at both ends.
    func trimmingSpaces() -> String {
        let blanks: Set<Character> = [" ", "\t", "\r", "\r\n"]
        guard let first = firstIndex(where: { !blanks.contains($0) }),
            let last = lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return String(self[first...last])
    }
}
