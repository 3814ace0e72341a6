import KernelCompiler
import KernelIR
import Testing

/// Metal texts that must compile, in the manners people and models write them.
@Suite struct AcceptedMetalTests {
    /// Statements inside a kernel.
    static let statements = [
        "threadgroup float tile[32]; tile[i & 31] = x; threadgroup_barrier(mem_flags::mem_threadgroup); p[i] = tile[0];",
        "threadgroup float a[4], b[2 * 4]; a[i & 3] = x; b[i & 7] = x; p[i] = a[0] + b[0];",
        "threadgroup float4 tile[8]; threadgroup float4* at = tile + 1; at[0] = float4(x); p[i] = tile[1].x;",
        "threadgroup atomic_uint count; if (i == 0) atomic_store_explicit(&count, 0u, memory_order_relaxed); "
            + "p[i] = atomic_fetch_add_explicit(&count, 1u, memory_order_relaxed);",
        "threadgroup float a[8] = {0}; a[i & 7] = x; p[i] = a[1];",
        "float4 v = float4(x, 1, 2.0, 3); p[i] = dot(v, float4(1));",
        "float4 v = float4(float2(x, 1), 2, 3); float4 w = float4(v.xyz, 1.0); p[i] = v.x + w.w;",
        "int4 v = (int4)float4(1.5f, 2, 3, 4); p[i] = v.y;",
        "float3 v = -(float3)uint3(1, 2, 3) * 2.0f; p[i] = v.z;",
        "float4 ones = float4(float4(x) < float4(1, 2, 3, 4)); p[i] = ones.x;",
        "bool4 b = float4(x) > float4(0); bool4 c = !b || bool4(true, false, true, false); p[i] = any(c) ? 1 : 0;",
        "float2 v = *(device float2*)(p + 2 * i); p[i] = select(v.x, v.y, v.x < v.y);",
        "half h = 1.5h; half4 v = half4(h, 1.0h, x, 2); p[i] = float(v.z * h);",
        "bfloat b = bfloat(x); p[i] = float(b) + float(1.0bf);",
        "uint4 u = as_type<uint4>(float4(x)); p[i] = as_type<float>(u.x ^ 1u);",
        "packed_float3 q = packed_float3(x, 1, 2); p[i] = q.x + float3(q).y + q[2];",
        "device float4* v = reinterpret_cast<device float4*>(p); v[i].yw = v[i].xz; v[i] *= 2;",
        "p[i] = simd_sum(x) + simd_shuffle_xor(x, 1) + simd_broadcast(x, 0);",
        "for (uint j = 0; j < n; ++j) { x = fma(x, 1.5, 0.25); } p[i] = x;",
        "simdgroup_float8x8 a, b, c(0); simdgroup_load(a, p, 8); simdgroup_load(b, p, 8, ulong2(0, 8), true); "
            + "simdgroup_multiply_accumulate(c, a, b, c); simdgroup_store(c, p, 8);",
        "uint3 m(1); p[i] = min(m.x, 2u) + max(int(m.y), 3) + clamp(x, 0.0, 1.0);",
        "float s, c; s = sincos(x, c); p[i] = s * c + fast::divide(1.0f, x) + precise::exp(x);",
        "_Pragma(\"unroll\") for (int j = 0; j < 4; ++j) p[i] += j;",
        "#pragma unroll(4)\n    for (int j = 0; j < 4; ++j) p[i] += j;",
    ]

    @Test("statements of a kernel compile", arguments: statements)
    func statement(_ text: String) async throws {
        let kernel = try await Compiling.kernel(Compiling.body(text))
        #expect(kernel.entries.map(\.name) == ["k"])
    }

    /// Whole texts and the kernels they offer.
    static let texts: [(text: String, names: [String])] = [
        ("kernel void f(device int* p) { p[0] = 1; }\n[[kernel]] void g(device int* p) { p[0] = 2; }", ["f", "g"]),
        (
            "struct P { float4 a; int b; };\nkernel void f(device P* p, constant P& c) { P x = c; x.b += 1; p[1] = x; }",
            ["f"]
        ),
        ("constant float table[3] = {1, 2, 3};\nkernel void f(device float* p) { p[0] = table[1]; }", ["f"]),
        (
            "constant constexpr int N = 4;\nnamespace a { constant int M = N; }\nkernel void f(device int* p) { p[0] = a::M; }",
            ["f"]
        ),
        (
            "template <typename T> T twice(T x) { return T(2) * x; }\ntemplate <typename T>\n"
                + "kernel void f(device T* p, uint i [[thread_position_in_grid]]) { p[i] = twice(p[i]); }\n"
                + "template [[host_name(\"f_float\")]] kernel void f<float>(device float* p, uint i);\n"
                + "template [[host_name(\"f_half4\")]] [[kernel]] decltype(f<half4>) f<half4>;", ["f_float", "f_half4"]
        ),
        (
            "void put(device int* p) { p[0] = 1; }\nvoid put(threadgroup int* p) { p[0] = 2; }\n"
                + "kernel void f(device int* p, threadgroup int* t [[threadgroup(0)]]) { put(p); put(t); }", ["f"]
        ),
        (
            "typedef float4 quad;\nusing pair = vec<float, 2>;\n"
                + "kernel void f(device float* p) { quad q = quad(1, 2, 3, 4); pair r = pair(q.x, 1); p[0] = q.x + r.y; }",
            ["f"]
        ),
        (
            "float sum(threadgroup float t[4][2], threadgroup int n[8], device float p[]) { return t[1][0] + n[2] + p[0]; }\n"
                + "kernel void f(device float* p) { threadgroup float t[4][2]; threadgroup int n[8]; t[1][0] = 1; n[2] = 2;\n"
                + "constexpr uint3 m(1, 2, 3); p[0] = sum(t, n, p) + m.z; }", ["f"]
        ),
        (
            "template <typename T> struct Acc { T v; Acc(T a, T b) : v(a + b) {} };\ntemplate <typename A> float get() { return A(1, 2).v; }\n"
                + "kernel void f(device float* p) __attribute__((max_total_threads_per_threadgroup(64))) { p[0] = get<Acc<float>>(); }",
            ["f"]
        ),
        (
            "#define LOAD(P, I) float4(P[I], P[I + 1], 0, 0)\nkernel void f(device float* p) { p[0] = LOAD(p, 1).y; }",
            ["f"]
        ),
    ]

    @Test("whole texts compile", arguments: texts.indices)
    func text(_ index: Int) async throws {
        let row = Self.texts[index]
        let kernel = try await Compiling.kernel("#include <metal_stdlib>\nusing namespace metal;\n" + row.text)
        #expect(kernel.entries.map(\.name) == row.names)
        for entry in kernel.entries { #expect(kernel.timeModule.functions[entry.symbol] != nil) }
    }

    @Test("instantiations of overloads map to their own functions")
    func instantiationSymbols() async throws {
        let kernel = try await Compiling.kernel(
            """
            template <typename T> kernel void f(device T* p) { p[0] = T(1); }
            template [[host_name("a")]] kernel void f<float>(device float* p);
            template [[host_name("b")]] kernel void f<int>(device int* p);
            """)
        #expect(kernel.entries.map(\.symbol) == ["_Z1fIfEvPU3AS1T_", "_Z1fIiEvPU3AS1T_"])
    }

    @Test("names that macros make are found too")
    func macroNames() async throws {
        let kernel = try await Compiling.kernel(
            """
            #define instantiate(name, func, ...) \\
              template [[host_name(name "_" #__VA_ARGS__)]] [[kernel]] decltype(func<__VA_ARGS__>) func<__VA_ARGS__>;
            template <typename T>
            [[kernel]] void fill(device T* p [[buffer(3)]], uint i [[thread_position_in_grid]]) { p[i] = T(1); }
            instantiate("fill", fill, float)
            instantiate("fill", fill, half)
            """)
        #expect(kernel.entries.map(\.name) == ["fill_float", "fill_half"])
        #expect(
            kernel.entries.map { $0.parameters.first?.binding }
                == Array(
                    repeating: .buffer(index: 3, space: .device, isReference: false, writable: true, element: "T"),
                    count: 2))
    }

    @Test("a literal without suffix is a float, in templates too")
    func literals() async throws {
        let kernel = try await Compiling.kernel(
            """
            template <typename T> T f(T x) { return x * 0.5 + 1e-3 + 2. * 0x1p3; }
            static_assert(sizeof(1.0) == 4 && sizeof(1e3) == 4 && sizeof(0x1e3) == 4 && sizeof(1.0h) == 2, "sizes");
            kernel void k(device float* p) { p[0] = f(p[1]); }
            """)
        let types = kernel.checkModule.functions.values.flatMap(\.blocks).flatMap(\.instructions).map(\.type)
        #expect(!types.contains(.double))
    }

    @Test("function constants take the definitions' values, and tunables are macros")
    func definitions() async throws {
        let text = """
            #include <metal_stdlib>
            constant int width [[function_constant(0)]];
            constant bool extra [[function_constant(1)]];
            static_assert(width == 7 && TILE == 16, "values");
            static_assert(is_function_constant_defined(width) && !is_function_constant_defined(extra), "defined");
            kernel void f(device int* p) { p[0] = width + TILE + extra; }
            """
        let kernel = try await Compiling.kernel(text, definitions: [("width", 7), ("TILE", 16)])
        #expect(kernel.entries.count == 1)
    }
}
