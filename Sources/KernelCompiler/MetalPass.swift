import Diagnostics

/// The pass over a Metal text before clang: what plain C++ cannot say is put into words it has.
///
/// It works on tokens, line by line faithful, and knows no types but the names of vectors. What it does:
///
/// | Metal | clang reads |
/// |---|---|
/// | `kernel void f(…)` | the function, annotated with its name |
/// | `float f() const device` | `float f() const`, for objects in any memory |
/// | `T x [[buffer(0)]]` | `T x`; the binding goes into the declaration list |
/// | `threadgroup T x[N];` in a function | a static of address space 3 |
/// | `float4(a, b)`, `(float4)x` | `metal::ks_make<float4>(a, b)`, conversions by value |
/// | `constant T x [[function_constant(n)]];` | `constant T x = value;` |
/// | `template [[host_name("n")]] kernel void f<T>(…);` | the instantiation, annotated with that name |
/// | `f({a, b, c})` | `f(::metal::ks_list(a, b, c))`, which converts to a vector as well |
/// | `1.0h` | `1.0f16` |
struct MetalPass {
    let text: SourceText
    let definitions: [(name: String, value: Int)]
    /// See `KernelSource.textureFormats`.
    let textureFormats: [String: [String: UInt32]]
    var edits: [EditedText.Edit] = []
    var findings: [Diagnostic] = []
    var declarations: [KernelDeclaration] = []
    /// Definitions used up as function constants.
    var functionConstants: Set<String> = []
    /// Names of vector types: the language's, the text's own aliases, and template type parameters.
    var vectorNames: Set<String> = MetalPass.builtinVectors
    /// Macros of the text; what they stand for is not known to the pass.
    let macroNames: Set<String>
    /// Token ranges already rewritten as a whole.
    var consumed = Set<Int>()
    /// What blanks out whole declarations; other edits inside of them are dropped.
    private var removals: [EditedText.Edit] = []
    private var removedBytes: [Range<Int>] = []

    /// `float2` and the like.
    static let builtinVectors: Set<String> = {
        let elements = [
            "bool", "char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "half", "bfloat", "float",
        ]
        return Set(elements.flatMap { element in (2...4).map { "\(element)\($0)" } })
    }()

    init(
        text: SourceText, definitions: [(name: String, value: Int)], textureFormats: [String: [String: UInt32]] = [:]
    ) {
        self.text = text
        self.textureFormats = textureFormats
        self.definitions = definitions
        self.macroNames = Set(
            text.tokens.indices.dropLast(2).filter { text.tokens[$0].startsDirective && text.text($0 + 1) == "define" }
                .map { text.text($0 + 2) })
    }

    /// Runs all steps; throws what Apple's compiler would refuse and clang would not.
    static func run(
        text: SourceText, definitions: [(name: String, value: Int)], textureFormats: [String: [String: UInt32]] = [:]
    ) throws(CompileFailure) -> PreparedText {
        var pass = MetalPass(text: text, definitions: definitions, textureFormats: textureFormats)
        pass.lint()
        pass.rewriteMethodSpaces()
        pass.collectVectorNames()
        pass.rewriteKernels()
        pass.rewriteAttributes()
        pass.rewriteThreadgroupVariables()
        pass.rewriteVectors()
        pass.rewriteLists()
        pass.rewriteLiterals()
        guard pass.findings.isEmpty else { throw CompileFailure(pass.findings) }
        let ending = EditedText.Edit(
            range: text.bytes.count..<text.bytes.count, replacement: "\n#pragma clang attribute pop\n")
        let macros = definitions.filter { !pass.functionConstants.contains($0.name) }
        return PreparedText(
            text: EditedText(text.bytes, edits: pass.remainingEdits + [ending]), declarations: pass.declarations,
            macros: macros)
    }

    /// The edits outside of what is removed, and the removals.
    private var remainingEdits: [EditedText.Edit] {
        guard !removedBytes.isEmpty else { return edits }
        let removed = removedBytes.sorted { $0.lowerBound < $1.lowerBound }
        let kept = edits.filter { edit in
            var low = 0
            var high = removed.count
            while low < high {
                let middle = (low + high) / 2
                if removed[middle].upperBound <= edit.range.lowerBound { low = middle + 1 } else { high = middle }
            }
            guard low < removed.count else { return true }
            return edit.range.upperBound <= removed[low].lowerBound
        }
        return kept + removals
    }

    /// Blanks out a whole declaration, whatever the other steps would do inside of it.
    mutating func remove(_ range: Range<Int>) {
        guard let first = range.first, let last = range.last else { return }
        removedBytes.append(text.tokens[first].range.lowerBound..<text.tokens[last].range.upperBound)
        for index in range {
            let bytes = text.tokens[index].range
            removals.append(EditedText.Edit(range: bytes, replacement: String(repeating: " ", count: bytes.count)))
        }
    }

    /// Replaces tokens `range` by `replacement`.
    mutating func replace(_ range: Range<Int>, with replacement: String) {
        guard let first = range.first, let last = range.last else { return }
        let bytes = text.tokens[first].range.lowerBound..<text.tokens[last].range.upperBound
        if !text.bytes[bytes].contains(UInt8(ascii: "\n")) {
            edits.append(EditedText.Edit(range: bytes, replacement: replacement))
            return
        }
        // Line ends inside stay: each token is removed by itself.
        for index in range {
            edits.append(
                EditedText.Edit(range: text.tokens[index].range, replacement: index == first ? replacement : ""))
        }
    }

    /// Inserts before token `index`, or at the end of the text.
    mutating func insert(_ addition: String, before index: Int) {
        let place = index < text.tokens.count ? text.tokens[index].range.lowerBound : text.bytes.count
        edits.append(EditedText.Edit(range: place..<place, replacement: addition))
    }

    /// Inserts right after token `index`.
    mutating func insert(_ addition: String, after index: Int) {
        let place = text.tokens[index].range.upperBound
        edits.append(EditedText.Edit(range: place..<place, replacement: addition))
    }

    /// Overwrites tokens `range` with blanks, so that columns and lines stay.
    mutating func blank(_ range: Range<Int>) {
        for index in range {
            let bytes = text.tokens[index].range
            edits.append(EditedText.Edit(range: bytes, replacement: String(repeating: " ", count: bytes.count)))
        }
    }
}
