import KernelCompiler
import Testing

@Suite("Metal's library and what real texts make of the language")
struct MetalDialectTests {
    @Test("every function gives its value, in both builds", arguments: MetalRows.groups.indices)
    func functions(number: Int) async throws {
        let group = MetalRows.groups[number]
        let input = (0..<32).map { Float(FunctionRow.x($0)) } + (0..<32).map { Float(FunctionRow.y($0)) }
        let results = try await Running.floats(
            MetalRows.text(group), .metal, arguments: [.zeros(bytes: 128 * group.rows.count), .floats(input)])
        for values in results { #expect(FunctionRow.difference(group.rows, values) == nil) }
    }

    static let spaces = """
        #include <metal_stdlib>
        using namespace metal;
        template <typename T>
        struct Pair {
            T a, b;
            constexpr Pair(T a, T b) thread : a(a), b(b) {}
            constexpr Pair() thread : a(0), b(0) {}
            constexpr Pair() threadgroup : a(0), b(0) {}
            T sum() const thread { return a + b; }
            T sum() const device { return a + b; }
            T sum() const threadgroup { return a + b; }
            T sum() const constant { return a + b; }
            device Pair& operator+=(T v) device {
                a += v;
                return *this;
            }
            operator T() const thread { return a * b; }
            operator T() const device { return a * b; }
        };
        float which(device float*) { return 1.0f; }
        float which(threadgroup float*) { return 2.0f; }
        float which(thread float*) { return 3.0f; }
        constant Pair<float> fixed = Pair<float>(2.0f, 3.0f);
        float apply(uint3 at, vec<float, 2> v) { return at.x + at.y + at.z + v.x + v.y; }
        kernel void k(device float* out, device Pair<float>* pairs, uint i [[thread_position_in_grid]]) {
            threadgroup Pair<float> shared[32];
            threadgroup float local[2];
            float own = 0.0f;
            shared[i] = pairs[i];
            pairs[i] += 1.0f;
            Pair<float> mine = pairs[i];
            out[i] = shared[i].sum() + 10.0f * pairs[i].sum() + mine.sum() + fixed.sum() + float(mine) + float(pairs[i]);
            out[32 + i] = which(out) + 10.0f * which(local) + 100.0f * which(&own) + apply({i, 1, 2}, {0.5f, own});
        }
        """

    @Test("methods qualified by an address space work on objects in every memory")
    func methodSpaces() async throws {
        let pairs = (0..<64).map { $0 % 2 == 0 ? Float($0 / 2) : 1 }
        for values in try await Running.floats(
            Self.spaces, .metal, arguments: [.zeros(bytes: 256), .floats(pairs)])
        {
            for lane in 0..<32 {
                let a = Float(lane)
                // a + 1, ten times a + 2 and once more, the constant's 5, and twice the product a + 1.
                let wanted: Float = 14 * a + 30
                #expect(values[lane] == wanted)
                #expect(values[32 + lane] == a + 324.5)
            }
        }
    }

    private static let shapes = VirtualHeader(
        name: "shapes/area.h",
        text: """
            #pragma once
            #include "shapes/side.h"
            template <typename T> T area(T side) { return side * side * kScale; }
            template <typename T>
            [[kernel]] void areas(device T* p, constant T& add, uint i [[thread_position_in_grid]]) {
                p[i] = area(p[i]) + T(float2(1.0, 2.0).y);
            }
            """)
    private static let side = VirtualHeader(
        name: "shapes/side.h", text: "#pragma once\nstatic constant constexpr float kScale = 2.0;\n")

    @Test("headers that the caller gives are part of the text, once, under conditions too")
    func virtualHeaders() async throws {
        let text = """
            #ifdef NEVER
            #include "shapes/side.h"
            #endif
            #include "shapes/area.h"
            #include "shapes/side.h"
            template [[host_name("areas_float")]] [[kernel]] decltype(areas<float>) areas<float>;
            """
        for values in try await Running.floats(
            text, .metal, kernel: "areas_float", arguments: [.floats([3, 5]), .floats([0])], threads: 2,
            headers: [Self.shapes, Self.side])
        {
            #expect(values == [20, 52])
        }
    }

    @Test("a mistake in a header is reported at the header's own line, and no other header exists")
    func headerMistakes() async throws {
        let wrong = VirtualHeader(name: "wrong.h", text: "#pragma once\n\nfloat f() { return missing; }\n")
        let outside = VirtualHeader(name: "outside.h", text: "#include \"/etc/passwd\"\n")
        let kernel = "\nkernel void k(device float* p) {}\n"
        guard case .failure(let first) = try await Compiling.compile("#include \"wrong.h\"" + kernel, headers: [wrong]),
            case .failure(let second) = try await Compiling.compile(
                "#include \"outside.h\"" + kernel, headers: [outside])
        else {
            Issue.record("the texts compile")
            return
        }
        #expect(first.rendered.contains("wrong.h:3:20: error: use of undeclared identifier 'missing'"))
        #expect(second.rendered.contains("outside.h:1:"))
        #expect(second.rendered.contains("'#include \"/etc/passwd\"' is not available to kernels"))
        #expect(try await Compiling.refusal("#include \"wrong.h\"" + kernel).contains("is not available to kernels"))
    }

    @Test("under a condition an unknown header is an error only where the condition holds")
    func conditionalHeaders() async throws {
        let kernel = "\nkernel void k(device float* p) {}\n"
        #expect(try await Compiling.refusal("#if 0\n#include <stdint.h>\n#endif" + kernel).isEmpty)
        let found = try await Compiling.refusal("#if 1\n#include \"secret.h\"\n#endif" + kernel)
        #expect(found.contains("k.metal:2:") && found.contains("'secret.h' file not found"))
        // A file that lies where the compiler runs.
        let near = try await Compiling.refusal("#if 1\n#include \"Package.swift\"\n#endif" + kernel)
        #expect(near.contains("'Package.swift' file not found"))
        let outside = try await Compiling.refusal("#if 1\n#include \"../secret.h\"\n#endif" + kernel)
        #expect(outside.contains("'#include \"../secret.h\"' is not available to kernels"))
    }

    @Test("headers that include one another without end are refused")
    func endlessHeaders() async throws {
        let endless = VirtualHeader(name: "endless.h", text: "#include \"endless.h\"\n")
        guard case .failure(let failure) = try await Compiling.compile("#include \"endless.h\"\n", headers: [endless])
        else {
            Issue.record("the text compiles")
            return
        }
        #expect(failure.rendered.contains("headers include one another more than 64 deep"))
    }

    @Test("methods that do different things by address space are refused at their line")
    func differentMethods() async throws {
        let text = """
            #include <metal_stdlib>
            struct S {
                float f() const thread { return 1.0f; }
                float f() const device { return 2.0f; }
            };
            kernel void k(device float* p, uint i [[thread_position_in_grid]]) { p[i] = 1.0f; }
            """
        let refusal = try await Compiling.refusal(text)
        #expect(
            refusal.contains("methods that do different things by the address space of their object are not supported"))
        #expect(refusal.contains("k.metal:4:"))
    }
}
