// __half and __half2 with the functions of <cuda_fp16.h>.
#pragma once

struct __half {
    _Float16 ks_value;
    __half() = default;
    KS_MEMBER constexpr __half(float v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(double v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(int v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(unsigned v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(long v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(unsigned long v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(short v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(long long v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(unsigned long long v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(_Float16 v) : ks_value(v) {}
    KS_MEMBER constexpr operator float() const { return static_cast<float>(ks_value); }
};
struct __attribute__((aligned(4))) __half2 {
    __half x, y;
    __half2() = default;
    KS_MEMBER constexpr __half2(__half a, __half b) : x(a), y(b) {}
};
typedef _Float16 ks_pair __attribute__((ext_vector_type(2)));
typedef __half half;
typedef __half2 half2;

// Arithmetic of single values.
KS_FN __half operator+(__half a, __half b) { return __half(static_cast<_Float16>(a.ks_value + b.ks_value)); }
KS_FN __half& operator+=(__half& a, __half b) { return a = a + b; }
KS_FN __half operator-(__half a, __half b) { return __half(static_cast<_Float16>(a.ks_value - b.ks_value)); }
KS_FN __half& operator-=(__half& a, __half b) { return a = a - b; }
KS_FN __half operator*(__half a, __half b) { return __half(static_cast<_Float16>(a.ks_value * b.ks_value)); }
KS_FN __half& operator*=(__half& a, __half b) { return a = a * b; }
KS_FN __half operator/(__half a, __half b) { return __half(static_cast<_Float16>(a.ks_value / b.ks_value)); }
KS_FN __half& operator/=(__half& a, __half b) { return a = a / b; }
KS_FN __half operator-(__half a) { return __half(static_cast<_Float16>(-a.ks_value)); }
KS_FN bool operator==(__half a, __half b) { return a.ks_value == b.ks_value; }
KS_FN bool operator!=(__half a, __half b) { return a.ks_value != b.ks_value; }
KS_FN bool operator<(__half a, __half b) { return a.ks_value < b.ks_value; }
KS_FN bool operator>(__half a, __half b) { return a.ks_value > b.ks_value; }
KS_FN bool operator<=(__half a, __half b) { return a.ks_value <= b.ks_value; }
KS_FN bool operator>=(__half a, __half b) { return a.ks_value >= b.ks_value; }
KS_FN __half __hadd(__half a, __half b) { return a + b; }
KS_FN __half __hsub(__half a, __half b) { return a - b; }
KS_FN __half __hmul(__half a, __half b) { return a * b; }
KS_FN __half __hdiv(__half a, __half b) { return a / b; }
KS_FN __half __hadd_rn(__half a, __half b) { return a + b; }
KS_FN __half __hsub_rn(__half a, __half b) { return a - b; }
KS_FN __half __hmul_rn(__half a, __half b) { return a * b; }
KS_FN __half __hneg(__half a) { return -a; }
KS_FN __half __habs(__half a) { return __half(static_cast<_Float16>(__builtin_elementwise_abs(a.ks_value))); }
KS_FN __half __hfma(__half a, __half b, __half c) {
    return __half(static_cast<_Float16>(__builtin_elementwise_fma(a.ks_value, b.ks_value, c.ks_value)));
}
KS_FN __half __hfma_sat(__half a, __half b, __half c) {
    const float v = __hfma(a, b, c);
    return __half(__builtin_fminf(__builtin_fmaxf(v, 0.0f), 1.0f));
}
KS_FN __half __hadd_sat(__half a, __half b) {
    return __half(__builtin_fminf(__builtin_fmaxf(float(a + b), 0.0f), 1.0f));
}
KS_FN __half __hmax(__half a, __half b) {
    return __half(static_cast<_Float16>(__builtin_elementwise_max(a.ks_value, b.ks_value)));
}
KS_FN __half __hmin(__half a, __half b) {
    return __half(static_cast<_Float16>(__builtin_elementwise_min(a.ks_value, b.ks_value)));
}
KS_FN bool __heq(__half a, __half b) { return a.ks_value == b.ks_value; }
KS_FN bool __hne(__half a, __half b) { return a.ks_value != b.ks_value; }
KS_FN bool __hlt(__half a, __half b) { return a.ks_value < b.ks_value; }
KS_FN bool __hgt(__half a, __half b) { return a.ks_value > b.ks_value; }
KS_FN bool __hle(__half a, __half b) { return a.ks_value <= b.ks_value; }
KS_FN bool __hge(__half a, __half b) { return a.ks_value >= b.ks_value; }
KS_FN bool __hisnan(__half a) { return a.ks_value != a.ks_value; }
KS_FN int __hisinf(__half a) {
    const float v = a;
    return v == __builtin_inff() ? 1 : v == -__builtin_inff() ? -1 : 0;
}
// Functions are computed in float and rounded once.
KS_FN __half hexp(__half a) { return __half(__ks_exp_f32(float(a))); }
KS_FN __half hexp2(__half a) { return __half(__ks_exp2_f32(float(a))); }
KS_FN __half hexp10(__half a) { return __half(__ks_exp10_f32(float(a))); }
KS_FN __half hlog(__half a) { return __half(__ks_log_f32(float(a))); }
KS_FN __half hlog2(__half a) { return __half(__ks_log2_f32(float(a))); }
KS_FN __half hlog10(__half a) { return __half(__ks_log10_f32(float(a))); }
KS_FN __half hsin(__half a) { return __half(__ks_sin_f32(float(a))); }
KS_FN __half hcos(__half a) { return __half(__ks_cos_f32(float(a))); }
KS_FN __half htanh(__half a) { return __half(__ks_tanh_f32(float(a))); }
KS_FN __half hsqrt(__half a) { return __half(__builtin_elementwise_sqrt(float(a))); }
KS_FN __half hrsqrt(__half a) { return __half(__ks_rsqrt_f32(float(a))); }
KS_FN __half hfloor(__half a) { return __half(__builtin_elementwise_floor(float(a))); }
KS_FN __half hceil(__half a) { return __half(__builtin_elementwise_ceil(float(a))); }
KS_FN __half htrunc(__half a) { return __half(__builtin_elementwise_trunc(float(a))); }
KS_FN __half hrint(__half a) { return __half(__builtin_elementwise_rint(float(a))); }
KS_FN __half hrcp(__half a) { return __half(1.0f / float(a)); }
// Pairs go through vectors of two, so that one instruction works on both.
KS_FN __half2 __hadd2(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_bit_cast(ks_pair, a) + __builtin_bit_cast(ks_pair, b));
}
KS_FN __half2 __hsub2(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_bit_cast(ks_pair, a) - __builtin_bit_cast(ks_pair, b));
}
KS_FN __half2 __hmul2(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_bit_cast(ks_pair, a) * __builtin_bit_cast(ks_pair, b));
}
KS_FN __half2 __h2div(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_bit_cast(ks_pair, a) / __builtin_bit_cast(ks_pair, b));
}
KS_FN __half2 __hadd2_rn(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_bit_cast(ks_pair, a) + __builtin_bit_cast(ks_pair, b));
}
KS_FN __half2 __hmul2_rn(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_bit_cast(ks_pair, a) * __builtin_bit_cast(ks_pair, b));
}
KS_FN __half2 __hneg2(__half2 a) { return __builtin_bit_cast(__half2, -__builtin_bit_cast(ks_pair, a)); }
KS_FN __half2 __habs2(__half2 a) { return __half2(__habs(a.x), __habs(a.y)); }
KS_FN __half2 __hfma2(__half2 a, __half2 b, __half2 c) {
    return __builtin_bit_cast(__half2, __builtin_elementwise_fma(__builtin_bit_cast(ks_pair, a), __builtin_bit_cast(ks_pair, b), __builtin_bit_cast(ks_pair, c)));
}
KS_FN __half2 __hmax2(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_elementwise_max(__builtin_bit_cast(ks_pair, a), __builtin_bit_cast(ks_pair, b)));
}
KS_FN __half2 __hmin2(__half2 a, __half2 b) {
    return __builtin_bit_cast(__half2, __builtin_elementwise_min(__builtin_bit_cast(ks_pair, a), __builtin_bit_cast(ks_pair, b)));
}
KS_FN __half2 __heq2(__half2 a, __half2 b) {
    return __half2(__half(a.x == b.x ? 1.0f : 0.0f), __half(a.y == b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbeq2(__half2 a, __half2 b) { return a.x == b.x && a.y == b.y; }
KS_FN __half2 __hne2(__half2 a, __half2 b) {
    return __half2(__half(a.x != b.x ? 1.0f : 0.0f), __half(a.y != b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbne2(__half2 a, __half2 b) { return a.x != b.x && a.y != b.y; }
KS_FN __half2 __hlt2(__half2 a, __half2 b) {
    return __half2(__half(a.x < b.x ? 1.0f : 0.0f), __half(a.y < b.y ? 1.0f : 0.0f));
}
KS_FN bool __hblt2(__half2 a, __half2 b) { return a.x < b.x && a.y < b.y; }
KS_FN __half2 __hgt2(__half2 a, __half2 b) {
    return __half2(__half(a.x > b.x ? 1.0f : 0.0f), __half(a.y > b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbgt2(__half2 a, __half2 b) { return a.x > b.x && a.y > b.y; }
KS_FN __half2 __hle2(__half2 a, __half2 b) {
    return __half2(__half(a.x <= b.x ? 1.0f : 0.0f), __half(a.y <= b.y ? 1.0f : 0.0f));
}
KS_FN bool __hble2(__half2 a, __half2 b) { return a.x <= b.x && a.y <= b.y; }
KS_FN __half2 __hge2(__half2 a, __half2 b) {
    return __half2(__half(a.x >= b.x ? 1.0f : 0.0f), __half(a.y >= b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbge2(__half2 a, __half2 b) { return a.x >= b.x && a.y >= b.y; }
KS_FN __half2 operator+(__half2 a, __half2 b) { return __hadd2(a, b); }
KS_FN __half2& operator+=(__half2& a, __half2 b) { return a = __hadd2(a, b); }
KS_FN __half2 operator-(__half2 a, __half2 b) { return __hsub2(a, b); }
KS_FN __half2& operator-=(__half2& a, __half2 b) { return a = __hsub2(a, b); }
KS_FN __half2 operator*(__half2 a, __half2 b) { return __hmul2(a, b); }
KS_FN __half2& operator*=(__half2& a, __half2 b) { return a = __hmul2(a, b); }
KS_FN __half2 operator/(__half2 a, __half2 b) { return __h2div(a, b); }
KS_FN __half2& operator/=(__half2& a, __half2 b) { return a = __h2div(a, b); }
KS_FN __half2 h2exp(__half2 a) { return __half2(hexp(a.x), hexp(a.y)); }
KS_FN __half2 h2exp2(__half2 a) { return __half2(hexp2(a.x), hexp2(a.y)); }
KS_FN __half2 h2log(__half2 a) { return __half2(hlog(a.x), hlog(a.y)); }
KS_FN __half2 h2log2(__half2 a) { return __half2(hlog2(a.x), hlog2(a.y)); }
KS_FN __half2 h2sin(__half2 a) { return __half2(hsin(a.x), hsin(a.y)); }
KS_FN __half2 h2cos(__half2 a) { return __half2(hcos(a.x), hcos(a.y)); }
KS_FN __half2 h2sqrt(__half2 a) { return __half2(hsqrt(a.x), hsqrt(a.y)); }
KS_FN __half2 h2rsqrt(__half2 a) { return __half2(hrsqrt(a.x), hrsqrt(a.y)); }
KS_FN __half2 h2rcp(__half2 a) { return __half2(hrcp(a.x), hrcp(a.y)); }
KS_FN __half2 h2tanh(__half2 a) { return __half2(htanh(a.x), htanh(a.y)); }
KS_FN __half2 h2floor(__half2 a) { return __half2(hfloor(a.x), hfloor(a.y)); }
KS_FN __half2 h2ceil(__half2 a) { return __half2(hceil(a.x), hceil(a.y)); }
KS_FN __half __low2half(__half2 v) { return v.x; }
KS_FN __half __high2half(__half2 v) { return v.y; }
KS_FN float __low2float(__half2 v) { return v.x; }
KS_FN float __high2float(__half2 v) { return v.y; }
KS_FN __half2 __lows2half2(__half2 a, __half2 b) { return __half2(a.x, b.x); }
KS_FN __half2 __highs2half2(__half2 a, __half2 b) { return __half2(a.y, b.y); }
KS_FN __half2 __lowhigh2highlow(__half2 v) { return __half2(v.y, v.x); }
// Atomics: one compare-and-exchange of the word until it holds.
KS_FN __half2 atomicAdd(__half2* at, __half2 v) {
    unsigned* word = reinterpret_cast<unsigned*>(at);
    unsigned old = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &old, __builtin_bit_cast(unsigned, __hadd2(__builtin_bit_cast(__half2, old), v)), false, __ATOMIC_RELAXED,
        __ATOMIC_RELAXED)) {
    }
    return __builtin_bit_cast(__half2, old);
}
KS_FN __half atomicAdd(__half* at, __half v) {
    unsigned short* word = reinterpret_cast<unsigned short*>(at);
    unsigned short old = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &old, __builtin_bit_cast(unsigned short, __hadd(__builtin_bit_cast(__half, old), v)), false,
        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return __builtin_bit_cast(__half, old);
}
// Conversions.
KS_FN __half __float2half(float x) { return __half(x); }
KS_FN __half __float2half_rn(float x) { return __half(x); }
KS_FN __half __double2half(double x) { return __half(x); }
KS_FN float __half2float(__half x) { return x; }
#define KS_INTEGERS(NAME, T)                                                                                           \
    KS_FN T __half2##NAME##_rn(__half x) { return ks_to_integer<T>(__builtin_elementwise_rint(float(x))); }            \
    KS_FN T __half2##NAME##_rz(__half x) { return ks_to_integer<T>(__builtin_elementwise_trunc(float(x))); }           \
    KS_FN T __half2##NAME##_ru(__half x) { return ks_to_integer<T>(__builtin_elementwise_ceil(float(x))); }            \
    KS_FN T __half2##NAME##_rd(__half x) { return ks_to_integer<T>(__builtin_elementwise_floor(float(x))); }           \
    KS_FN __half __##NAME##2half_rn(T x) { return __half(x); }
KS_INTEGERS(int, int)
KS_INTEGERS(uint, unsigned)
KS_INTEGERS(short, short)
#undef KS_INTEGERS
KS_FN short __half_as_short(__half x) { return __builtin_bit_cast(short, x); }
KS_FN unsigned short __half_as_ushort(__half x) { return __builtin_bit_cast(unsigned short, x); }
KS_FN __half __short_as_half(short x) { return __builtin_bit_cast(__half, x); }
KS_FN __half __ushort_as_half(unsigned short x) { return __builtin_bit_cast(__half, x); }
KS_FN __half2 make_half2(__half x, __half y) { return __half2(x, y); }
KS_FN __half2 __halves2half2(__half x, __half y) { return __half2(x, y); }
KS_FN __half2 __half2half2(__half x) { return __half2(x, x); }
KS_FN __half2 __low2half2(__half2 v) { return __half2(v.x, v.x); }
KS_FN __half2 __high2half2(__half2 v) { return __half2(v.y, v.y); }
KS_FN __half2 __float2half2_rn(float x) { return __half2(__half(x), __half(x)); }
KS_FN __half2 __floats2half2_rn(float x, float y) { return __half2(__half(x), __half(y)); }
KS_FN __half2 __float22half2_rn(float2 v) { return __half2(__half(v.x), __half(v.y)); }
KS_FN float2 __half22float2(__half2 v) { return float2{v.x, v.y}; }
