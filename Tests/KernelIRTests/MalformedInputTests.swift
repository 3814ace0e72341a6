import KernelIR
import Testing

@Suite(.enabled(if: Clang.path != nil)) struct MalformedInputTests {
    /// Reads `text`, and every way out of every block of what reads; a crash, an endless loop or a way to a block that the
    /// function does not have is the failure.
    private func exercise(_ text: String) {
        guard let module = try? IRModule(parsing: text) else { return }
        for function in module.functions.values {
            let targets = function.blocks.flatMap(\.successors)
            #expect(targets.allSatisfy { function.blocks.indices.contains($0.index) })
        }
    }

    @Test("a module cut off anywhere reads or fails", arguments: Clang.Language.allCases)
    func truncated(language: Clang.Language) throws {
        let source = language == .metal ? KernelSources.metal : KernelSources.cuda
        let bytes = Array(try Clang.compile(source, as: language, level: "-O1").utf8)
        for count in stride(from: 0, to: bytes.count, by: 97) {
            exercise(String(decoding: bytes[..<count], as: UTF8.self))
        }
    }

    @Test("a module with changed bytes reads or fails", arguments: Clang.Language.allCases, [1, 2, 3, 4] as [UInt64])
    func mutated(language: Clang.Language, seed: UInt64) throws {
        let source = language == .metal ? KernelSources.metal : KernelSources.cuda
        let original = Array(try Clang.compile(source, as: language, level: seed % 2 == 0 ? "-O0" : "-O2").utf8)
        var generator = SplitMix(state: seed)
        let alphabet = Array("(){}[]<>,=%@!#\"\\0123456789-x*:. \niptrfladv\u{0}".utf8)
        for _ in 0..<30 {
            var bytes = original
            for _ in 0...generator.below(4) {
                let offset = generator.below(bytes.count)
                switch generator.below(4) {
                case 0: bytes[offset] = alphabet[generator.below(alphabet.count)]
                case 1: bytes.remove(at: offset)
                case 2: bytes.insert(alphabet[generator.below(alphabet.count)], at: offset)
                default:
                    // A piece of the text at another place keeps most of its grammar.
                    let start = generator.below(bytes.count)
                    let piece = bytes[start..<min(bytes.count, start + generator.below(40))]
                    bytes.insert(contentsOf: Array(piece), at: offset)
                }
            }
            exercise(String(decoding: bytes, as: UTF8.self))
        }
    }
}
