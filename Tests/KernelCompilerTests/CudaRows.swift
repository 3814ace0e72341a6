import Foundation

/// What CUDA's device functions must give; `docs/dialects.md` may name no function that is not here.
enum CudaRows {
    /// The kernels' texts, by what they are about.
    static let groups: [(name: String, prelude: String, rows: [FunctionRow])] = [
        ("exponentials", "", exponentials), ("trigonometry", "", trigonometry), ("rounding", "", rounding),
        ("special", "", special), ("fast", "", fast), ("conversions", "", conversions), ("bits", "", bits),
        ("words", "", WordRows.all),
        ("half", "", half), ("half pairs", "", halfPairs), ("bfloat16", "", bfloat), ("warps", "", warps),
        ("caches", "", caches), ("groups", groupsPrelude, cooperative),
    ]

    /// One group's kernel.
    static func text(_ group: (name: String, prelude: String, rows: [FunctionRow])) -> String {
        """
        #include <cuda_runtime.h>
        #include <cuda_fp16.h>
        #include <cuda_bf16.h>
        #include <cooperative_groups.h>
        #include <cooperative_groups/reduce.h>
        #include <cooperative_groups/scan.h>
        namespace cg = cooperative_groups;
        __device__ float reach(float* p, float v) { *p = v; return v; }
        __device__ bool beside(float a, float b) { return a == b || nextafterf(a, b) == b; }
        __device__ bool bracket(float down, float up, float zero, double exact) {
            return down <= exact && exact <= up && beside(down, up) && zero == (exact < 0.0 ? up : down);
        }
        __global__ void k(float* out, const float* in) {
            int i = threadIdx.x;
            float x = in[i], y = in[32 + i];
            float other = 0.0f;
            int number = 0;
            \(group.prelude)
            \(FunctionRow.statements(group.rows))
        }
        """
    }

    private static let exponentials: [FunctionRow] = [
        FunctionRow("expf(x)", within: 1e-6) { _, x, _ in exp(x) },
        FunctionRow("exp2f(x)", within: 1e-6) { _, x, _ in exp2(x) },
        FunctionRow("exp10f(y)", within: 1e-6) { _, _, y in pow(10, y) },
        FunctionRow("expm1f(x)", within: 1e-6) { _, x, _ in expm1(x) },
        FunctionRow("logf(x)", within: 1e-6) { _, x, _ in log(x) },
        FunctionRow("log2f(x)", within: 1e-6) { _, x, _ in log2(x) },
        FunctionRow("log10f(x)", within: 1e-6) { _, x, _ in log10(x) },
        FunctionRow("log1pf(x)", within: 1e-6) { _, x, _ in log1p(x) },
        FunctionRow("powf(x, y)", within: 1e-6) { _, x, y in pow(x, y) },
        FunctionRow("sqrtf(x)", within: 1e-6) { _, x, _ in x.squareRoot() },
        FunctionRow("rsqrtf(x)", within: 1e-6) { _, x, _ in 1 / x.squareRoot() },
        FunctionRow("cbrtf(x)", within: 1e-6) { _, x, _ in cbrt(x) },
        FunctionRow("rcbrtf(x)", within: 1e-6) { _, x, _ in 1 / cbrt(x) },
        FunctionRow("ldexpf(x, i - 5)") { lane, x, _ in x * exp2(Double(lane - 5)) },
        FunctionRow("scalbnf(x, 3)") { _, x, _ in x * 8 },
        FunctionRow("scalblnf(x, 3)") { _, x, _ in x * 8 },
        FunctionRow("frexpf(x, &number) + 16 * number", within: 1e-6) { _, x, _ in
            x.significand / 2 + 16 * Double(x.exponent + 1)
        },
        FunctionRow("ilogbf(x)") { _, x, _ in Double(x.exponent) },
        FunctionRow("logbf(x)") { _, x, _ in Double(x.exponent) },
    ]

    private static let trigonometry: [FunctionRow] = [
        FunctionRow("sinf(x)", within: 1e-6) { _, x, _ in sin(x) },
        FunctionRow("cosf(x)", within: 1e-6) { _, x, _ in cos(x) },
        FunctionRow("tanf(y * 0.5f)", within: 1e-6) { _, _, y in tan(y * 0.5) },
        FunctionRow("asinf(y * 0.5f)", within: 1e-6) { _, _, y in asin(y * 0.5) },
        FunctionRow("acosf(y * 0.5f)", within: 1e-6) { _, _, y in acos(y * 0.5) },
        FunctionRow("atanf(x)", within: 1e-6) { _, x, _ in atan(x) },
        FunctionRow("atan2f(x, y)", within: 1e-6) { _, x, y in atan2(x, y) },
        FunctionRow("sinhf(x)", within: 1e-6) { _, x, _ in sinh(x) },
        FunctionRow("coshf(x)", within: 1e-6) { _, x, _ in cosh(x) },
        FunctionRow("tanhf(x)", within: 1e-6) { _, x, _ in tanh(x) },
        FunctionRow("asinhf(x)", within: 1e-6) { _, x, _ in asinh(x) },
        FunctionRow("acoshf(1.0f + x)", within: 1e-6) { _, x, _ in acosh(1 + x) },
        FunctionRow("atanhf(x * 0.2f)", within: 1e-6) { _, x, _ in atanh(x * 0.2) },
        FunctionRow("sinpif(x)", within: 1e-6) { _, x, _ in sin(x * .pi) },
        FunctionRow("cospif(x)", within: 1e-6) { _, x, _ in cos(x * .pi) },
        FunctionRow("(sincosf(x, &other, &y), other + y)", within: 2e-6) { _, x, _ in sin(x) + cos(x) },
        FunctionRow(
            "(sincospif(x, &other, &y), other + y)", within: 2e-6
        ) { _, x, _ in sin(x * .pi) + cos(x * .pi) },
    ]

    private static let rounding: [FunctionRow] = [
        FunctionRow("floorf(x)") { _, x, _ in floor(x) },
        FunctionRow("ceilf(x)") { _, x, _ in ceil(x) },
        FunctionRow("truncf(-x)") { _, x, _ in trunc(-x) },
        FunctionRow("rintf(x * 8.0f - 0.5f)") { lane, _, _ in Double(lane) },
        FunctionRow("nearbyintf(x)") { _, x, _ in rint(x) },
        FunctionRow("roundf(x)") { _, x, _ in round(x) },
        FunctionRow("lrintf(x) + 10 * lroundf(x) + 100 * llrintf(x) + 1000 * llroundf(x)") { _, x, _ in
            rint(x) * 101 + round(x) * 1010
        },
        FunctionRow("fabsf(-x) + fabs(x)") { _, x, _ in 2 * x },
        FunctionRow("copysignf(x, -1.0f)") { _, x, _ in -x },
        FunctionRow(
            "fminf(x, y) + 10.0f * fmaxf(x, y)", within: 1e-6
        ) { _, x, y in min(x, y) + 10 * max(x, y) },
        FunctionRow("fdimf(x, y)") { _, x, y in max(x - y, 0) },
        FunctionRow("fmodf(x, 0.75f)") { _, x, _ in fmod(x, 0.75) },
        FunctionRow("remainderf(x, 0.75f)") { _, x, _ in remainder(x, 0.75) },
        FunctionRow("modff(x, &other) + 16.0f * other") { _, x, _ in x - floor(x) + 16 * floor(x) },
        FunctionRow("fmaf(x, y, 1.0f)") { _, x, y in Double(Float(x * y + 1)) },
        FunctionRow("nextafterf(x, 100.0f) > x && nextafterf(x, -1.0f) < x") { _, _, _ in 1 },
        FunctionRow(
            "isnan(nanf(\"\")) + 2 * isinf(INFINITY) + 4 * isfinite(x) + 8 * signbit(-x)"
        ) { _, _, _ in 15 },
        FunctionRow("fdividef(x, y + 1.0f)", within: 1e-6) { _, x, y in x / (y + 1) },
    ]

    private static let special: [FunctionRow] = [
        FunctionRow("erff(x)", within: 1e-6) { _, x, _ in erf(x) },
        FunctionRow("erfcf(x)", within: 1e-6) { _, x, _ in erfc(x) },
        FunctionRow("erfinvf(erff(y * 0.7f))", within: 2e-5) { _, _, y in y * 0.7 },
        FunctionRow("normcdff(y - 1.0f)", within: 1e-6) { _, _, y in 0.5 * erfc(-(y - 1) / 2.0.squareRoot()) },
        FunctionRow("lgammaf(x)", within: 1e-5) { _, x, _ in lgamma(x) },
        FunctionRow("tgammaf(x)", within: 2e-6) { _, x, _ in tgamma(x) },
        FunctionRow("hypotf(x, y)", within: 1e-6) { _, x, y in hypot(x, y) },
        FunctionRow("rhypotf(x, y)", within: 1e-6) { _, x, y in 1 / hypot(x, y) },
        FunctionRow("norm3df(x, y, 1.0f)", within: 1e-6) { _, x, y in (x * x + y * y + 1).squareRoot() },
        FunctionRow("norm4df(x, y, 1.0f, 2.0f)", within: 1e-6) { _, x, y in (x * x + y * y + 5).squareRoot() },
        FunctionRow("rnorm3df(x, y, 1.0f)", within: 1e-6) { _, x, y in 1 / (x * x + y * y + 1).squareRoot() },
        FunctionRow(
            "rnorm4df(x, y, 1.0f, 2.0f)", within: 1e-6
        ) { _, x, y in 1 / (x * x + y * y + 5).squareRoot() },
        FunctionRow("normf(2, in)", within: 1e-6) { _, _, _ in
            (FunctionRow.x(0) * FunctionRow.x(0) + FunctionRow.x(1) * FunctionRow.x(1)).squareRoot()
        },
    ]

    private static let fast: [FunctionRow] = [
        FunctionRow("__expf(x)", within: 1e-5) { _, x, _ in exp(x) },
        FunctionRow("__exp10f(y)", within: 1e-5) { _, _, y in pow(10, y) },
        FunctionRow(
            "__logf(x) + __log2f(x) + __log10f(x)", within: 1e-5
        ) { _, x, _ in log(x) + log2(x) + log10(x) },
        FunctionRow("__sinf(x) + __cosf(x)", within: 1e-5) { _, x, _ in sin(x) + cos(x) },
        FunctionRow("__tanf(y * 0.5f)", within: 1e-5) { _, _, y in tan(y * 0.5) },
        FunctionRow("__tanhf(x)", within: 1e-5) { _, x, _ in tanh(x) },
        FunctionRow("__powf(x, y)", within: 1e-5) { _, x, y in pow(x, y) },
        FunctionRow("__fdividef(x, y + 1.0f)", within: 1e-6) { _, x, y in x / (y + 1) },
        FunctionRow("(__sincosf(x, &other, &y), other + y)", within: 1e-5) { _, x, _ in sin(x) + cos(x) },
        FunctionRow("__frcp_rn(x) + __fsqrt_rn(x) + __frsqrt_rn(x)", within: 1e-5) { _, x, _ in
            1 / x + x.squareRoot() + 1 / x.squareRoot()
        },
        FunctionRow("__fadd_rn(x, in[32]) + __fsub_rn(x, in[32])") { _, x, _ in 2 * x },
        FunctionRow("__fmul_rn(x, 4.0f) + __fdiv_rn(x, 4.0f) + __fmaf_rn(x, 2.0f, 1.0f)") { _, x, _ in
            4 * x + x / 4 + 2 * x + 1
        },
        // In double precision each comparison is exact: rounded down, up and towards zero lie around the true value, and
        // no float lies between them.
        FunctionRow(
            "bracket(__fadd_rd(x, 0.1f), __fadd_ru(x, 0.1f), __fadd_rz(x, 0.1f), (double)x + 0.1f)"
                + " && bracket(__fsub_rd(0.1f, x), __fsub_ru(0.1f, x), __fsub_rz(0.1f, x), 0.1f - (double)x)"
        ) { _, _, _ in 1 },
        FunctionRow(
            "bracket(__fmul_rd(x, -0.1f), __fmul_ru(x, -0.1f), __fmul_rz(x, -0.1f), (double)x * -0.1f)"
                + " && bracket(__fmaf_rd(x, 0.1f, y), __fmaf_ru(x, 0.1f, y), __fmaf_rz(x, 0.1f, y), x * (double)0.1f + y)"
        ) { _, _, _ in 1 },
        FunctionRow(
            "__fdiv_rd(x, 3.0f) * 3.0 <= x && __fdiv_ru(x, 3.0f) * 3.0 >= x && __fdiv_rz(-x, 3.0f) == -__fdiv_rd(x, 3.0f)"
                + " && beside(__fdiv_rd(x, 3.0f), __fdiv_ru(x, 3.0f)) && __frcp_rd(x) * (double)x <= 1.0"
                + " && __frcp_ru(x) * (double)x >= 1.0 && __frcp_rz(x) == __frcp_rd(x)"
        ) { _, _, _ in 1 },
        FunctionRow(
            "(double)__fsqrt_rd(x) * __fsqrt_rd(x) <= x && (double)__fsqrt_ru(x) * __fsqrt_ru(x) >= x"
                + " && beside(__fsqrt_rz(x), __fsqrt_ru(x))"
        ) { _, _, _ in 1 },
        FunctionRow(
            "__double2float_rd(0.1) < 0.1 && __double2float_ru(0.1) > 0.1 && __double2float_rz(-0.1) > -0.1"
                + " && __double2float_rz(1e300) == FLT_MAX && __double2float_ru(1e-300) == nextafterf(0.0f, 1.0f)"
        ) { _, _, _ in 1 },
        // What a float cannot hold beside the sum decides all the same.
        FunctionRow(
            "__fadd_ru(1.0f, 1e-30f) == nextafterf(1.0f, 2.0f) && __fadd_rz(1.0f, -1e-30f) == nextafterf(1.0f, 0.0f)"
                + " && __fadd_rd(1.0f, 1e-30f) == 1.0f && signbit(__fadd_rd(x, -x)) && !signbit(__fadd_ru(x, -x))"
        ) { _, _, _ in 1 },
        FunctionRow("__saturatef(x - 1.0f)") { _, x, _ in min(max(x - 1, 0), 1) },
    ]

    private static let conversions: [FunctionRow] = [
        FunctionRow(
            "__float2int_rn(x) + 10 * __float2int_rz(x) + 100 * __float2int_ru(x) + 1000 "
                + "* __float2int_rd(x)"
        ) {
            _, x, _ in rint(x) + 10 * trunc(x) + 100 * ceil(x) + 1000 * floor(x)
        },
        FunctionRow(
            "__float2uint_rn(x) + __float2uint_rz(x) + __float2uint_ru(-x) + __float2uint_rd(x)"
        ) { _, x, _ in
            rint(x) + trunc(x) + floor(x)
        },
        FunctionRow("__float2ll_rn(x) + __float2ll_rz(-x) + __float2ull_rn(x) + __float2ull_rz(x)") { _, x, _ in
            2 * rint(x)
        },
        FunctionRow("__double2int_rz(x) + __double2int_rn(x) + __double2float_rn(x)") { _, x, _ in
            trunc(x) + rint(x) + x
        },
        FunctionRow(
            "__int2float_rn(i) + __uint2float_rn(i) + __ll2float_rn(i) + __ull2float_rn(i) "
                + "+ __int2double_rn(i)"
        ) { lane, _, _ in Double(5 * lane) },
        FunctionRow(
            "__int_as_float(__float_as_int(x)) + __uint_as_float(__float_as_uint(x))"
        ) { _, x, _ in 2 * x },
        FunctionRow("__longlong_as_double(__double_as_longlong((double)x))") { _, x, _ in x },
        FunctionRow("__float2int_rz(3.0e10f) == INT_MAX && __float2int_rz(nanf(\"\")) == 0") { _, _, _ in 1 },
    ]

    private static let bits: [FunctionRow] = [
        FunctionRow("__popc(i) + 100 * __popcll((unsigned long long)i << 33)") { lane, _, _ in
            Double(lane.nonzeroBitCount * 101)
        },
        FunctionRow("__clz(i) + 100 * __clzll(i)") { lane, _, _ in
            Double(Int32(lane).leadingZeroBitCount + 100 * Int64(lane).leadingZeroBitCount)
        },
        FunctionRow("__ffs(i) + 100 * __ffsll(i)") { lane, _, _ in
            lane == 0 ? 0 : Double((lane.trailingZeroBitCount + 1) * 101)
        },
        FunctionRow("__brev(i) >> 27") { lane, _, _ in
            Double((0..<5).reduce(0) { $0 | (lane >> $1 & 1) << (4 - $1) })
        },
        FunctionRow("__brevll(i) >> 59") { lane, _, _ in
            Double((0..<5).reduce(0) { $0 | (lane >> $1 & 1) << (4 - $1) })
        },
        FunctionRow(
            "__mulhi(i << 20, 1 << 20) + __umulhi(i << 20, 1 << 20)"
        ) { lane, _, _ in Double(2 * (lane << 8)) },
        FunctionRow(
            "__mul64hi((long long)i << 50, 1 << 20) + __umul64hi((long long)i << 50, 1 << 20)"
        ) { lane, _, _ in
            Double(2 * (lane << 6))
        },
        FunctionRow("__mul24(i, 7) + __umul24(i, 9)") { lane, _, _ in Double(16 * lane) },
        FunctionRow(
            "__funnelshift_l(0x80000000u, i, 1) + 100 * (__funnelshift_r(0, i, 31) & 127)"
        ) { lane, _, _ in
            Double(2 * lane + 1 + 100 * (2 * lane))
        },
        FunctionRow("__dp4a(0x01020304, 0x01010101 * i, i)") { lane, _, _ in Double(11 * lane) },
        FunctionRow("__dp4a(0x01020304u, 0x01010101u * i, 1u)") { lane, _, _ in Double(10 * lane + 1) },
        FunctionRow(
            "__dp2a_lo(0x00020003, 0x05040102, i) + __dp2a_hi(0x00020003, 0x05040102, 0)"
        ) { lane, _, _ in
            Double(lane + (3 * 2 + 2 * 1) + (3 * 4 + 2 * 5))
        },
        FunctionRow("__byte_perm(0x44332211u, 0x88776655u, 0x7150u) & 0xffffu") { _, _, _ in Double(0x6611) },
        FunctionRow("std::max(i, 5) + min(7u, i) + std::numeric_limits<int>::max() - INT_MAX") { lane, _, _ in
            Double(max(lane, 5) + min(lane, 7))
        },
        FunctionRow("__sad(i, 9, 1) + __usad(i, 9, 1)") { lane, _, _ in Double(2 * abs(lane - 9) + 2) },
        FunctionRow("min(i, 5) + 100 * max(i, 5) + abs(-i) + llabs(-i)") { lane, _, _ in
            Double(min(lane, 5) + 100 * max(lane, 5) + 2 * lane)
        },
    ]

    private static let half: [FunctionRow] = [
        FunctionRow(
            "__half2float(__float2half(x)) + __half2float(__float2half_rn(x)) "
                + "+ __half2float(__double2half(x))"
        ) {
            _, x, _ in 3 * x
        },
        FunctionRow(
            "__half2float(__hadd(__half(x), __half(1.0f))) + float(__hsub(half(x), half(1.0f)))"
        ) { _, x, _ in 2 * x },
        FunctionRow(
            "float(__hmul(half(x), half(2.0f))) + float(__hdiv(half(x), half(2.0f)))"
        ) { _, x, _ in 2.5 * x },
        FunctionRow(
            "float(__hfma(half(x), half(2.0f), half(1.0f))) + float(__hneg(half(x))) "
                + "+ float(__habs(half(-x)))"
        ) {
            _, x, _ in 2 * x + 1
        },
        FunctionRow(
            "float(__hfma_sat(half(x), half(1.0f), half(-1.0f))) + float(__hadd_sat(half(x), "
                + "half(-1.0f)))"
        ) {
            _, x, _ in 2 * min(max(x - 1, 0), 1)
        },
        FunctionRow(
            "float(__hmax(half(x), half(y))) - float(__hmin(half(x), half(y)))"
        ) { _, x, y in abs(x - y) },
        FunctionRow(
            "__hgt(half(x), half(y)) + 2 * __hlt(half(x), half(y)) + 4 * __hge(half(x), half(y)) "
                + "+ 8 * __hle(half(x), half(y))"
        ) { _, x, y in (x > y ? 1 : 0) + (x < y ? 2 : 0) + (x >= y ? 4 : 0) + (x <= y ? 8 : 0) },
        FunctionRow(
            "__heq(half(x), half(x)) + 2 * __hne(half(x), half(x)) + 4 * __hisnan(half(x)) + 8 "
                + "* __hisinf(half(x))"
        ) {
            _, _, _ in 1
        },
        FunctionRow(
            "float(hexp(half(y))) + float(hlog(half(x))) + float(hsqrt(half(x))) "
                + "+ float(hrsqrt(half(x)))", within: 4e-3
        ) { _, x, y in exp(y) + log(x) + x.squareRoot() + 1 / x.squareRoot() },
        FunctionRow(
            "float(hsin(half(x))) + float(hcos(half(x))) + float(htanh(half(x))) "
                + "+ float(hrcp(half(x)))", within: 4e-3
        ) { _, x, _ in sin(x) + cos(x) + tanh(x) + 1 / x },
        FunctionRow(
            "float(hexp2(half(y))) + float(hlog2(half(x))) + float(hlog10(half(x))) "
                + "+ float(hexp10(half(0.5f)))", within: 4e-3
        ) { _, x, y in exp2(y) + log2(x) + log10(x) + pow(10, 0.5) },
        FunctionRow(
            "float(hfloor(half(x))) + float(hceil(half(x))) + float(htrunc(half(x))) "
                + "+ float(hrint(half(x)))"
        ) { _, x, _ in
            floor(x) + ceil(x) + trunc(x) + rint(x)
        },
        FunctionRow(
            "__half2int_rn(half(x)) + __half2int_rz(half(x)) + __half2int_ru(half(x)) "
                + "+ __half2int_rd(half(x))"
        ) { _, x, _ in
            rint(x) + trunc(x) + ceil(x) + floor(x)
        },
        FunctionRow(
            "float(__int2half_rn(i)) + float(__uint2half_rn(i)) + float(__short2half_rn(i))"
        ) { lane, _, _ in
            Double(3 * lane)
        },
        FunctionRow(
            "float(__ushort_as_half(__half_as_ushort(half(x)))) "
                + "+ float(__short_as_half(__half_as_short(half(x))))"
        ) {
            _, x, _ in 2 * x
        },
        FunctionRow(
            "float(half(x) + half(y) * half(2.0f) - half(1.0f)) == float(half(x)) + 2.0f "
                + "* float(half(y)) - 1.0f"
        ) {
            _, _, _ in 1
        },
    ]

    private static let halfPairs: [FunctionRow] = [
        FunctionRow(
            "__low2float(__hadd2(__floats2half2_rn(x, y), __float2half2_rn(1.0f))) "
                + "+ __high2float(__halves2half2(half(x), half(y)))"
        ) {
            _, x, y in x + 1 + y
        },
        FunctionRow(
            "__low2float(__hmul2(make_half2(half(x), half(y)), __half2half2(half(2.0f)))) "
                + "- __low2float(__hsub2(make_half2(half(x), half(y)), __half2half2(half(2.0f))))"
        ) {
            _, x, _ in x + 2
        },
        FunctionRow(
            "__high2float(__hfma2(__floats2half2_rn(x, y), __float2half2_rn(2.0f), "
                + "__float2half2_rn(1.0f)))"
        ) { _, _, y in 2 * y + 1 },
        FunctionRow(
            "float(__low2half(__hmax2(__floats2half2_rn(x, y), __floats2half2_rn(y, x)))) "
                + "- float(__high2half(__hmin2(__floats2half2_rn(x, y), __floats2half2_rn(y, x))))"
        ) {
            _, x, y in abs(x - y)
        },
        FunctionRow(
            "__low2float(__hneg2(__habs2(__floats2half2_rn(-x, y)))) "
                + "+ __low2float(__h2div(__floats2half2_rn(x, y), __float2half2_rn(2.0f)))"
        ) {
            _, x, _ in -x / 2
        },
        FunctionRow(
            "__half22float2(__float22half2_rn(make_float2(x, y))).y "
                + "+ __low2float(__lowhigh2highlow(__floats2half2_rn(x, y)))"
        ) {
            _, _, y in 2 * y
        },
        FunctionRow(
            "__low2float(__hgt2(__floats2half2_rn(x, y), __floats2half2_rn(y, x))) + 2 "
                + "* __hbeq2(__half2half2(half(x)), __half2half2(half(x)))"
        ) {
            _, x, y in (x > y ? 1 : 0) + 2
        },
        FunctionRow(
            "__low2float(h2exp(__floats2half2_rn(y, x))) "
                + "+ __low2float(h2sqrt(__floats2half2_rn(x, y)))", within: 4e-3
        ) {
            _, x, y in exp(y) + x.squareRoot()
        },
    ]

    private static let bfloat: [FunctionRow] = [
        FunctionRow(
            "__bfloat162float(__float2bfloat16(x)) + __bfloat162float(__float2bfloat16_rn(x))"
        ) { _, x, _ in 2 * x },
        FunctionRow(
            "float(__hadd(__nv_bfloat16(x), __nv_bfloat16(1.0f))) "
                + "- float(__hsub(__nv_bfloat16(x), __nv_bfloat16(1.0f)))"
        ) {
            _, _, _ in 2
        },
        FunctionRow(
            "float(__hmul(__nv_bfloat16(x), __nv_bfloat16(2.0f))) "
                + "+ float(__hfma(__nv_bfloat16(x), __nv_bfloat16(2.0f), __nv_bfloat16(0.0f)))"
        ) {
            _, x, _ in 4 * x
        },
        FunctionRow(
            "__low2float(__hfma2(__floats2bfloat162_rn(x, y), __float2bfloat162_rn(2.0f), "
                + "__float2bfloat162_rn(0.0f))) "
                + "+ __bfloat1622float2(__float22bfloat162_rn(make_float2(x, y))).y"
        ) {
            _, x, y in 2 * x + y
        },
        FunctionRow("float(hexp(__nv_bfloat16(y))) + float(hsqrt(__nv_bfloat16(x)))", within: 1e-2) { _, x, y in
            exp(y) + x.squareRoot()
        },
        FunctionRow(
            "float(__ushort_as_bfloat16(__bfloat16_as_ushort(__nv_bfloat16(x)))) "
                + "+ __bfloat162int_rz(__nv_bfloat16(x))"
        ) {
            _, x, _ in x + trunc(x)
        },
        FunctionRow(
            "float(__hmax(__nv_bfloat16(x), __nv_bfloat16(y))) "
                + "+ __high2float(__halves2bfloat162(__nv_bfloat16(x), __nv_bfloat16(y)))"
        ) {
            _, x, y in max(x, y) + y
        },
    ]

    private static let warps: [FunctionRow] = [
        FunctionRow("__shfl_sync(~0u, x, 7)") { _, _, _ in FunctionRow.x(7) },
        FunctionRow("__shfl_xor_sync(~0u, x, 5)") { lane, _, _ in FunctionRow.x(lane ^ 5) },
        FunctionRow("__shfl_up_sync(~0u, i, 3u)") { lane, _, _ in Double(lane < 3 ? lane : lane - 3) },
        FunctionRow("__shfl_down_sync(~0u, i, 3u, 8)") { lane, _, _ in Double(lane % 8 > 4 ? lane : lane + 3) },
        FunctionRow("__ballot_sync(~0u, i % 3 == 0) & 255u") { _, _, _ in Double(0b0100_1001) },
        FunctionRow(
            "__any_sync(~0u, i == 4) + 2 * __all_sync(~0u, i < 32) + 4 * __all_sync(~0u, i < 31)"
        ) { _, _, _ in 3 },
        FunctionRow("__popc(__activemask())") { _, _, _ in 32 },
        FunctionRow(
            "__reduce_add_sync(~0u, i) + 1000 * __reduce_max_sync(~0u, i) "
                + "+ __reduce_min_sync(~0u, i)"
        ) { _, _, _ in
            496 + 31000
        },
        FunctionRow(
            "__reduce_and_sync(~0u, 8u | i) + 100 * __reduce_or_sync(~0u, (unsigned)i) + 10000 "
                + "* __reduce_xor_sync(~0u, i == 3 ? 6u : 1u)"
        ) {
            _, _, _ in 8 + 3100 + 70000
        },
        FunctionRow("__match_any_sync(~0u, i % 16) == (0x10001u << (i % 16))") { _, _, _ in 1 },
        FunctionRow("__match_all_sync(~0u, 5, &number) == ~0u && number == 1") { _, _, _ in 1 },
        FunctionRow(
            "__syncthreads_count(i < 5) + 100 * __syncthreads_and(i < 5) + 1000 "
                + "* __syncthreads_or(i < 5)"
        ) { _, _, _ in
            1005
        },
        FunctionRow(
            "(__syncwarp(), __syncthreads(), __threadfence(), __threadfence_block(), warpSize)"
        ) { _, _, _ in 32 },
        FunctionRow("clock64() >= 0") { _, _, _ in 1 },
    ]

    private static let caches: [FunctionRow] = [
        FunctionRow(
            "__ldg(in + i) + __ldca(in + i) + __ldcg(in + i) + __ldcs(in + i) + __ldcv(in + i) "
                + "+ __ldlu(in + i)"
        ) {
            _, x, _ in 6 * x
        },
        FunctionRow("(__stcg(&other, x), other)") { _, x, _ in x },
        FunctionRow("(__stcs(&other, y), other)") { _, _, y in y },
        FunctionRow("(__stwb(&other, x), __stwt(&y, x), other + y)") { _, x, _ in 2 * x },
    ]

    private static let groupsPrelude = """
        cg::thread_block block = cg::this_thread_block();
        auto tile = cg::tiled_partition<8>(block);
        auto warp = cg::tiled_partition<32>(block);
        cg::grid_group grid = cg::this_grid();
        __shared__ float staged[32];
        cg::memcpy_async(block, staged, in, 128);
        cg::wait(block);
        """
    private static let cooperative: [FunctionRow] = [
        FunctionRow(
            "block.thread_rank() + 100 * block.size() + block.num_threads()"
        ) { lane, _, _ in Double(lane + 3232) },
        FunctionRow(
            "block.group_index().x + block.thread_index().x + block.group_dim().x"
        ) { lane, _, _ in Double(lane + 32) },
        FunctionRow("grid.thread_rank() + grid.size()") { lane, _, _ in Double(lane + 32) },
        FunctionRow(
            "tile.thread_rank() + 10 * tile.size() + 100 * tile.meta_group_rank() + 1000 "
                + "* tile.meta_group_size()"
        ) {
            lane, _, _ in Double(lane % 8 + 80 + 100 * (lane / 8) + 4000)
        },
        FunctionRow("tile.shfl(i, 2) + 100 * tile.shfl_xor(i, 1) + 10000 * tile.shfl_up(i, 1)") { lane, _, _ in
            Double(lane / 8 * 8 + 2 + 100 * (lane ^ 1) + 10000 * (lane % 8 == 0 ? lane : lane - 1))
        },
        FunctionRow("tile.shfl_down(i, 2)") { lane, _, _ in Double(lane % 8 > 5 ? lane : lane + 2) },
        FunctionRow(
            "tile.ballot(i % 2) + tile.any(i % 8 == 9) + tile.all(i >= 0)"
        ) { _, _, _ in Double(0b1010_1010 + 1) },
        FunctionRow(
            "cg::reduce(tile, i, cg::plus<int>()) + 1000 * cg::reduce(warp, i, "
                + "cg::greater<int>())"
        ) { lane, _, _ in
            Double(lane / 8 * 64 + 28 + 31000)
        },
        FunctionRow(
            "cg::reduce(warp, i + 3, cg::less<int>()) + cg::reduce(warp, i, cg::bit_or<int>())"
        ) { _, _, _ in 34 },
        FunctionRow("cg::inclusive_scan(tile, 1) + 10 * cg::exclusive_scan(tile, 1)") { lane, _, _ in
            Double(lane % 8 + 1 + 10 * (lane % 8))
        },
        FunctionRow("cg::coalesced_threads().size() + cg::coalesced_threads().thread_rank()") { lane, _, _ in
            Double(32 + lane)
        },
        FunctionRow("(block.sync(), tile.sync(), staged[i])") { _, x, _ in x },
    ]
}
