extension CudaPass {
    /// Standard headers of host code, whose lines are left out.
    static let hostHeaders: Set<String> = [
        "algorithm", "array", "assert.h", "cassert", "chrono", "cstdio", "cstdlib", "cublas_v2.h", "cublasLt.h",
        "curand.h",
        "cuda_profiler_api.h", "driver_types.h", "omp.h", "math_functions.h", "type_traits", "limits", "unistd.h",
        "cstring", "ctime", "fstream",
        "functional", "iomanip", "iostream", "map", "memory", "numeric", "random", "sstream", "stdexcept", "stdio.h",
        "stdlib.h", "string", "string.h", "sys/time.h", "time.h", "tuple", "unordered_map", "utility", "vector",
    ]

    /// Longest chain of host functions that is followed.
    private static let callDepth = 32
    private static let deviceWords: Set<String> = [
        "__global__", "__device__", "__constant__", "__shared__", "constexpr",
    ]

    /// Blanks the lines that include host headers.
    mutating func removeHostIncludes() {
        for index in text.tokens.indices.dropLast(2) where text.tokens[index].startsDirective {
            guard text.text(index + 1) == "include" else { continue }
            var end = index + 2
            while end < text.tokens.count, text.tokens[end].inDirective, !text.tokens[end].startsDirective { end += 1 }
            let name = (index + 2..<end).map { text.text($0) }.joined().trimmingBrackets()
            if Self.hostHeaders.contains(name) { blank(index..<end) }
        }
    }

    /// Blanks host code: declarations at namespace scope that stand under no device word and mention the host's library.
    ///
    /// What they launch is instantiated by name, so that a kernel template can be launched with several arguments.
    mutating func removeHostCode() {
        var kept: [Range<Int>] = []
        var gone: Set<String> = []
        var index = 0
        while index < text.tokens.count {
            if text.tokens[index].inDirective || text.text(index) == "}" || text.text(index) == ";" {
                index += 1
                continue
            }
            if text.text(index) == "namespace" || text.text(index) == "extern" && text.text(index + 2) == "{" {
                while index < text.tokens.count, text.text(index) != "{", text.text(index) != ";" { index += 1 }
                index += 1
                continue
            }
            let end = endOfDeclaration(from: index)
            let range = index..<end
            collectLaunches(in: range)
            if isHostOnly(range) {
                remove(range)
                functionName(range).map { _ = gone.insert($0) }
            } else if !isForDevice(range) {
                kept.append(range)
            }
            index = max(end, index + 1)
        }
        removeCallers(among: kept, of: gone)
    }

    /// Blanks the host functions that call what is gone, and those that call them.
    private mutating func removeCallers(among functions: [Range<Int>], of gone: Set<String>) {
        var names = gone
        var left = functions
        var changed = !gone.isEmpty
        var rounds = 0
        while changed, rounds < Self.callDepth {
            changed = false
            rounds += 1
            var next: [Range<Int>] = []
            for range in left {
                let calls = range.contains { text.text($0 + 1) == "(" && names.contains(text.text($0)) }
                guard calls, let name = functionName(range) else {
                    next.append(range)
                    continue
                }
                remove(range)
                names.insert(name)
                changed = true
            }
            left = next
        }
    }

    /// The name in front of the first parenthesis of a definition.
    private func functionName(_ range: Range<Int>) -> String? {
        guard let open = range.first(where: { ["(", "{", ";"].contains(text.text($0)) }), text.text(open) == "(",
            text.isIdentifier(open - 1)
        else { return nil }
        return text.text(open - 1)
    }

    private func isForDevice(_ range: Range<Int>) -> Bool {
        range.contains { Self.deviceWords.contains(text.text($0)) && !isInBody($0, of: range) }
    }

    /// Past the `;` or the body that ends the declaration at `start`.
    private func endOfDeclaration(from start: Int) -> Int {
        var index = start
        let isType = self.isType(start..<text.tokens.count) || text.text(start) == "enum"
        while index < text.tokens.count {
            switch text.text(index) {
            case "<" where index == start + 1 && text.text(start) == "template":
                index = text.index(afterAngleAt: index) ?? index + 1
                continue
            case "(", "[":
                index = text.index(afterBracketAt: index) ?? text.tokens.count
                continue
            case "{":
                index = text.index(afterBracketAt: index) ?? text.tokens.count
                if isType || text.text(index) == ";" { continue }
                // `int x[] = {1, 2};` goes on, a function's body does not.
                if [",", "="].contains(text.text(index)) { continue }
                return index
            case ";": return index + 1
            default: break
            }
            index += 1
        }
        return index
    }

    private func isHostOnly(_ range: Range<Int>) -> Bool {
        var isHost = false
        for index in range {
            let word = text.text(index)
            if Self.deviceWords.contains(word), !isInBody(index, of: range) { return false }
            if text.tokens[index].inDirective { continue }
            switch word {
            case "std" where text.text(index + 1) == "::": isHost = true
            case "printf", "fprintf", "malloc", "calloc", "free", "FILE", "main", "exit", "srand", "rand",
                "gettimeofday",
                "strcmp", "atoi", "fopen", "fread", "fclose":
                isHost = true
            case "<" where isLaunch(index): isHost = true
            default:
                let rest = word.dropFirst(4)
                if word.hasPrefix("cuda"), let first = rest.first, first.isUppercase { isHost = true }
                if ["cublas", "curand", "CUDA_", "CUBLAS_", "nccl", "cuBLAS"].contains(where: { word.hasPrefix($0) }) {
                    isHost = true
                }
            }
        }
        return isHost
    }

    /// A device word in a function's body says nothing about the function, but does about a type's members.
    private func isInBody(_ index: Int, of range: Range<Int>) -> Bool {
        guard let open = range.first(where: { text.text($0) == "{" }), index > open else { return false }
        return !isType(range.lowerBound..<open)
    }

    /// The words in front of a body declare a type: `template <typename T> struct alignas(16) Packed`.
    private func isType(_ head: Range<Int>) -> Bool {
        var index = head.lowerBound
        if text.text(index) == "template", text.text(index + 1) == "<" {
            index = text.index(afterAngleAt: index + 1) ?? head.upperBound
        }
        return ["struct", "class", "union"].contains(text.text(index))
    }
}

extension String {
    /// Without the quotes or angles around a header's name.
    fileprivate func trimmingBrackets() -> String { filter { !["<", ">", "\"", " "].contains($0) } }
}
