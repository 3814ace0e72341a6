import Candidates
import Evaluation
import Testing

/// Textures in launch plans: bound, checked, timed, and every mistake at its place.
@Suite struct TextureTaskTests {
    /// A task whose kernel blurs an image along its rows.
    private static let files = [
        "oracle.cpp": """
        extern "C" void blurred_row(const float* x, double* out, long row, long width) {
            for (long i = 0; i < width; ++i) {
                double left = i > 0 ? x[row * width + i - 1] : 0, right = i + 1 < width ? x[row * width + i + 1] : 0;
                out[i] = 0.25 * left + 0.5 * x[row * width + i] + 0.25 * right;
            }
        }

        """,
        "task.yaml": """
        version: 1
        name: blur
        dialect: metal
        summary: A blur along rows.
        cache: warm
        buffers:
          - {name: x, type: f32, role: input, count: rows * width, init: {distribution: normal, scale: 1}}
          - {name: mask, type: u8, role: input, count: rows * width, init: {distribution: integers, from: 0, to: 9}}
          - {name: y, type: f32, role: output, count: rows * width, row: width, reference: blurred_row}
        sizes:
          check:
            - {name: odd, values: {rows: 3, width: 77}}
          time:
            - {name: large, weight: 1, values: {rows: 256, width: 256}}
          holdout:
            - {name: held, values: {rows: 2, width: 50}}
        tolerance: {rms_fraction: 1e-4}
        oracle: oracle.cpp
        baselines: {naive: k.metal, competent: k.metal}
        start: k.metal

        """,
        "k.metal": sound,
    ]

    /// A kernel that is right: texels outside count as nothing.
    private static let sound = """
        #include <metal_stdlib>
        using namespace metal;
        /* launch-plan
        launches:
          - kernel: blur
            threads: [width, rows]
            threadgroup: [32, 4]
            arguments:
              image: {texture: x, width: width, height: rows, format: r32float}
              result: {texture: y, width: width, height: rows, format: r32float}
        */
        kernel void blur(
            texture2d<float, access::read> image [[texture(0)]], texture2d<float, access::write> result [[texture(1)]],
            uint2 at [[thread_position_in_grid]]) {
            float left = at.x > 0 ? image.read(uint2(at.x - 1, at.y)).x : 0;
            float right = at.x + 1 < image.get_width() ? image.read(uint2(at.x + 1, at.y)).x : 0;
            result.write(float4(0.25 * left + 0.5 * image.read(at).x + 0.25 * right), at);
        }

        """

    /// The verdict of a text, and its modelled nanoseconds.
    private func evaluate(_ text: String) async throws -> EvaluationResult {
        try await Fixture.withFolder(Self.files) { folder in
            let task = try TaskDefinition(folder: folder, named: "blur")
            let evaluator = try await Fixture.evaluator(task, sizes: nil)
            return await evaluator.evaluate(Candidate(text: text, point: .empty, origin: .edit))
        }
    }

    @Test("a kernel on textures is right, and what it moves takes time")
    func sound() async throws {
        let result = try await evaluate(Self.sound)
        #expect(result.verdict.kind == .correct)
        #expect(!result.verdict.message.contains("warning"))
        // The image comes in and goes out: 512 KiB at less than 400 GB/s.
        #expect(try #require(result.score) > 1_000)
    }

    @Test("what lies outside reads as nothing and is told beside the verdict")
    func outside() async throws {
        let text = Self.sound
            .replacing(
                "at.x > 0 ? image.read(uint2(at.x - 1, at.y)).x : 0", with: "image.read(uint2(at.x - 1, at.y)).x"
            )
            .replacing("threads: [width, rows]", with: "threads: [width + 5, rows + 1]")
        let result = try await evaluate(text)
        #expect(result.verdict.kind == .correct)
        #expect(
            result.verdict.message.contains(
                """

                warning: line 15 reads outside a texture, which gives zeros
                warning: line 16 reads outside a texture, which gives zeros
                warning: line 17 reads outside a texture, which gives zeros
                warning: line 17 writes outside a texture, which Metal ignores
                """))
    }

    /// A change of the sound kernel, and what becomes of it.
    struct Change: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let kind: VerdictKind
        let message: String

        var testDescription: String { to }
    }

    static let changes = [
        Change(
            from: "result.write(float4(0.25", to: "if (at.x > 3) result.write(float4(0.25", kind: .unwrittenOutput,
            message: "'y'"),
        Change(
            from: "float left =", to: "result.write(float4(1), uint2(at.x / 2, at.y));\n    float left =",
            kind: .dataRace,
            message: "of 'y', which thread"),
        Change(
            from: "result: {texture: y", to: "result: {texture: x", kind: .writeToInput, message: "which is an input"),
        Change(
            from: "float4(0.25 * left", to: "float4(0.25 * half(left)", kind: .lowPrecision,
            message: "below single precision feed output 'y'"),
        Change(
            from: "format: r32float}\n      result", to: "format: r32flaot}\n      result", kind: .badPlan,
            message: "kernel.metal:9:63: error: 'format' must be one of 'r32float', 'rg32float', 'rgba32float'"),
        Change(
            from: "image: {texture: x, width: width", to: "image: {texture: xx, width: width", kind: .badPlan,
            message: """
                kernel.metal:9:24: error: 'xx' is no buffer or temporary
                  9 |       image: {texture: xx, width: width, height: rows, format: r32float}
                    |                        ^
                    = did you mean 'x'?
                """),
        Change(
            from: "image: {texture: x, width: width", to: "image: {texture: x, width: width - 77", kind: .badPlan,
            message: """
                kernel.metal:9:34: error: the width of texture 'image' of kernel 'blur' is 0, from 'width - 77'
                  9 |       image: {texture: x, width: width - 77, height: rows, format: r32float}
                    |                                  ^
                    = it must be between 1 and 16384
                """),
        Change(
            from: "image: {texture: x, width: width", to: "image: {texture: x, width: 2 * width", kind: .badPlan,
            message: """
                kernel.metal:9:14: error: texture 'image' of kernel 'blur' has 154 x 3 texels of 4 bytes, and 'x' has 924 bytes
                  9 |       image: {texture: x, width: 2 * width, height: rows, format: r32float}
                    |              ^
                """),
        Change(
            from: "rows, format: r32float}\n      result", to: "rows, format: r32uint}\n      result", kind: .badPlan,
            message: """
                kernel.metal:9:14: error: texture 'image' of kernel 'blur' has elements of type 'float', which format 'r32uint' \
                does not give
                  9 |       image: {texture: x, width: width, height: rows, format: r32uint}
                    |              ^
                    = it gives 'uint'
                """),
        Change(
            from: "rows, format: r32float}\n      result", to: "rows, format: r16float}\n      result", kind: .badPlan,
            message: """
                kernel.metal:9:14: error: texture 'image' of kernel 'blur' has format 'r16float', which 'x' with elements of \
                type f32 cannot hold
                  9 |       image: {texture: x, width: width, height: rows, format: r16float}
                    |              ^
                    = its elements must be of type f16
                """),
        Change(
            from: "image: {texture: x, width: width, height: rows, format: r32float}", to: "image: x", kind: .badPlan,
            message: """
                kernel.metal:9:14: error: texture 'image' of kernel 'blur' is given what is no texture
                  9 |       image: x
                    |              ^
                    = 'arguments: {image: {texture: BUFFER, width: …, height: …, format: r32float}}'
                """),
        Change(
            from: "      image: {texture: x, width: width, height: rows, format: r32float}\n", to: "", kind: .badPlan,
            message: """
                kernel.metal:11:1: error: texture 'image' of kernel 'blur' is not bound
                  11 | kernel void blur(
                     | ^
                     = 'arguments: {image: {texture: BUFFER, width: …, height: …, format: r32float}}'
                """),
        Change(
            from: "      result: {texture: y, width: width, height: rows, format: r32float}",
            to: "      result: {texture: y, width: width, height: rows}", kind: .badPlan,
            message: "kernel.metal:10:15: error: missing key 'format' in a texture"),
        Change(
            from: "uint2 at [[thread_position_in_grid]]", to: "device float* y, uint2 at [[thread_position_in_grid]]",
            kind: .correct, message: "every output matches"),
        Change(
            from: "      result: {",
            to: "      at: {texture: x, width: 1, height: 1, format: r32float}\n      result: {",
            kind: .badPlan,
            message: "kernel.metal:10:11: error: parameter 'at' of kernel 'blur' is no texture"),
    ]

    @Test("the checks look into textures, and plans that do not fit are told where", arguments: changes)
    func change(change: Change) async throws {
        let text = Self.sound.replacing(change.from, with: change.to)
        #expect(text != Self.sound)
        let verdict = try await evaluate(text).verdict
        #expect(verdict.kind == change.kind)
        #expect(verdict.message.contains(change.message))
    }
}
