import Foundation

/// What Metal's library must give; `docs/dialects.md` may name no function that is not here.
enum MetalRows {
    /// The kernels' texts, by what they are about.
    static let groups: [(name: String, prelude: String, rows: [FunctionRow])] = [
        ("exponentials", "", exponentials), ("trigonometry", "", trigonometry), ("common", "", common),
        ("geometry", "", geometry), ("relational", "", relational), ("integers", "", integers), ("types", "", types),
        ("simd groups", "", simd), ("quads", "", quads), ("matrices", matrixPrelude, matrices),
        ("atomics", atomicPrelude, atomics),
    ]

    /// One group's kernel.
    static func text(_ group: (name: String, prelude: String, rows: [FunctionRow])) -> String {
        """
        #include <metal_stdlib>
        using namespace metal;
        kernel void k(device float* out [[buffer(0)]], const device float* in [[buffer(1)]],
                      uint lane [[thread_position_in_grid]]) {
            int i = lane;
            float x = in[i], y = in[32 + i];
            float other = 0.0f;
            int number = 0;
            \(group.prelude)
            \(FunctionRow.statements(group.rows))
        }
        """
    }

    private static let exponentials: [FunctionRow] = [
        FunctionRow("exp(x)", within: 1e-5) { _, x, _ in exp(x) },
        FunctionRow("exp2(x) + exp10(y)", within: 1e-5) { _, x, y in exp2(x) + pow(10, y) },
        FunctionRow("log(x) + log2(x) + log10(x)", within: 1e-5) { _, x, _ in log(x) + log2(x) + log10(x) },
        FunctionRow("pow(x, y) + powr(x, y)", within: 1e-5) { _, x, y in 2 * pow(x, y) },
        FunctionRow("sqrt(x) + rsqrt(x)", within: 1e-5) { _, x, _ in x.squareRoot() + 1 / x.squareRoot() },
        FunctionRow("precise::exp(x) + precise::log(x) + precise::sqrt(x)", within: 1e-6) { _, x, _ in
            exp(x) + log(x) + x.squareRoot()
        },
        FunctionRow("fast::exp(x) + fast::sin(x)", within: 1e-5) { _, x, _ in exp(x) + sin(x) },
        FunctionRow("ldexp(x, 3) + frexp(x, number) + 16 * number") { _, x, _ in
            8 * x + x.significand / 2 + 16 * Double(x.exponent + 1)
        },
        FunctionRow("ilogb(x)") { _, x, _ in Double(x.exponent) },
        FunctionRow(
            "float(exp(half(y))) + float(sqrt(half(x)))", within: 4e-3
        ) { _, x, y in exp(y) + x.squareRoot() },
    ]

    private static let trigonometry: [FunctionRow] = [
        FunctionRow("sin(x) + cos(x)", within: 1e-5) { _, x, _ in sin(x) + cos(x) },
        FunctionRow("tan(y * 0.5)", within: 1e-5) { _, _, y in tan(y * 0.5) },
        FunctionRow("asin(y * 0.5) + acos(y * 0.5) + atan(x)", within: 1e-5) { _, x, _ in .pi / 2 + atan(x) },
        FunctionRow("atan2(x, y)", within: 1e-5) { _, x, y in atan2(x, y) },
        FunctionRow("sinh(x) + cosh(x) + tanh(x)", within: 1e-5) { _, x, _ in sinh(x) + cosh(x) + tanh(x) },
        FunctionRow("asinh(x) + acosh(1.0 + x) + atanh(x * 0.2)", within: 1e-5) { _, x, _ in
            asinh(x) + acosh(1 + x) + atanh(x * 0.2)
        },
        FunctionRow("sinpi(x) + cospi(x)", within: 1e-5) { _, x, _ in sin(x * .pi) + cos(x * .pi) },
        FunctionRow("tanpi(y * 0.2)", within: 1e-5) { _, _, y in tan(y * 0.2 * .pi) },
        FunctionRow("sincos(x, other) + other", within: 1e-5) { _, x, _ in sin(x) + cos(x) },
    ]

    private static let common: [FunctionRow] = [
        FunctionRow("floor(x) + ceil(x) + trunc(-x) + rint(x) + round(x)") { _, x, _ in
            floor(x) + ceil(x) + trunc(-x) + rint(x) + round(x)
        },
        FunctionRow("fabs(-x) + abs(-x) + fract(x)") { _, x, _ in 2 * x + x - floor(x) },
        FunctionRow("fmin(x, y) + fmax(x, y) + min(x, y) + max(x, y)") { _, x, y in 2 * (x + y) },
        FunctionRow("min3(x, y, 1.0) + max3(x, y, 1.0) + median3(x, y, 1.0)") { _, x, y in x + y + 1 },
        FunctionRow("fmin3(x, y, 1.0) + fmax3(x, y, 1.0) + fmedian3(x, y, 1.0)") { _, x, y in x + y + 1 },
        FunctionRow("clamp(x, 0.5, 1.5) + saturate(x)") { _, x, _ in min(max(x, 0.5), 1.5) + min(x, 1) },
        FunctionRow("mix(x, y, 0.5) + step(1.0, x) + sign(y - 1.0)") { _, x, y in
            (x + y) / 2 + (x < 1 ? 0 : 1) + (y > 1 ? 1 : y < 1 ? -1 : 0)
        },
        FunctionRow("smoothstep(0.0, 4.0, x)", within: 1e-6) { _, x, _ in x / 4 * x / 4 * (3 - x / 2) },
        FunctionRow("fma(x, y, 1.0) - mad(x, y, 1.0) + fdim(x, y)") { _, x, y in max(x - y, 0) },
        FunctionRow("fmod(x, 0.75) + copysign(x, -1.0)") { _, x, _ in fmod(x, 0.75) - x },
        FunctionRow("modf(x, other) + 16.0 * other") { _, x, _ in x - floor(x) + 16 * floor(x) },
        FunctionRow("nextafter(x, 9.0) > x") { _, _, _ in 1 },
        FunctionRow("divide(x, 2.0) + fast::divide(x, 2.0)", within: 1e-6) { _, x, _ in x },
    ]

    private static let geometry: [FunctionRow] = [
        FunctionRow("dot(float3(x, y, 1.0), float3(1.0, 2.0, 3.0))", within: 1e-6) { _, x, y in x + 2 * y + 3 },
        FunctionRow("cross(float3(1.0, 0.0, 0.0), float3(0.0, x, 0.0)).z") { _, x, _ in x },
        FunctionRow(
            "length(float2(3.0, 4.0) * x) + length_squared(float2(x, 0.0))", within: 1e-6
        ) { _, x, _ in 5 * x + x * x },
        FunctionRow(
            "distance(float2(x, 0.0), float2(0.0)) + distance_squared(float2(x, 0.0), "
                + "float2(0.0))", within: 1e-6
        ) {
            _, x, _ in x + x * x
        },
        FunctionRow("normalize(float2(x, 0.0)).x", within: 1e-6) { _, _, _ in 1 },
        FunctionRow(
            "reflect(float2(x, y), float2(0.0, 1.0)).y + faceforward(float2(x, y), float2(0.0, "
                + "1.0), float2(0.0, 1.0)).x", within: 1e-6
        ) {
            _, x, y in -y - x
        },
    ]

    private static let relational: [FunctionRow] = [
        FunctionRow(
            "isnan(x) + 2 * isinf(x / 0.0) + 4 * isfinite(x) + 8 * isnormal(x) + 16 * signbit(-x)"
        ) { _, _, _ in 30 },
        FunctionRow("select(x, y, x < y)") { _, x, y in x < y ? y : x },
        FunctionRow("select(float2(x), float2(y), float2(x) < float2(y)).y") { _, x, y in x < y ? y : x },
        FunctionRow("any(float2(x, y) > 1.5) + 2 * all(float2(x, y) > 0.5)") { _, x, y in
            (x > 1.5 || y > 1.5 ? 1 : 0) + (x > 0.5 && y > 0.5 ? 2 : 0)
        },
    ]

    private static let integers: [FunctionRow] = [
        FunctionRow("popcount(i) + clz(uint(i)) + ctz(uint(i) | 32u)") { lane, _, _ in
            Double(lane.nonzeroBitCount + UInt32(lane).leadingZeroBitCount + (lane | 32).trailingZeroBitCount)
        },
        FunctionRow("reverse_bits(uint(i)) >> 27") { lane, _, _ in
            Double((0..<5).reduce(0) { $0 | (lane >> $1 & 1) << (4 - $1) })
        },
        FunctionRow(
            "rotate(uint(i), 3u) + mul24(i, 3) + mad24(i, 2, 1)"
        ) { lane, _, _ in Double(8 * lane + 5 * lane + 1) },
        FunctionRow("mulhi(uint(i) << 28, 16u) + mulhi(long(i) << 60, 16l)") { lane, _, _ in
            Double(lane & 15) + Double((lane & 15) < 8 ? lane & 15 : (lane & 15) - 16)
        },
        FunctionRow("absdiff(uint(i), 9u) + hadd(uint(i), 3u) + rhadd(uint(i), 3u)") { lane, _, _ in
            Double(abs(lane - 9) + (lane + 3) / 2 + (lane + 4) / 2)
        },
        FunctionRow("addsat(uchar(250), uchar(i)) + subsat(uchar(5), uchar(i))") { lane, _, _ in
            Double(min(255, 250 + lane) + max(0, 5 - lane))
        },
        FunctionRow("extract_bits(uint(i), 1u, 3u) + insert_bits(0u, uint(i), 4u, 2u)") { lane, _, _ in
            Double((lane >> 1 & 7) + (lane & 3) << 4)
        },
        FunctionRow(
            "abs(-i) + clamp(i, 3, 9) + min3(i, 5, 9) + max3(i, 5, 9) + median3(i, 5, 9)"
        ) { lane, _, _ in
            Double(lane + min(max(lane, 3), 9) + lane + 14)
        },
    ]

    private static let types: [FunctionRow] = [
        FunctionRow(
            "as_type<float>(as_type<uint>(x)) + float(as_type<half>(as_type<ushort>(half(x))))"
        ) { _, x, _ in 2 * x },
        FunctionRow(
            "float4(x, float2(y), 1.0).wzyx.x + float4(float3(x), y).w + float3(x).zxy.y"
        ) { _, x, y in 1 + y + x },
        FunctionRow(
            "float(bfloat(x)) + float(half(bfloat(x))) + float(static_cast<bfloat>(half(x)))"
        ) { _, x, _ in 3 * x },
        FunctionRow(
            "float(char(i)) + float(short(-i)) + float(ulong(i) << 33 >> 33)"
        ) { lane, _, _ in Double(lane) },
        FunctionRow(
            "packed_float3(x, y, 1.0).y + float(int2(i, 2).x) + float(uchar4(uchar(i))[3])"
        ) { lane, _, y in
            y + Double(2 * lane)
        },
        FunctionRow("array<float, 2>{x, y}[1] + make_uniform(x)") { _, x, y in x + y },
        FunctionRow(
            "float(bool2(x > 1.0, true).x) + float(sizeof(packed_float3))"
        ) { _, x, _ in (x > 1 ? 1 : 0) + 12 },
    ]

    private static let simd: [FunctionRow] = [
        FunctionRow("simd_sum(i) + simd_max(i) + simd_min(i + 2)") { _, _, _ in 496 + 31 + 2 },
        FunctionRow("simd_product(i < 3 ? 2.0f : 1.0f)") { _, _, _ in 8 },
        FunctionRow(
            "simd_and(8u | uint(i)) + simd_or(uint(i)) + simd_xor(i == 3 ? 6u : 1u)"
        ) { _, _, _ in 8 + 31 + 7 },
        FunctionRow(
            "simd_prefix_inclusive_sum(i) + simd_prefix_exclusive_sum(i)"
        ) { lane, _, _ in Double(lane * lane) },
        FunctionRow(
            "simd_prefix_inclusive_product(i < 4 ? 2 : 1) "
                + "+ simd_prefix_exclusive_product(i < 4 ? 2 : 1)"
        ) { lane, _, _ in
            exp2(Double(min(lane + 1, 4))) + exp2(Double(min(lane, 4)))
        },
        FunctionRow(
            "simd_shuffle(i, 7) + simd_broadcast(i, 3) + simd_broadcast_first(i + 1)"
        ) { _, _, _ in 11 },
        FunctionRow("simd_shuffle_xor(i, 5) + 100 * simd_shuffle_up(i, 2)") { lane, _, _ in
            Double((lane ^ 5) + 100 * (lane < 2 ? lane : lane - 2))
        },
        FunctionRow("simd_shuffle_down(i, 2)") { lane, _, _ in Double(lane > 29 ? lane : lane + 2) },
        FunctionRow("simd_shuffle_rotate_up(i, 1) + 100 * simd_shuffle_rotate_down(i, 1)") { lane, _, _ in
            Double((lane + 31) % 32 + 100 * ((lane + 1) % 32))
        },
        FunctionRow(
            "simd_shuffle_and_fill_up(i, 64 + i, 2) + 1000 * simd_shuffle_and_fill_down(i, 64 "
                + "+ i, 2)"
        ) { lane, _, _ in
            Double((lane < 2 ? 64 + lane + 30 : lane - 2) + 1000 * (lane > 29 ? 64 + lane - 30 : lane + 2))
        },
        FunctionRow(
            "uint(simd_vote::vote_t(simd_ballot(i % 3 == 0))) & 255u"
        ) { _, _, _ in Double(0b0100_1001) },
        FunctionRow(
            "simd_all(i < 32) + 2 * simd_any(i == 3) + 4 * simd_is_first()"
        ) { lane, _, _ in lane == 0 ? 7 : 3 },
        FunctionRow("popcount(uint(simd_vote::vote_t(simd_active_threads_mask())))") { _, _, _ in 32 },
        FunctionRow(
            "(simdgroup_barrier(mem_flags::mem_threadgroup), "
                + "threadgroup_barrier(mem_flags::mem_none), 1)"
        ) { _, _, _ in 1 },
        FunctionRow(
            "float(simd_shuffle(half(x), 3)) + simd_sum(half(1.0h))"
        ) { _, _, _ in FunctionRow.x(3) + 32 },
    ]

    private static let quads: [FunctionRow] = [
        FunctionRow(
            "quad_sum(i) + quad_max(i) + quad_min(i)"
        ) { lane, _, _ in Double(lane / 4 * 16 + 6 + lane / 4 * 8 + 3) },
        FunctionRow("quad_broadcast(i, 1) + quad_shuffle(i, 2) + quad_shuffle_xor(i, 3)") { lane, _, _ in
            Double(lane / 4 * 8 + 3 + (lane ^ 3))
        },
        FunctionRow("quad_shuffle_up(i, 1) + 100 * quad_shuffle_down(i, 1)") { lane, _, _ in
            Double((lane % 4 == 0 ? lane : lane - 1) + 100 * (lane % 4 == 3 ? lane : lane + 1))
        },
        FunctionRow(
            "quad_product(2) + quad_and(uint(i)) + quad_or(uint(i)) + quad_xor(uint(i))"
        ) { lane, _, _ in
            Double(16 + lane / 4 * 4 + lane / 4 * 4 + 3)
        },
    ]

    private static let matrixPrelude = """
        threadgroup float tile[64];
        tile[i] = in[i];
        tile[i + 32] = in[i + 32];
        threadgroup_barrier(mem_flags::mem_threadgroup);
        simdgroup_float8x8 a, t, sum = make_filled_simdgroup_matrix<float, 8, 8>(1.0f);
        simdgroup_load(a, tile, 8);
        simdgroup_load(t, tile, 8, ulong2(0, 0), true);
        simdgroup_multiply_accumulate(sum, a, t, sum);
        threadgroup float product[64];
        simdgroup_store(sum, product, 8);
        simdgroup_float8x8 plain;
        simdgroup_multiply(plain, a, make_diagonal_simdgroup_matrix<float, 8, 8>(2.0f));
        threadgroup_barrier(mem_flags::mem_threadgroup);
        float2x2 small = float2x2(float2(1.0, 2.0), float2(3.0, 4.0));
        """
    private static let matrices: [FunctionRow] = [
        FunctionRow("product[i]", within: 1e-5) { lane, _, _ in
            let values = (0..<32).map { FunctionRow.x($0) } + (0..<32).map { FunctionRow.y($0) }
            return (0..<8).reduce(1.0) { $0 + values[lane / 8 * 8 + $1] * values[lane % 8 * 8 + $1] }
        },
        FunctionRow("plain.thread_elements()[0] == 2.0 * a.thread_elements()[0]") { _, _, _ in 1 },
        FunctionRow(
            "(small * float2(x, y)).y + transpose(small)[0].y", within: 1e-6
        ) { _, x, y in 2 * x + 4 * y + 3 },
    ]

    private static let atomicPrelude = """
        threadgroup atomic_uint counter;
        threadgroup atomic_int least, most, bits;
        threadgroup atomic_float total;
        if (i == 0) {
            atomic_store_explicit(&counter, 0u, memory_order_relaxed);
            atomic_store_explicit(&least, 99, memory_order_relaxed);
            atomic_store_explicit(&most, -99, memory_order_relaxed);
            atomic_store_explicit(&bits, 0, memory_order_relaxed);
            atomic_store_explicit(&total, 0.0f, memory_order_relaxed);
        }
        threadgroup_barrier(mem_flags::mem_threadgroup);
        atomic_fetch_add_explicit(&counter, uint(i), memory_order_relaxed);
        atomic_fetch_min_explicit(&least, i - 5, memory_order_relaxed);
        atomic_fetch_max_explicit(&most, i, memory_order_relaxed);
        atomic_fetch_or_explicit(&bits, 1 << (i % 8), memory_order_relaxed);
        atomic_fetch_add_explicit(&total, 0.5f, memory_order_relaxed);
        int expected = 255;
        threadgroup_barrier(mem_flags::mem_threadgroup);
        bool exchanged = atomic_compare_exchange_weak_explicit(
            &bits, &expected, 511, memory_order_relaxed, memory_order_relaxed);
        atomic_thread_fence(mem_flags::mem_threadgroup, memory_order_seq_cst);
        threadgroup_barrier(mem_flags::mem_threadgroup);
        """
    private static let atomics: [FunctionRow] = [
        FunctionRow("atomic_load_explicit(&counter, memory_order_relaxed)") { _, _, _ in 496 },
        FunctionRow(
            "atomic_load_explicit(&least, memory_order_relaxed) + 100 "
                + "* atomic_load_explicit(&most, memory_order_relaxed)"
        ) {
            _, _, _ in -5 + 3100
        },
        FunctionRow(
            "atomic_load_explicit(&bits, memory_order_relaxed) + simd_sum(int(exchanged))"
        ) { _, _, _ in 512 },
        FunctionRow("atomic_load_explicit(&total, memory_order_relaxed)") { _, _, _ in 16 },
        FunctionRow(
            "(threadgroup_barrier(mem_flags::mem_threadgroup), "
                + "atomic_fetch_sub_explicit(&counter, 1u, memory_order_relaxed) > 400u)"
        ) {
            _, _, _ in 1
        },
        FunctionRow(
            "atomic_fetch_and_explicit(&least, -1, memory_order_relaxed) "
                + "+ atomic_fetch_xor_explicit(&least, 0, memory_order_relaxed)"
        ) {
            _, _, _ in -10
        },
        FunctionRow("atomic_exchange_explicit(&most, 31, memory_order_relaxed)") { _, _, _ in 31 },
    ]
}
