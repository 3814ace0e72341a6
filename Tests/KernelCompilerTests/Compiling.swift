import Diagnostics
import KernelCompiler

/// The toolchain's clang, found once for all tests.
enum Compiling {
    private static let compiler = Task { try await KernelCompiler(clang: Clang.locate()) }

    /// The optimised IR of a text as it is timed.
    static func optimised(_ text: String, _ dialect: Dialect) async throws -> String? {
        await (try compiler.value).intermediateText(
            of: KernelSource(text: text, fileName: "k.\(dialect.rawValue)", dialect: dialect), optimised: true)
    }

    /// Compiles a text named `k.metal`, `k.cuda` or `k.oracle`.
    static func compile(
        _ text: String, _ dialect: Dialect = .metal, definitions: [(name: String, value: Int)] = [],
        fastMath: Bool? = nil, headers: [VirtualHeader] = []
    ) async throws -> Result<CompiledKernel, CompileFailure> {
        try await compiler.value.compile(
            KernelSource(
                text: text, fileName: "k.\(dialect.rawValue)", dialect: dialect, definitions: definitions,
                fastMath: fastMath, headers: headers))
    }

    /// The compiled kernel; throws the failure.
    static func kernel(
        _ text: String, _ dialect: Dialect = .metal, definitions: [(name: String, value: Int)] = [],
        fastMath: Bool? = nil, headers: [VirtualHeader] = []
    ) async throws -> CompiledKernel {
        try await compile(text, dialect, definitions: definitions, fastMath: fastMath, headers: headers).get()
    }

    /// The findings as a user reads them; empty if the text compiles.
    static func refusal(
        _ text: String, _ dialect: Dialect = .metal, definitions: [(name: String, value: Int)] = []
    ) async throws -> String {
        switch try await compile(text, dialect, definitions: definitions) {
        case .success: ""
        case .failure(let failure): failure.rendered
        }
    }

    /// A kernel around statements that may use `x` (float), `i` (uint), `p` (device float*) and `n` (constant uint&).
    static func body(_ statements: String) -> String {
        """
        #include <metal_stdlib>
        using namespace metal;
        kernel void k(device float* p [[buffer(0)]], constant uint& n [[buffer(1)]], uint i [[thread_position_in_grid]]) {
            float x = p[i];
            \(statements)
        }
        """
    }
}
