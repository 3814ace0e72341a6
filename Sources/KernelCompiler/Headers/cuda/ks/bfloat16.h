// __nv_bfloat16 and __nv_bfloat162 with the functions of <cuda_bf16.h>.
#pragma once

struct __nv_bfloat16 {
    __bf16 ks_value;
    __nv_bfloat16() = default;
    KS_MEMBER constexpr __nv_bfloat16(float v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(double v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(int v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(unsigned v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(long v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(unsigned long v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(short v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(long long v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(unsigned long long v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER constexpr __nv_bfloat16(__bf16 v) : ks_value(v) {}
    KS_MEMBER constexpr operator float() const { return static_cast<float>(ks_value); }
};
struct __attribute__((aligned(4))) __nv_bfloat162 {
    __nv_bfloat16 x, y;
    __nv_bfloat162() = default;
    KS_MEMBER constexpr __nv_bfloat162(__nv_bfloat16 a, __nv_bfloat16 b) : x(a), y(b) {}
};
typedef __bf16 ks_bfloat_pair __attribute__((ext_vector_type(2)));
typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

// Arithmetic of single values.
KS_FN __nv_bfloat16 operator+(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(static_cast<__bf16>(a.ks_value + b.ks_value));
}
KS_FN __nv_bfloat16& operator+=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a + b; }
KS_FN __nv_bfloat16 operator-(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(static_cast<__bf16>(a.ks_value - b.ks_value));
}
KS_FN __nv_bfloat16& operator-=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a - b; }
KS_FN __nv_bfloat16 operator*(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(static_cast<__bf16>(a.ks_value * b.ks_value));
}
KS_FN __nv_bfloat16& operator*=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a * b; }
KS_FN __nv_bfloat16 operator/(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(static_cast<__bf16>(a.ks_value / b.ks_value));
}
KS_FN __nv_bfloat16& operator/=(__nv_bfloat16& a, __nv_bfloat16 b) { return a = a / b; }
KS_FN __nv_bfloat16 operator-(__nv_bfloat16 a) { return __nv_bfloat16(static_cast<__bf16>(-a.ks_value)); }
KS_FN bool operator==(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value == b.ks_value; }
KS_FN bool operator!=(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value != b.ks_value; }
KS_FN bool operator<(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value < b.ks_value; }
KS_FN bool operator>(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value > b.ks_value; }
KS_FN bool operator<=(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value <= b.ks_value; }
KS_FN bool operator>=(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value >= b.ks_value; }
KS_FN __nv_bfloat16 __hadd(__nv_bfloat16 a, __nv_bfloat16 b) { return a + b; }
KS_FN __nv_bfloat16 __hsub(__nv_bfloat16 a, __nv_bfloat16 b) { return a - b; }
KS_FN __nv_bfloat16 __hmul(__nv_bfloat16 a, __nv_bfloat16 b) { return a * b; }
KS_FN __nv_bfloat16 __hdiv(__nv_bfloat16 a, __nv_bfloat16 b) { return a / b; }
KS_FN __nv_bfloat16 __hadd_rn(__nv_bfloat16 a, __nv_bfloat16 b) { return a + b; }
KS_FN __nv_bfloat16 __hsub_rn(__nv_bfloat16 a, __nv_bfloat16 b) { return a - b; }
KS_FN __nv_bfloat16 __hmul_rn(__nv_bfloat16 a, __nv_bfloat16 b) { return a * b; }
KS_FN __nv_bfloat16 __hneg(__nv_bfloat16 a) { return -a; }
KS_FN __nv_bfloat16 __habs(__nv_bfloat16 a) {
    return __nv_bfloat16(static_cast<__bf16>(__builtin_elementwise_abs(a.ks_value)));
}
KS_FN __nv_bfloat16 __hfma(__nv_bfloat16 a, __nv_bfloat16 b, __nv_bfloat16 c) {
    return __nv_bfloat16(static_cast<__bf16>(__builtin_elementwise_fma(a.ks_value, b.ks_value, c.ks_value)));
}
KS_FN __nv_bfloat16 __hfma_sat(__nv_bfloat16 a, __nv_bfloat16 b, __nv_bfloat16 c) {
    const float v = __hfma(a, b, c);
    return __nv_bfloat16(__builtin_fminf(__builtin_fmaxf(v, 0.0f), 1.0f));
}
KS_FN __nv_bfloat16 __hadd_sat(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(__builtin_fminf(__builtin_fmaxf(float(a + b), 0.0f), 1.0f));
}
KS_FN __nv_bfloat16 __hmax(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(static_cast<__bf16>(__builtin_elementwise_max(a.ks_value, b.ks_value)));
}
KS_FN __nv_bfloat16 __hmin(__nv_bfloat16 a, __nv_bfloat16 b) {
    return __nv_bfloat16(static_cast<__bf16>(__builtin_elementwise_min(a.ks_value, b.ks_value)));
}
KS_FN bool __heq(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value == b.ks_value; }
KS_FN bool __hne(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value != b.ks_value; }
KS_FN bool __hlt(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value < b.ks_value; }
KS_FN bool __hgt(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value > b.ks_value; }
KS_FN bool __hle(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value <= b.ks_value; }
KS_FN bool __hge(__nv_bfloat16 a, __nv_bfloat16 b) { return a.ks_value >= b.ks_value; }
KS_FN bool __hisnan(__nv_bfloat16 a) { return a.ks_value != a.ks_value; }
KS_FN int __hisinf(__nv_bfloat16 a) {
    const float v = a;
    return v == __builtin_inff() ? 1 : v == -__builtin_inff() ? -1 : 0;
}
// Functions are computed in float and rounded once.
KS_FN __nv_bfloat16 hexp(__nv_bfloat16 a) { return __nv_bfloat16(__ks_exp_f32(float(a))); }
KS_FN __nv_bfloat16 hexp2(__nv_bfloat16 a) { return __nv_bfloat16(__ks_exp2_f32(float(a))); }
KS_FN __nv_bfloat16 hexp10(__nv_bfloat16 a) { return __nv_bfloat16(__ks_exp10_f32(float(a))); }
KS_FN __nv_bfloat16 hlog(__nv_bfloat16 a) { return __nv_bfloat16(__ks_log_f32(float(a))); }
KS_FN __nv_bfloat16 hlog2(__nv_bfloat16 a) { return __nv_bfloat16(__ks_log2_f32(float(a))); }
KS_FN __nv_bfloat16 hlog10(__nv_bfloat16 a) { return __nv_bfloat16(__ks_log10_f32(float(a))); }
KS_FN __nv_bfloat16 hsin(__nv_bfloat16 a) { return __nv_bfloat16(__ks_sin_f32(float(a))); }
KS_FN __nv_bfloat16 hcos(__nv_bfloat16 a) { return __nv_bfloat16(__ks_cos_f32(float(a))); }
KS_FN __nv_bfloat16 htanh(__nv_bfloat16 a) { return __nv_bfloat16(__ks_tanh_f32(float(a))); }
KS_FN __nv_bfloat16 hsqrt(__nv_bfloat16 a) { return __nv_bfloat16(__builtin_elementwise_sqrt(float(a))); }
KS_FN __nv_bfloat16 hrsqrt(__nv_bfloat16 a) { return __nv_bfloat16(__ks_rsqrt_f32(float(a))); }
KS_FN __nv_bfloat16 hfloor(__nv_bfloat16 a) { return __nv_bfloat16(__builtin_elementwise_floor(float(a))); }
KS_FN __nv_bfloat16 hceil(__nv_bfloat16 a) { return __nv_bfloat16(__builtin_elementwise_ceil(float(a))); }
KS_FN __nv_bfloat16 htrunc(__nv_bfloat16 a) { return __nv_bfloat16(__builtin_elementwise_trunc(float(a))); }
KS_FN __nv_bfloat16 hrint(__nv_bfloat16 a) { return __nv_bfloat16(__builtin_elementwise_rint(float(a))); }
KS_FN __nv_bfloat16 hrcp(__nv_bfloat16 a) { return __nv_bfloat16(1.0f / float(a)); }
// Pairs go through vectors of two, so that one instruction works on both.
KS_FN __nv_bfloat162 __hadd2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_bit_cast(ks_bfloat_pair, a) + __builtin_bit_cast(ks_bfloat_pair, b));
}
KS_FN __nv_bfloat162 __hsub2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_bit_cast(ks_bfloat_pair, a) - __builtin_bit_cast(ks_bfloat_pair, b));
}
KS_FN __nv_bfloat162 __hmul2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_bit_cast(ks_bfloat_pair, a) * __builtin_bit_cast(ks_bfloat_pair, b));
}
KS_FN __nv_bfloat162 __h2div(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_bit_cast(ks_bfloat_pair, a) / __builtin_bit_cast(ks_bfloat_pair, b));
}
KS_FN __nv_bfloat162 __hadd2_rn(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_bit_cast(ks_bfloat_pair, a) + __builtin_bit_cast(ks_bfloat_pair, b));
}
KS_FN __nv_bfloat162 __hmul2_rn(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_bit_cast(ks_bfloat_pair, a) * __builtin_bit_cast(ks_bfloat_pair, b));
}
KS_FN __nv_bfloat162 __hneg2(__nv_bfloat162 a) {
    return __builtin_bit_cast(__nv_bfloat162, -__builtin_bit_cast(ks_bfloat_pair, a));
}
KS_FN __nv_bfloat162 __habs2(__nv_bfloat162 a) { return __nv_bfloat162(__habs(a.x), __habs(a.y)); }
KS_FN __nv_bfloat162 __hfma2(__nv_bfloat162 a, __nv_bfloat162 b, __nv_bfloat162 c) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_elementwise_fma(__builtin_bit_cast(ks_bfloat_pair, a), __builtin_bit_cast(ks_bfloat_pair, b), __builtin_bit_cast(ks_bfloat_pair, c)));
}
KS_FN __nv_bfloat162 __hmax2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_elementwise_max(__builtin_bit_cast(ks_bfloat_pair, a), __builtin_bit_cast(ks_bfloat_pair, b)));
}
KS_FN __nv_bfloat162 __hmin2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __builtin_bit_cast(__nv_bfloat162, __builtin_elementwise_min(__builtin_bit_cast(ks_bfloat_pair, a), __builtin_bit_cast(ks_bfloat_pair, b)));
}
KS_FN __nv_bfloat162 __heq2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __nv_bfloat162(__nv_bfloat16(a.x == b.x ? 1.0f : 0.0f), __nv_bfloat16(a.y == b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbeq2(__nv_bfloat162 a, __nv_bfloat162 b) { return a.x == b.x && a.y == b.y; }
KS_FN __nv_bfloat162 __hne2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __nv_bfloat162(__nv_bfloat16(a.x != b.x ? 1.0f : 0.0f), __nv_bfloat16(a.y != b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbne2(__nv_bfloat162 a, __nv_bfloat162 b) { return a.x != b.x && a.y != b.y; }
KS_FN __nv_bfloat162 __hlt2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __nv_bfloat162(__nv_bfloat16(a.x < b.x ? 1.0f : 0.0f), __nv_bfloat16(a.y < b.y ? 1.0f : 0.0f));
}
KS_FN bool __hblt2(__nv_bfloat162 a, __nv_bfloat162 b) { return a.x < b.x && a.y < b.y; }
KS_FN __nv_bfloat162 __hgt2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __nv_bfloat162(__nv_bfloat16(a.x > b.x ? 1.0f : 0.0f), __nv_bfloat16(a.y > b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbgt2(__nv_bfloat162 a, __nv_bfloat162 b) { return a.x > b.x && a.y > b.y; }
KS_FN __nv_bfloat162 __hle2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __nv_bfloat162(__nv_bfloat16(a.x <= b.x ? 1.0f : 0.0f), __nv_bfloat16(a.y <= b.y ? 1.0f : 0.0f));
}
KS_FN bool __hble2(__nv_bfloat162 a, __nv_bfloat162 b) { return a.x <= b.x && a.y <= b.y; }
KS_FN __nv_bfloat162 __hge2(__nv_bfloat162 a, __nv_bfloat162 b) {
    return __nv_bfloat162(__nv_bfloat16(a.x >= b.x ? 1.0f : 0.0f), __nv_bfloat16(a.y >= b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbge2(__nv_bfloat162 a, __nv_bfloat162 b) { return a.x >= b.x && a.y >= b.y; }
KS_FN __nv_bfloat162 operator+(__nv_bfloat162 a, __nv_bfloat162 b) { return __hadd2(a, b); }
KS_FN __nv_bfloat162& operator+=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = __hadd2(a, b); }
KS_FN __nv_bfloat162 operator-(__nv_bfloat162 a, __nv_bfloat162 b) { return __hsub2(a, b); }
KS_FN __nv_bfloat162& operator-=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = __hsub2(a, b); }
KS_FN __nv_bfloat162 operator*(__nv_bfloat162 a, __nv_bfloat162 b) { return __hmul2(a, b); }
KS_FN __nv_bfloat162& operator*=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = __hmul2(a, b); }
KS_FN __nv_bfloat162 operator/(__nv_bfloat162 a, __nv_bfloat162 b) { return __h2div(a, b); }
KS_FN __nv_bfloat162& operator/=(__nv_bfloat162& a, __nv_bfloat162 b) { return a = __h2div(a, b); }
KS_FN __nv_bfloat162 h2exp(__nv_bfloat162 a) { return __nv_bfloat162(hexp(a.x), hexp(a.y)); }
KS_FN __nv_bfloat162 h2exp2(__nv_bfloat162 a) { return __nv_bfloat162(hexp2(a.x), hexp2(a.y)); }
KS_FN __nv_bfloat162 h2log(__nv_bfloat162 a) { return __nv_bfloat162(hlog(a.x), hlog(a.y)); }
KS_FN __nv_bfloat162 h2log2(__nv_bfloat162 a) { return __nv_bfloat162(hlog2(a.x), hlog2(a.y)); }
KS_FN __nv_bfloat162 h2sin(__nv_bfloat162 a) { return __nv_bfloat162(hsin(a.x), hsin(a.y)); }
KS_FN __nv_bfloat162 h2cos(__nv_bfloat162 a) { return __nv_bfloat162(hcos(a.x), hcos(a.y)); }
KS_FN __nv_bfloat162 h2sqrt(__nv_bfloat162 a) { return __nv_bfloat162(hsqrt(a.x), hsqrt(a.y)); }
KS_FN __nv_bfloat162 h2rsqrt(__nv_bfloat162 a) { return __nv_bfloat162(hrsqrt(a.x), hrsqrt(a.y)); }
KS_FN __nv_bfloat162 h2rcp(__nv_bfloat162 a) { return __nv_bfloat162(hrcp(a.x), hrcp(a.y)); }
KS_FN __nv_bfloat162 h2tanh(__nv_bfloat162 a) { return __nv_bfloat162(htanh(a.x), htanh(a.y)); }
KS_FN __nv_bfloat162 h2floor(__nv_bfloat162 a) { return __nv_bfloat162(hfloor(a.x), hfloor(a.y)); }
KS_FN __nv_bfloat162 h2ceil(__nv_bfloat162 a) { return __nv_bfloat162(hceil(a.x), hceil(a.y)); }
KS_FN __nv_bfloat16 __low2bfloat16(__nv_bfloat162 v) { return v.x; }
KS_FN __nv_bfloat16 __high2bfloat16(__nv_bfloat162 v) { return v.y; }
KS_FN float __low2float(__nv_bfloat162 v) { return v.x; }
KS_FN float __high2float(__nv_bfloat162 v) { return v.y; }
KS_FN __nv_bfloat162 __lows2bfloat162(__nv_bfloat162 a, __nv_bfloat162 b) { return __nv_bfloat162(a.x, b.x); }
KS_FN __nv_bfloat162 __highs2bfloat162(__nv_bfloat162 a, __nv_bfloat162 b) { return __nv_bfloat162(a.y, b.y); }
KS_FN __nv_bfloat162 __lowhigh2highlow(__nv_bfloat162 v) { return __nv_bfloat162(v.y, v.x); }
// Atomics: one compare-and-exchange of the word until it holds.
KS_FN __nv_bfloat162 atomicAdd(__nv_bfloat162* at, __nv_bfloat162 v) {
    unsigned* word = reinterpret_cast<unsigned*>(at);
    unsigned old = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &old, __builtin_bit_cast(unsigned, __hadd2(__builtin_bit_cast(__nv_bfloat162, old), v)), false, __ATOMIC_RELAXED,
        __ATOMIC_RELAXED)) {
    }
    return __builtin_bit_cast(__nv_bfloat162, old);
}
KS_FN __nv_bfloat16 atomicAdd(__nv_bfloat16* at, __nv_bfloat16 v) {
    unsigned short* word = reinterpret_cast<unsigned short*>(at);
    unsigned short old = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &old, __builtin_bit_cast(unsigned short, __hadd(__builtin_bit_cast(__nv_bfloat16, old), v)), false,
        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return __builtin_bit_cast(__nv_bfloat16, old);
}
// Conversions.
KS_FN __nv_bfloat16 __float2bfloat16(float x) { return __nv_bfloat16(x); }
KS_FN __nv_bfloat16 __float2bfloat16_rn(float x) { return __nv_bfloat16(x); }
KS_FN __nv_bfloat16 __double2bfloat16(double x) { return __nv_bfloat16(static_cast<float>(x)); }
KS_FN float __bfloat162float(__nv_bfloat16 x) { return x; }
KS_FN int __bfloat162int_rn(__nv_bfloat16 x) { return ks_to_integer<int>(__builtin_elementwise_rint(float(x))); }
KS_FN int __bfloat162int_rz(__nv_bfloat16 x) { return ks_to_integer<int>(__builtin_elementwise_trunc(float(x))); }
KS_FN __nv_bfloat16 __int2bfloat16_rn(int x) { return __nv_bfloat16(x); }
KS_FN unsigned short __bfloat16_as_ushort(__nv_bfloat16 x) { return __builtin_bit_cast(unsigned short, x); }
KS_FN short __bfloat16_as_short(__nv_bfloat16 x) { return __builtin_bit_cast(short, x); }
KS_FN __nv_bfloat16 __ushort_as_bfloat16(unsigned short x) { return __builtin_bit_cast(__nv_bfloat16, x); }
KS_FN __nv_bfloat16 __short_as_bfloat16(short x) { return __builtin_bit_cast(__nv_bfloat16, x); }
KS_FN __nv_bfloat162 make_bfloat162(__nv_bfloat16 x, __nv_bfloat16 y) { return __nv_bfloat162(x, y); }
KS_FN __nv_bfloat162 __halves2bfloat162(__nv_bfloat16 x, __nv_bfloat16 y) { return __nv_bfloat162(x, y); }
KS_FN __nv_bfloat162 __bfloat162bfloat162(__nv_bfloat16 x) { return __nv_bfloat162(x, x); }
KS_FN __nv_bfloat162 __low2bfloat162(__nv_bfloat162 v) { return __nv_bfloat162(v.x, v.x); }
KS_FN __nv_bfloat162 __high2bfloat162(__nv_bfloat162 v) { return __nv_bfloat162(v.y, v.y); }
KS_FN __nv_bfloat162 __float2bfloat162_rn(float x) { return __nv_bfloat162(__nv_bfloat16(x), __nv_bfloat16(x)); }
KS_FN __nv_bfloat162 __floats2bfloat162_rn(float x, float y) {
    return __nv_bfloat162(__nv_bfloat16(x), __nv_bfloat16(y));
}
KS_FN __nv_bfloat162 __float22bfloat162_rn(float2 v) {
    return __nv_bfloat162(__nv_bfloat16(v.x), __nv_bfloat16(v.y));
}
KS_FN float2 __bfloat1622float2(__nv_bfloat162 v) { return float2{v.x, v.y}; }
