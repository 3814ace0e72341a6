import KernelCompiler
import Testing

/// Every function of the headers is called once, so that each template and overload is known to compile.
@Suite struct HeaderTests {
    private static let unary = [
        "exp", "exp2", "exp10", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
        "tanh",
        "asinh", "acosh", "atanh", "sinpi", "cospi", "tanpi", "rsqrt", "sqrt", "fabs", "abs", "floor", "ceil", "trunc",
        "rint",
        "round", "fract", "saturate", "sign",
    ]
    private static let binary = [
        "pow", "powr", "atan2", "fmod", "fmin", "fmax", "min", "max", "fdim", "copysign", "step", "divide",
    ]
    private static let ternary = [
        "fma", "mad", "clamp", "mix", "smoothstep", "min3", "max3", "median3", "fmin3", "fmax3", "fmedian3",
    ]

    @Test(
        "floating-point functions of scalars and vectors",
        arguments: ["float", "half", "float2", "float3", "float4", "half2", "half3", "half4"])
    func floatingPoint(_ type: String) async throws {
        let calls =
            Self.unary.map { "r += \($0)(a);" } + Self.binary.map { "r += \($0)(a, b);" }
            + Self.ternary.map { "r += \($0)(a, b, c);" } + ["\(type) s; r += sincos(a, s) + s; r += modf(a, s) + s;"]
            + [
                "r = select(r, a, a < b);",
                "if (all(isnan(a)) || any(isinf(a)) || any(isfinite(b)) || any(isnormal(b)) || all(signbit(a))) r += 1;",
            ]
        try await compiles(type, calls)
    }

    @Test("fast and precise forms", arguments: ["fast", "precise"])
    func namespaces(_ space: String) async throws {
        let names = [
            "exp", "exp2", "exp10", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
            "tanh", "rsqrt", "sqrt", "fabs", "floor", "ceil", "trunc", "rint", "round", "fract", "saturate",
        ]
        let calls =
            names.map { "r += \(space)::\($0)(a);" }
            + ["pow", "powr", "atan2", "fmod", "fmin", "fmax", "divide"].map { "r += \(space)::\($0)(a, b);" }
            + [
                "r += \(space)::normalize(float3(a)).x + \(space)::length(float3(b)) + \(space)::distance(float2(a), float2(b));"
            ]
        try await compiles("float", calls)
    }

    @Test("geometry", arguments: ["float2", "float3", "float4", "half2", "half3", "half4"])
    func geometry(_ type: String) async throws {
        var calls = [
            "r *= dot(a, b) + length(a) + length_squared(a) + distance(a, b) + distance_squared(a, b);",
            "r += normalize(a) + reflect(a, b) + faceforward(a, b, c);",
        ]
        if type.hasSuffix("3") { calls.append("r += cross(a, b);") }
        try await compiles(type, calls)
    }

    @Test(
        "integer functions of scalars and vectors",
        arguments: [
            "char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "int2", "uint3", "short4", "uchar4",
            "ulong2",
        ])
    func integers(_ type: String) async throws {
        let calls =
            ["abs", "popcount", "reverse_bits", "clz", "ctz"].map { "r += \($0)(a);" }
            + ["min", "max", "absdiff", "addsat", "subsat", "hadd", "rhadd", "mul24", "mulhi", "rotate"].map {
                "r += \($0)(a, b);"
            }
            + ["clamp", "min3", "max3", "median3", "mad24"].map { "r += \($0)(a, b, c);" } + [
                "r = select(r, a, a < b);"
            ]
            + (type.last?.isNumber == true
                ? [] : ["r += extract_bits(a, 1, 3) + insert_bits(a, b, 1, 3) + madhi(a, b, c);"])
        try await compiles(type, calls)
    }

    @Test("SIMD-group functions", arguments: ["float", "half", "int", "uint", "ushort", "float2", "int4", "half4"])
    func simdgroup(_ type: String) async throws {
        let moves = [
            "simd_shuffle", "simd_shuffle_xor", "simd_shuffle_up", "simd_shuffle_down", "simd_broadcast",
            "quad_shuffle",
            "quad_shuffle_xor", "quad_shuffle_up", "quad_shuffle_down", "quad_broadcast", "simd_shuffle_rotate_up",
            "simd_shuffle_rotate_down",
        ]
        let reductions = [
            "simd_sum", "simd_product", "simd_min", "simd_max", "simd_prefix_inclusive_sum",
            "simd_prefix_exclusive_sum",
            "simd_prefix_inclusive_product", "simd_prefix_exclusive_product", "quad_sum", "quad_product", "quad_min",
            "quad_max", "simd_broadcast_first",
        ]
        var calls = moves.map { "r += \($0)(a, 1);" } + reductions.map { "r += \($0)(a);" }
        calls.append("r += simd_shuffle_and_fill_up(a, b, 1) + simd_shuffle_and_fill_down(a, b, 1, 16);")
        if ["int", "uint", "ushort"].contains(type) {
            calls += ["simd_and", "simd_or", "simd_xor", "quad_and", "quad_or", "quad_xor"].map { "r += \($0)(a);" }
        }
        calls.append(
            "if (simd_all(true) || simd_any(false) || simd_is_first() || ulong(simd_ballot(true)) == 1 "
                + "|| simd_active_threads_mask().any()) r += a; simdgroup_barrier(mem_flags::mem_none);")
        try await compiles(type, calls)
    }

    @Test("64-bit values are moved between lanes whole")
    func wideShuffles() async throws {
        try await compiles("ulong", ["r += simd_shuffle_xor(a, 1) + simd_broadcast(a, 3) + simd_shuffle_down(b, 2);"])
    }

    @Test("atomics of device and threadgroup memory", arguments: ["int", "uint", "float"])
    func atomics(_ type: String) async throws {
        let updates =
            ["fetch_add", "fetch_sub"]
            + (type == "float" ? [] : ["fetch_and", "fetch_or", "fetch_xor", "fetch_min", "fetch_max"])
        var calls: [String] = []
        for place in ["at", "&tg"] {
            calls += updates.map { "r += atomic_\($0)_explicit(\(place), \(type)(1), memory_order_relaxed);" }
            calls.append(
                "r += atomic_load_explicit(\(place), memory_order_relaxed); atomic_store_explicit(\(place), r, memory_order_relaxed);"
            )
            calls.append(
                "r += atomic_exchange_explicit(\(place), r, memory_order_relaxed); "
                    + "atomic_compare_exchange_weak_explicit(\(place), &r, a, memory_order_relaxed, memory_order_relaxed);"
            )
        }
        calls.insert("threadgroup atomic<\(type)> tg; device atomic<\(type)>* at = (device atomic<\(type)>*)p;", at: 0)
        calls.append("atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst);")
        try await compiles(type, calls)
    }

    @Test("matrices of SIMD groups and of threads", arguments: ["float", "half", "bfloat"])
    func matrices(_ type: String) async throws {
        var calls = [
            "simdgroup_matrix<\(type), 8, 8> m = make_filled_simdgroup_matrix<\(type), 8, 8>(a), k(b), s;",
            "threadgroup \(type) tile[64]; simdgroup_load(m, p); simdgroup_load(k, tile, 8); simdgroup_multiply(s, m, k);",
            "simdgroup_multiply_accumulate(s, m, k, s); s.thread_elements()[0] += a; simdgroup_store(s, p, 8); r = s.thread_elements()[1];",
            "simdgroup_float8x8 wide(0); simdgroup_multiply_accumulate(wide, m, k, wide); r += \(type)(wide.thread_elements()[0]);",
        ]
        if type != "bfloat" {
            calls += [
                "\(type)4x4 t(a); t = transpose(t * t) * a; r += (\(type)4x4(float4x4(1)) * \(type)4(a)).x + (t * \(type)4(a)).x + (\(type)4(a) * t).y + t[1][2];"
            ]
        }
        try await compiles(type, calls)
    }

    @Test("limits and traits")
    func traits() async throws {
        try await compiles(
            "float",
            [
                "static_assert(is_same_v<float, float> && is_integral_v<int> && !is_floating_point_v<int>, \"\");",
                "static_assert(numeric_limits<int>::max() == INT_MAX && numeric_limits<half>::digits == 11, \"\");",
                "enable_if_t<is_same<float, float>::value, float> one = conditional_t<true, float, int>(1);",
                "r += one + numeric_limits<float>::infinity() + INFINITY + NAN + M_PI_F + FLT_MAX + ldexp(a, 3) + nextafter(a, b);",
                "int e; r += frexp(a, e) + e + ilogb(a);",
            ])
    }

    @Test("every Metal header has a name kernels may use")
    func includes() async throws {
        let names = [
            "metal_stdlib", "metal_atomic", "metal_common", "metal_compute", "metal_geometric", "metal_integer",
            "metal_limits",
            "metal_math", "metal_matrix", "metal_pack", "metal_quadgroup", "metal_relational", "metal_simdgroup",
            "metal_simdgroup_matrix", "metal_type_traits", "metal_types", "simd/simd.h",
        ]
        let text = names.map { "#include <\($0)>\n" }.joined() + "kernel void f(device simd::float4* p) { p[0] = 1; }"
        #expect(try await Compiling.refusal(text) == "")
    }

    @Test("CUDA functions")
    func cuda() async throws {
        let float1 = [
            "expf", "exp2f", "exp10f", "expm1f", "logf", "log2f", "log10f", "log1pf", "sinf", "cosf", "tanf", "asinf",
            "acosf",
            "atanf", "sinhf", "coshf", "tanhf", "asinhf", "acoshf", "atanhf", "cbrtf", "erff", "erfcf", "lgammaf",
            "tgammaf",
            "rsqrtf", "sqrtf", "floorf", "ceilf", "truncf", "rintf", "nearbyintf", "roundf", "fabsf", "__expf",
            "__exp10f",
            "__logf", "__log2f", "__log10f", "__sinf", "__cosf", "__tanf", "__tanhf", "__frcp_rn", "__fsqrt_rn",
            "__frsqrt_rn",
            "__saturatef", "exp", "sqrt", "abs", "fabs",
        ].map { "r += \($0)(x);" }
        let float2 = [
            "powf", "atan2f", "fmodf", "fminf", "fmaxf", "min", "max", "copysignf", "fdimf", "fdividef", "__powf",
            "__fdividef",
            "__fadd_rn", "__fmul_rn", "__fdiv_rn",
        ].map { "r += \($0)(x, y);" }
        let integers = [
            "r += __popc(u) + __popcll(u) + __clz(i) + __clzll(i) + __ffs(i) + __ffsll(i) + __brev(u) + __mul24(i, i);",
            "r += __umulhi(u, u) + __mulhi(i, i) + __funnelshift_l(u, u, 3) + __funnelshift_r(u, u, 3) + __dp4a(i, i, i);",
            "r += __float_as_int(x) + __int_as_float(i) + __float_as_uint(x) + __uint_as_float(u) + __float2int_rn(x);",
            "r += atomicAdd(p, 1.0f) + atomicAdd((int*)p, 1) + atomicMax((int*)p, 1) + atomicCAS((int*)p, 1, 2) + atomicExch(p, x);",
            "r += __shfl_sync(~0u, x, 3) + __shfl_up_sync(~0u, u, 1) + __shfl_down_sync(~0u, i, 1, 16) + __shfl_xor_sync(~0u, 1.0, 8);",
            "r += __any_sync(~0u, i) + __all_sync(~0u, i) + __ballot_sync(~0u, i) + __activemask() + __reduce_add_sync(~0u, u);",
            "r += __syncthreads_count(i) + __syncthreads_and(i) + __syncthreads_or(i); __syncwarp(); __threadfence();",
            "__half h = __float2half(x); __half2 h2 = __hfma2(__float2half2_rn(x), make_half2(h, h), __half2half2(h)); r += __low2float(h2) + __half2float(__hadd(h, h));",
            "double d = exp(1.0) + pow(2.0, 3.0) + fma(1.0, 2.0, 3.0); r += d; dim3 g(1, 2); r += g.y + threadIdx.y + gridDim.z;",
        ]
        let body = (float1 + float2 + integers).joined(separator: "\n    ")
        let text =
            "__global__ void k(float* p, float x, float y, int i, unsigned u) {\n    float r = 0;\n    \(body)\n    p[0] = r;\n}"
        #expect(try await Compiling.refusal(text, .cuda) == "")
    }

    @Test("CUDA's tensor products", arguments: ["__half", "__nv_bfloat16"])
    func tensorProducts(_ type: String) async throws {
        let text = """
            #include <mma.h>
            using namespace nvcuda;
            __global__ void k(const \(type)* a, const \(type)* b, float* c) {
                wmma::fragment<wmma::matrix_a, 16, 16, 16, \(type), wmma::row_major> fa;
                wmma::fragment<wmma::matrix_b, 16, 16, 16, \(type), wmma::col_major> fb;
                wmma::fragment<wmma::accumulator, 16, 16, 16, float> fc;
                wmma::fill_fragment(fc, 0.0f);
                wmma::load_matrix_sync(fa, a, 16);
                wmma::load_matrix_sync(fb, b, 16);
                wmma::mma_sync(fc, fa, fb, fc);
                for (int i = 0; i < fc.num_elements; ++i) fc.x[i] *= 2;
                wmma::store_matrix_sync(c, fc, 16, wmma::mem_row_major);
            }
            """
        #expect(try await Compiling.refusal(text, .cuda) == "")
    }

    @Test("a tunable may have the name of a template parameter of ours", arguments: [Dialect.cuda, .metal])
    func tunableNames(_ dialect: Dialect) async throws {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        let names = letters + ["Use", "Layout", "Size", "Parent", "Group", "Stages", "FROM", "LA", "LB"]
        let sum = names.joined(separator: " + ")
        let text =
            switch dialect {
            case .metal: "#include <metal_stdlib>\nkernel void k(device int* p [[buffer(0)]]) {\n    p[0] = \(sum);\n}"
            default:
                "#include <mma.h>\n#include <cooperative_groups.h>\n__global__ void k(int* p) {\n    p[0] = \(sum);\n}"
            }
        let definitions = names.enumerated().map { (name: $0.element, value: $0.offset) }
        let kernel = try await Compiling.kernel(text, dialect, definitions: definitions)
        #expect(kernel.entries.count == 1)
        // Mistakes still stand at the user's own line and column.
        let wrong = text.replacing("p[0] = A", with: "p[0] = nothing")
        let message = try await Compiling.refusal(wrong, dialect, definitions: definitions)
        #expect(message.contains(dialect == .metal ? "k.metal:3:12" : "k.cuda:4:12"))
    }

    /// Compiles calls over `a`, `b`, `c` of a type, whose result goes into `r`.
    private func compiles(_ type: String, _ calls: [String]) async throws {
        let text = """
            #include <metal_stdlib>
            using namespace metal;
            kernel void k(device \(type)* p [[buffer(0)]], uint i [[thread_position_in_grid]]) {
                \(type) a = p[i], b = p[i + 1], c = p[i + 2], r = p[i + 3];
                \(calls.joined(separator: "\n    "))
                p[i] = r;
            }
            """
        #expect(try await Compiling.refusal(text) == "")
    }
}
