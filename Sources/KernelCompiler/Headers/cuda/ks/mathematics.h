// Mathematics in float and double, and the fast intrinsics.
#pragma once

// Mathematics: `f` names in float, plain names in both precisions.
#define KS_UNARY(NAME)                                                                                                 \
    KS_FN float NAME##f(float x) { return __ks_##NAME##_f32(x); }                                                      \
    KS_FN float NAME(float x) { return __ks_##NAME##_f32(x); }                                                         \
    KS_FN double NAME(double x) { return __ks_##NAME##_f64(x); }
// `log2f` is exact to an ulp where `lg2.approx` and what is made of it are one instruction.
#define __ks_log2_f32 __ks_precise_log2_f32
KS_EACH_UNARY(KS_UNARY)
#undef __ks_log2_f32
#undef KS_UNARY
#define KS_WRITTEN(NAME)                                                                                               \
    KS_FN float NAME##f(float x) { return __ks_##NAME##_f32(x); }                                                      \
    KS_FN float NAME(float x) { return __ks_##NAME##_f32(x); }                                                         \
    KS_FN double NAME(double x) { return ks_##NAME##_f64(x); }
KS_EACH_WRITTEN(KS_WRITTEN)
#undef KS_WRITTEN
KS_FN float erfcf(float x) { return __ks_erfc_f32(x); }
KS_FN float erfc(float x) { return __ks_erfc_f32(x); }
KS_FN float lgammaf(float x) { return static_cast<float>(ks_lgamma_f64(x)); }
KS_FN float tgammaf(float x) { return static_cast<float>(ks_tgamma_f64(x)); }
KS_FN double lgamma(double x) { return ks_lgamma_f64(x); }
KS_FN double tgamma(double x) { return ks_tgamma_f64(x); }
#define KS_BINARY(NAME)                                                                                                \
    KS_FN float NAME##f(float x, float y) { return __ks_##NAME##_f32(x, y); }                                          \
    KS_FN float NAME(float x, float y) { return __ks_##NAME##_f32(x, y); }                                             \
    KS_FN double NAME(double x, double y) { return __ks_##NAME##_f64(x, y); }
KS_EACH_BINARY(KS_BINARY)
#undef KS_BINARY
#define KS_EXACT(NAME)                                                                                                 \
    KS_FN float NAME##f(float x) { return __builtin_elementwise_##NAME(x); }                                           \
    KS_FN float NAME(float x) { return __builtin_elementwise_##NAME(x); }                                              \
    KS_FN double NAME(double x) { return __builtin_elementwise_##NAME(x); }
KS_EXACT(sqrt)
KS_EXACT(floor)
KS_EXACT(ceil)
KS_EXACT(trunc)
KS_EXACT(rint)
KS_EXACT(nearbyint)
KS_EXACT(round)
#undef KS_EXACT
KS_FN float fabsf(float x) { return __builtin_fabsf(x); }
KS_FN float fabs(float x) { return __builtin_fabsf(x); }
KS_FN double fabs(double x) { return __builtin_fabs(x); }
KS_FN float abs(float x) { return __builtin_fabsf(x); }
KS_FN double abs(double x) { return __builtin_fabs(x); }
KS_FN int abs(int x) { return __builtin_elementwise_abs(x); }
KS_FN long long llabs(long long x) { return __builtin_elementwise_abs(x); }
KS_FN float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_FN float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_FN double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
KS_FN float fminf(float a, float b) { return __builtin_fminf(a, b); }
KS_FN float fmaxf(float a, float b) { return __builtin_fmaxf(a, b); }
KS_FN float fmin(float a, float b) { return __builtin_fminf(a, b); }
KS_FN float fmax(float a, float b) { return __builtin_fmaxf(a, b); }
KS_FN double fmin(double a, double b) { return __builtin_fmin(a, b); }
KS_FN double fmax(double a, double b) { return __builtin_fmax(a, b); }
KS_FN float copysignf(float a, float b) { return __builtin_copysignf(a, b); }
KS_FN double copysign(double a, double b) { return __builtin_copysign(a, b); }
KS_FN float ldexpf(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float ldexp(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float scalbnf(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float scalblnf(float x, long k) {
    return __builtin_ldexpf(x, static_cast<int>(k < -400 ? -400 : k > 400 ? 400 : k));
}
KS_FN float fdimf(float a, float b) { return a > b ? a - b : a <= b ? 0.0f : a + b; }
KS_FN float sinpif(float x) { return __ks_precise_sinpi_f32(x); }
KS_FN float cospif(float x) { return __ks_precise_cospi_f32(x); }
KS_FN void sincospif(float x, float* s, float* c) {
    *s = sinpif(x);
    *c = cospif(x);
}
// Lengths are summed in double, where no square of a float overflows.
KS_FN double ks_square(float x) { return static_cast<double>(x) * static_cast<double>(x); }
KS_FN float hypotf(float x, float y) {
    return static_cast<float>(__builtin_elementwise_sqrt(ks_square(x) + ks_square(y)));
}
KS_FN float rhypotf(float x, float y) {
    return static_cast<float>(1.0 / __builtin_elementwise_sqrt(ks_square(x) + ks_square(y)));
}
KS_FN float norm3df(float a, float b, float c) {
    return static_cast<float>(__builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c)));
}
KS_FN float norm4df(float a, float b, float c, float d) {
    return static_cast<float>(__builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c) + ks_square(d)));
}
KS_FN float rnorm3df(float a, float b, float c) {
    return static_cast<float>(1.0 / __builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c)));
}
KS_FN float rnorm4df(float a, float b, float c, float d) {
    return static_cast<float>(
        1.0 / __builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c) + ks_square(d)));
}
KS_FN float normf(int count, const float* values) {
    double sum = 0.0;
    for (int i = 0; i < count; ++i) sum += ks_square(values[i]);
    return static_cast<float>(__builtin_elementwise_sqrt(sum));
}
KS_FN float rcbrtf(float x) { return 1.0f / __ks_cbrt_f32(x); }
KS_FN float normcdff(float x) {
    return 0.5f * __ks_erfc_f32(x * -0.70710678118654752440f);
}
// A start that is right to two digits, then Newton's steps in double.
KS_FN float erfinvf(float x) {
    const float size = __builtin_fabsf(x);
    if (!(size < 1.0f)) return size == 1.0f ? x * __builtin_inff() : __builtin_nanf("");
    const double y = static_cast<double>(x), l = __ks_log_f64((1.0 - y) * (1.0 + y));
    const double a = 4.3307467508 + l * 0.5;
    double r = __builtin_elementwise_sqrt(__builtin_elementwise_sqrt(a * a - l * 6.802721) - a);
    if (x < 0.0f) r = -r;
    for (int i = 0; i < 3; ++i)
        r -= (__ks_erf_f64(r) - y) * 0.88622692545275801365 * __ks_exp_f64(r * r);
    return static_cast<float>(r);
}
KS_FN float modff(float x, float* whole) {
    *whole = __builtin_elementwise_trunc(x);
    const float part = __builtin_fabsf(x) == __builtin_inff() ? 0.0f : x - *whole;
    return __builtin_copysignf(part, x);
}
KS_FN float frexpf(float x, int* exponent) {
    unsigned bits = __builtin_bit_cast(unsigned, x);
    int scale = 0;
    *exponent = 0;
    if (x == 0.0f || (bits & 0x7f800000u) == 0x7f800000u) return x;
    if ((bits & 0x7f800000u) == 0) {
        bits = __builtin_bit_cast(unsigned, x * 16777216.0f);
        scale = 24;
    }
    *exponent = static_cast<int>((bits >> 23) & 0xffu) - 126 - scale;
    return __builtin_bit_cast(float, (bits & 0x807fffffu) | 0x3f000000u);
}
KS_FN int ilogbf(float x) {
    int exponent;
    frexpf(x, &exponent);
    return x == 0.0f || x != x ? INT_MIN : __builtin_fabsf(x) == __builtin_inff() ? INT_MAX : exponent - 1;
}
KS_FN float logbf(float x) {
    return x == 0.0f ? -__builtin_inff() : x - x != 0.0f ? x * x : static_cast<float>(ilogbf(x));
}
KS_FN float nextafterf(float x, float y) {
    if (x != x || y != y) return x + y;
    if (x == y) return y;
    if (x == 0.0f) return __builtin_copysignf(1.40129846e-45f, y);
    return __builtin_bit_cast(float, __builtin_bit_cast(int, x) + (((x < y) == (x > 0.0f)) ? 1 : -1));
}
KS_FN float remainderf(float x, float y) {
    const float a = __builtin_fabsf(x), b = __builtin_fabsf(y);
    const float rest = __ks_fmod_f32(a, b);
    const bool odd = __ks_fmod_f32(a, 2.0f * b) >= b;
    const float twice = 2.0f * rest;
    const float result = twice > b || (twice == b && odd) ? rest - b : rest;
    return __builtin_copysignf(1.0f, x) * result;
}
KS_FN float nanf(const char*) { return __builtin_nanf(""); }
KS_FN bool signbit(float x) { return (__builtin_bit_cast(unsigned, x) >> 31) != 0; }
KS_FN long lrintf(float x) { return static_cast<long>(__builtin_elementwise_rint(x)); }
KS_FN long lroundf(float x) { return static_cast<long>(__builtin_elementwise_round(x)); }
KS_FN long long llrintf(float x) { return static_cast<long long>(__builtin_elementwise_rint(x)); }
KS_FN long long llroundf(float x) { return static_cast<long long>(__builtin_elementwise_round(x)); }
KS_FN float fdividef(float x, float y) { return __ks_fast_div_f32(x, y); }
KS_FN void sincosf(float x, float* s, float* c) {
    *s = __ks_sin_f32(x);
    *c = __ks_cos_f32(x);
}
KS_FN bool isnan(float x) { return x != x; }
KS_FN bool isinf(float x) { return __builtin_fabsf(x) == __builtin_inff(); }
KS_FN bool isfinite(float x) { return __builtin_fabsf(x) < __builtin_inff(); }

// Fast intrinsics: one hardware instruction and what leads to it.
KS_FN float __expf(float x) { return __ks_exp2_f32(x * 1.4426950408889634f); }
KS_FN float __exp10f(float x) { return __ks_exp2_f32(x * 3.3219280948873623f); }
KS_FN float __logf(float x) { return __ks_log2_f32(x) * 0.69314718055994531f; }
KS_FN float __log2f(float x) { return __ks_log2_f32(x); }
KS_FN float __log10f(float x) { return __ks_log2_f32(x) * 0.30102999566398120f; }
KS_FN float __sinf(float x) { return __ks_fast_sin_f32(x); }
KS_FN float __cosf(float x) { return __ks_fast_cos_f32(x); }
KS_FN float __tanf(float x) { return __ks_fast_sin_f32(x) / __ks_fast_cos_f32(x); }
KS_FN float __tanhf(float x) { return __ks_fast_tanh_f32(x); }
KS_FN float __powf(float x, float y) { return __ks_exp2_f32(y * __ks_log2_f32(x)); }
KS_FN float __fdividef(float x, float y) { return __ks_fast_div_f32(x, y); }
KS_FN void __sincosf(float x, float* s, float* c) {
    *s = __ks_fast_sin_f32(x);
    *c = __ks_fast_cos_f32(x);
}
KS_FN float __frcp_rn(float x) { return 1.0f / x; }
KS_FN float __fsqrt_rn(float x) { return __builtin_elementwise_sqrt(x); }
KS_FN float __frsqrt_rn(float x) { return __ks_rsqrt_f32(x); }
KS_FN float __fadd_rn(float a, float b) {
#pragma clang fp contract(off)
    return a + b;
}
KS_FN float __fsub_rn(float a, float b) {
#pragma clang fp contract(off)
    return a - b;
}
KS_FN float __fmul_rn(float a, float b) {
#pragma clang fp contract(off)
    return a * b;
}
KS_FN float __fdiv_rn(float a, float b) { return a / b; }
KS_FN float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_FN float __saturatef(float x) { return __builtin_fminf(__builtin_fmaxf(x, 0.0f), 1.0f); }
