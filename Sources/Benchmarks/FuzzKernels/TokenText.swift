/// Texts as lists of tokens.
enum TokenText {
    /// Tokens that do not belong where they are put.
    static let odd = [
        "0", "1", "-1", "2147483647", "4294967296", "0x7fffffff", "1e38f", "+", "-", "*", "/", "%", "<<", ">>", "&",
        "|", "^", "<", ">=", "==", "width", "rows", "row", "x", "y", "float", "int", "half", "char", "float4",
        "threadgroup", "__shared__", "(", ")", "[", "]", "{", "}", ";", ",", "return", "break", "continue",
        "while (true)", "if (0)", "__syncthreads()", "threadgroup_barrier(mem_flags::mem_threadgroup)",
        "simd_sum(1.0f)", "nullptr", "*(int*)0", "switch", "goto", "static", "sizeof", "&x", "long", "double",
        "unsigned char", "asm(\"trap;\")", "template <typename T>", "[[host_name(\"a\")]]", "[[buffer(0)]]",
        "constant", "device", "kernel", "void", "namespace", "using namespace metal;", "#define", "#include",
        "<metal_stdlib>", "\n", "/*", "*/", "//", "\"", "'", "\\", "...", "::", "->", "auto", "decltype", "operator",
        "__global__", "extern \"C\"", "__launch_bounds__(1)", "dim3", "<<<1, 2>>>", "#pragma unroll", "#if", "#endif",
        "__attribute__((x))", "_Pragma(\"x\")", "\u{0}", "\u{7F}", "é", "\u{1F600}", "0x", "1.", ".5e", "'\\", "??/",
    ]

    /// Words, numbers, blanks and single signs, which joined give the text.
    static func tokens(of text: String) -> [String] {
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

    /// A text of random tokens, some of them from a real kernel.
    static func soup(_ sample: String, _ random: inout RandomSource) -> String {
        let real = tokens(of: sample)
        // Without a plan nothing is compiled, so most texts keep the kernel's own.
        let plan = random.below(8) == 0 ? nil : sample.ranges(of: "*/").last.map { sample[..<$0.upperBound] }
        var text = plan.map(String.init) ?? ""
        switch random.below(3) {
        case 0: text += "\n#include <metal_stdlib>\nusing namespace metal;\nkernel void k("
        case 1: text += "\n__global__ void k(float* a) {"
        default: break
        }
        for _ in 0..<(1 + random.below(200)) {
            if random.below(8) == 0, !real.isEmpty {
                let start = random.below(real.count)
                text += real[start..<min(real.count, start + 1 + random.below(20))].joined()
            } else {
                text += random.one(of: odd)
            }
            if random.below(3) != 0 { text += " " }
        }
        return text
    }
}
