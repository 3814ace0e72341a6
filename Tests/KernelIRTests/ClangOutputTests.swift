import KernelIR
import Testing

@Suite(.enabled(if: Clang.path != nil)) struct ClangOutputTests {
    static let levels = ["-O0", "-O1", "-O2", "-O3", "-Os"]

    @Test("a Metal-like kernel reads at every optimization level", arguments: levels)
    func metal(level: String) throws {
        let module = try IRModule(parsing: Clang.compile(KernelSources.metal, as: .metal, level: level))
        let kernel = try #require(module.functions["attention"])
        #expect(kernel.parameters.map(\.type.addressSpace) == [1, 1, 1, 4, 3, nil, nil])
        #expect(kernel.returnType == .void)
        #expect(!kernel.isKernel)
        #expect(kernel.position?.file == "")
        #expect(kernel.position?.line == 21)
        #expect(module.annotations == ["attention": ["kernel attention"]])
        #expect(module.declarations.isSuperset(of: ["barrier", "exponential"]))
        let operations = kernel.blocks.flatMap(\.instructions).map(\.operation)
        #expect(operations.contains { if case .switchBranch(_, _, let cases) = $0 { cases.count >= 3 } else { false } })
        #expect(operations.contains { if case .compareExchange = $0 { true } else { false } })
        #expect(operations.contains { if case .fence = $0 { true } else { false } })
        #expect(operations.contains { if case .store(_, _, 4, true) = $0 { true } else { false } })
    }

    @Test("a CUDA kernel reads at every optimization level", arguments: levels)
    func cuda(level: String) throws {
        let module = try IRModule(parsing: Clang.compile(KernelSources.cuda, as: .cuda, level: level))
        let kernel = try #require(module.functions["scale"])
        #expect(kernel.isKernel)
        #expect(
            kernel.parameters.last?.byValue
                == .structure(
                    fields: [.integer(bits: 32), .array(count: 3, element: .float)], packed: false))
        #expect(kernel.attributes["nvvm.maxntid"] == "256")
        #expect(module.declarations.contains("llvm.nvvm.read.ptx.sreg.tid.x"))
        let shared = module.globals.values.filter { $0.addressSpace == 3 }
        #expect(shared.count == 2)
        let dynamic = try #require(module.globals["dynamic"])
        #expect(dynamic.initializer == nil)
        #expect(dynamic.type == .array(count: 0, element: .float))
        let table = try #require(module.globals["table"])
        #expect(table.isConstant)
        #expect(
            table.initializer
                == .aggregate(
                    [0x3FC0_0000, 0x4000_0000, 0x4040_0000, 0].map {
                        TypedConstant(type: .float, value: .floating(bits: $0))
                    }))
        let operations = kernel.blocks.flatMap(\.instructions).map(\.operation)
        #expect(
            operations.contains {
                if case .inlineAssembly("membar.gl;", "~{memory}", let arguments) = $0 {
                    arguments.isEmpty
                } else {
                    false
                }
            })
    }

    @Test("every position names a line of the kernel's own text", arguments: Clang.Language.allCases)
    func positions(language: Clang.Language) throws {
        let source = language == .metal ? KernelSources.metal : KernelSources.cuda
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false).count
        for level in Self.levels {
            let module = try IRModule(parsing: Clang.compile(source, as: language, level: level))
            let positions = module.functions.values.flatMap(\.blocks).flatMap(\.instructions).compactMap(\.position)
            #expect(!positions.isEmpty)
            #expect(positions.allSatisfy { $0.file.isEmpty && (0...lines).contains($0.line) })
        }
    }

    @Test("code inlined from a header counts for the line that called it")
    func inlinedPosition() throws {
        let source = """
            # 1 "header.h" 1
            static inline __attribute__((always_inline)) float twice(float x) {
                return x * x;
            }
            # 2 "<stdin>" 2
            extern "C" void square(float* a) {
                a[0] = twice(a[1]);
            }
            """
        let module = try IRModule(parsing: Clang.compile(source, as: .metal, level: "-O2"))
        let instructions = try #require(module.functions["square"]).blocks.flatMap(\.instructions)
        let product = try #require(
            instructions.first { if case .binary(.fmul, _, _, _) = $0.operation { true } else { false } })
        #expect(product.position == SourcePosition(line: 3, column: 12))
    }
}
