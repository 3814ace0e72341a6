import Diagnostics

/// The pass over a CUDA text before clang: kernels are found, named for the IR, and their parameters recorded.
struct CudaPass {
    let text: SourceText
    var findings: [Diagnostic] = []
    private(set) var declarations: [KernelDeclaration] = []
    /// Template kernels that host code launches, as `name<arguments>`.
    var launched: [String] = []
    /// How many launches with template arguments host code has so far.
    var launchesSeen = 0
    private var edits: [EditedText.Edit] = []
    /// Tokens that were blanked out; no other edit reaches them.
    private var removed: Set<Int> = []

    private init(text: SourceText) { self.text = text }

    /// Runs the pass; a CUDA text is otherwise clang's to judge.
    static func run(
        text: SourceText, definitions: [(name: String, value: Int)]
    ) throws(CompileFailure) -> PreparedText {
        var pass = CudaPass(text: text)
        pass.removeHostIncludes()
        pass.removeHostCode()
        for index in text.tokens.indices where text.text(index) == "__global__" && !text.tokens[index].inDirective {
            pass.rewriteKernel(at: index)
        }
        pass.rewriteAssembly()
        guard pass.findings.isEmpty else { throw CompileFailure(pass.findings) }
        let ending = pass.instantiations
        if !ending.isEmpty { pass.insertAtEnd("\n\(ending)\n") }
        return PreparedText(
            text: EditedText(text.bytes, edits: pass.edits), declarations: pass.declarations, macros: definitions)
    }

    /// Adds text behind the last line.
    private mutating func insertAtEnd(_ addition: String) {
        edits.append(EditedText.Edit(range: text.bytes.count..<text.bytes.count, replacement: addition))
    }

    /// Overwrites tokens `range` with blanks, so that columns and lines stay.
    mutating func blank(_ range: Range<Int>) {
        for index in range {
            let bytes = text.tokens[index].range
            let spaces = text.bytes[bytes].map { $0 == UInt8(ascii: "\n") ? "\n" : " " }.joined()
            edits.append(EditedText.Edit(range: bytes, replacement: spaces))
        }
    }

    /// Blanks a whole declaration, which no other step then looks at.
    mutating func remove(_ range: Range<Int>) {
        blank(range)
        removed.formUnion(range)
    }

    /// Whether token `index` was blanked out.
    func isRemoved(_ index: Int) -> Bool { removed.contains(index) }

    /// Replaces tokens `range` by text without line ends; the lines that the tokens took stay.
    mutating func replace(_ range: Range<Int>, with replacement: String) {
        for index in range {
            edits.append(
                EditedText.Edit(
                    range: text.tokens[index].range, replacement: index == range.lowerBound ? replacement : ""))
        }
    }

    private mutating func rewriteKernel(at index: Int) {
        guard !isRemoved(index) else { return }
        nameInstantiation(at: index)
        var cursor = index + 1
        var name: Int?
        var bounds: Range<Int>?
        while cursor < text.tokens.count {
            switch text.text(cursor) {
            case "(":
                guard let after = text.index(afterBracketAt: cursor), let found = name else { return }
                if text.text(found) == "__launch_bounds__" {
                    bounds = (cursor + 1)..<(after - 1)
                } else if !["__attribute__", "__align__", "alignas"].contains(text.text(found)) {
                    record(at: index, name: found, parameters: (cursor + 1)..<(after - 1), after: after, bounds: bounds)
                    return
                }
                cursor = after
                continue
            case "<":
                guard let after = text.index(afterAngleAt: cursor) else { return }
                cursor = after
                continue
            case ";", "{", "}": return
            default:
                if text.isIdentifier(cursor) { name = cursor }
            }
            cursor += 1
        }
    }

    /// `template __global__ void f<4>(…);` can be launched as `f<4>`.
    private mutating func nameInstantiation(at index: Int) {
        let start = declarationStart(index)
        guard text.text(start) == "template", text.text(start + 1) != "<",
            let open = (index..<text.tokens.count).first(where: { ["<", "(", ";", "{"].contains(text.text($0)) }),
            text.text(open) == "<", let after = text.index(afterAngleAt: open), after > open + 2
        else { return }
        let spelled = splitTopLevel((open + 1)..<(after - 1)).map { part in
            part.map { text.text($0) }.joined(separator: " ")
        }
        let name = "\(text.text(open - 1))<\(spelled.joined(separator: ", "))>"
        insert("__attribute__((used, annotate(\"ks.host:\(name)\"))) ", at: index)
    }

    private mutating func record(
        at index: Int, name: Int, parameters: Range<Int>, after: Int, bounds: Range<Int>?
    ) {
        guard text.text(after) == "{" else { return }
        let isTemplate = startsTemplate(index)
        let kernel = text.text(name)
        var key: String?
        if let bounds, let first = splitTopLevel(bounds).first, !isTemplate {
            key = "ks.max:\(declarations.count)"
            let value = text.source(of: first).split(separator: "\n").joined(separator: " ")
            insert(
                "__attribute__((used, annotate(\"ks.max:\(declarations.count)\"))) static __device__ const int "
                    + "__ks_max_\(declarations.count) = (\(value)); ", at: declarationStart(index))
        }
        insert("__attribute__((used, annotate(\"ks.kernel:\(declarations.count)\"))) ", at: index)
        declarations.append(
            KernelDeclaration(
                name: kernel, line: text.tokens[name].line, isTemplate: isTemplate,
                parameters: splitTopLevel(parameters).enumerated().map { parameter($0.element, place: $0.offset) },
                maxThreadsKey: key))
    }

    private mutating func insert(_ addition: String, at index: Int) {
        let place = text.tokens[index].range.lowerBound
        edits.append(EditedText.Edit(range: place..<place, replacement: addition))
    }

    private func declarationStart(_ index: Int) -> Int {
        var start = index
        while start > 0, !text.tokens[start - 1].inDirective, ![";", "}", "{"].contains(text.text(start - 1)) {
            start -= 1
        }
        return start
    }

    private func startsTemplate(_ index: Int) -> Bool { text.text(declarationStart(index)) == "template" }

    func splitTopLevel(_ range: Range<Int>) -> [Range<Int>] {
        MetalPass(text: text, definitions: []).split(range)
    }

    private func parameter(_ range: Range<Int>, place: Int) -> KernelDeclaration.Parameter {
        let plain = range.prefix { text.text($0) != "[" && text.text($0) != "=" }
        let nameIndex = plain.last { text.isIdentifier($0) } ?? range.lowerBound
        let words = plain.map { text.text($0) }
        guard words.contains("*") else {
            return KernelDeclaration.Parameter(name: text.text(nameIndex), kind: .value)
        }
        let pointee = words.prefix { $0 != "*" }
        let element = pointee.filter { !["const", "volatile", "struct", "__restrict__", "__restrict"].contains($0) }
        return KernelDeclaration.Parameter(
            name: text.text(nameIndex),
            kind: .buffer(
                index: place, space: .device, isReference: false, writable: !pointee.contains("const"),
                element: element.joined()))
    }
}
