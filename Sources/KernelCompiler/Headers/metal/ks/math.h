// <metal_math>, <metal_common>, <metal_relational>, <metal_geometric>.
//
// A function of a vector is the function of each element. Half and bfloat are computed in float and rounded once.
#pragma once

#define KS_WIDTHS(M, T) M(T, T##2, 2) M(T, T##3, 3) M(T, T##4, 4)
#define KS_EACH2(F, ...) {F(0, __VA_ARGS__), F(1, __VA_ARGS__)}
#define KS_EACH3(F, ...) {F(0, __VA_ARGS__), F(1, __VA_ARGS__), F(2, __VA_ARGS__)}
#define KS_EACH4(F, ...) {F(0, __VA_ARGS__), F(1, __VA_ARGS__), F(2, __VA_ARGS__), F(3, __VA_ARGS__)}
#define KS_AT1(I, NAME, A) NAME(A[I])
#define KS_AT2(I, NAME, A, B) NAME(A[I], B[I])

// A vector of N elements from an expression of each.
#define KS_ELEMENTS(F, ...)                                                                                            \
    if constexpr (N == 2) return vec<T, N> KS_EACH2(F, __VA_ARGS__);                                                   \
    else if constexpr (N == 3) return vec<T, N> KS_EACH3(F, __VA_ARGS__);                                              \
    else return vec<T, N> KS_EACH4(F, __VA_ARGS__);

// Our bfloat functions are templates, so that a text may define its own ones of the same names, as MLX does, and win.
template <typename B>
using ks_if_bfloat = metal::enable_if_t<__is_same(B, bfloat), int>;
#define KS_BFLOAT_ONLY template <typename B, ks_if_bfloat<B> = 0>

// A unary function from its float form. Vectors are one template, since every overload is read at every compile;
// functions of several arguments have an overload each, so that a scalar may stand for a vector.
#define KS_UNARY(NAME, EXPRESSION)                                                                                     \
    KS_FN float NAME(float x) { return EXPRESSION; }                                                                   \
    KS_FN half NAME(half x) { return static_cast<half>(NAME(static_cast<float>(x))); }                                 \
    KS_BFLOAT_ONLY KS_FN B NAME(B x) { return static_cast<B>(NAME(static_cast<float>(x))); }                           \
    template <typename T, int N>                                                                                       \
    KS_FN vec<T, N> NAME(vec<T, N> a) {                                                                                \
        KS_ELEMENTS(KS_AT1, NAME, a)                                                                                   \
    }
#define KS_BINARY_VECTOR(NAME, T, N)                                                                                   \
    KS_FN T##N NAME(T##N a, T##N b) { return T##N KS_EACH##N(KS_AT2, NAME, a, b); }
#define KS_BINARY(NAME, EXPRESSION)                                                                                    \
    KS_FN float NAME(float x, float y) { return EXPRESSION; }                                                          \
    KS_FN half NAME(half x, half y) {                                                                                  \
        return static_cast<half>(NAME(static_cast<float>(x), static_cast<float>(y)));                                  \
    }                                                                                                                  \
    KS_BFLOAT_ONLY KS_FN B NAME(B x, B y) {                                                                            \
        return static_cast<B>(NAME(static_cast<float>(x), static_cast<float>(y)));                                     \
    }                                                                                                                  \
    KS_BINARY_VECTOR(NAME, float, 2)                                                                                   \
    KS_BINARY_VECTOR(NAME, float, 3)                                                                                   \
    KS_BINARY_VECTOR(NAME, float, 4)                                                                                   \
    KS_BINARY_VECTOR(NAME, half, 2)                                                                                    \
    KS_BINARY_VECTOR(NAME, half, 3)                                                                                    \
    KS_BINARY_VECTOR(NAME, half, 4)

// Functions that are one LLVM intrinsic on scalars and vectors of every floating type.
#define KS_FLOATING(M)                                                                                                 \
    M(, float) M(, float2) M(, float3) M(, float4) M(, half) M(, half2) M(, half3) M(, half4) M(KS_BFLOAT_ONLY, B)

namespace metal {

#define KS_EXACT(PREFIX, T)                                                                                            \
    PREFIX KS_FN T sqrt(T x) { return __builtin_elementwise_sqrt(x); }                                                 \
    PREFIX KS_FN T fabs(T x) { return __builtin_elementwise_abs(x); }                                                  \
    PREFIX KS_FN T abs(T x) { return __builtin_elementwise_abs(x); }                                                   \
    PREFIX KS_FN T floor(T x) { return __builtin_elementwise_floor(x); }                                               \
    PREFIX KS_FN T ceil(T x) { return __builtin_elementwise_ceil(x); }                                                 \
    PREFIX KS_FN T trunc(T x) { return __builtin_elementwise_trunc(x); }                                               \
    PREFIX KS_FN T rint(T x) { return __builtin_elementwise_rint(x); }                                                 \
    PREFIX KS_FN T round(T x) { return __builtin_elementwise_round(x); }                                               \
    PREFIX KS_FN T fract(T x) { return x - __builtin_elementwise_floor(x); }                                           \
    PREFIX KS_FN T fma(T a, T b, T c) { return __builtin_elementwise_fma(a, b, c); }                                   \
    PREFIX KS_FN T mad(T a, T b, T c) { return __builtin_elementwise_fma(a, b, c); }                                   \
    PREFIX KS_FN T fmin(T a, T b) { return __builtin_elementwise_min(a, b); }                                          \
    PREFIX KS_FN T fmax(T a, T b) { return __builtin_elementwise_max(a, b); }                                          \
    PREFIX KS_FN T min(T a, T b) { return __builtin_elementwise_min(a, b); }                                           \
    PREFIX KS_FN T max(T a, T b) { return __builtin_elementwise_max(a, b); }                                           \
    PREFIX KS_FN T fdim(T a, T b) { return __builtin_elementwise_max(a - b, static_cast<T>(0)); }                      \
    PREFIX KS_FN T copysign(T a, T b) { return __builtin_elementwise_copysign(a, b); }                                 \
    PREFIX KS_FN T clamp(T x, T low, T high) {                                                                         \
        return __builtin_elementwise_min(__builtin_elementwise_max(x, low), high);                                     \
    }                                                                                                                  \
    PREFIX KS_FN T saturate(T x) {                                                                                     \
        return __builtin_elementwise_min(__builtin_elementwise_max(x, static_cast<T>(0)), static_cast<T>(1));          \
    }                                                                                                                  \
    PREFIX KS_FN T mix(T a, T b, T t) { return a + (b - a) * t; }                                                      \
    PREFIX KS_FN T smoothstep(T low, T high, T x) {                                                                    \
        T part = (x - low) / (high - low);                                                                             \
        T t = __builtin_elementwise_min(__builtin_elementwise_max(part, static_cast<T>(0)), static_cast<T>(1));        \
        return t * t * (static_cast<T>(3) - static_cast<T>(2) * t);                                                    \
    }                                                                                                                  \
    PREFIX KS_FN T fmin3(T a, T b, T c) { return __builtin_elementwise_min(a, __builtin_elementwise_min(b, c)); }      \
    PREFIX KS_FN T fmax3(T a, T b, T c) { return __builtin_elementwise_max(a, __builtin_elementwise_max(b, c)); }      \
    PREFIX KS_FN T fmedian3(T a, T b, T c) {                                                                           \
        T low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b);                               \
        return __builtin_elementwise_max(low, __builtin_elementwise_min(high, c));                                     \
    }                                                                                                                  \
    PREFIX KS_FN T min3(T a, T b, T c) { return __builtin_elementwise_min(a, __builtin_elementwise_min(b, c)); }       \
    PREFIX KS_FN T max3(T a, T b, T c) { return __builtin_elementwise_max(a, __builtin_elementwise_max(b, c)); }       \
    PREFIX KS_FN T median3(T a, T b, T c) {                                                                            \
        T low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b);                               \
        return __builtin_elementwise_max(low, __builtin_elementwise_min(high, c));                                     \
    }
KS_FLOATING(KS_EXACT)
#undef KS_EXACT
// The few that vectors of bfloat need.
template <int N>
KS_FN vec<bfloat, N> min(vec<bfloat, N> a, vec<bfloat, N> b) {
    return __builtin_elementwise_min(a, b);
}
template <int N>
KS_FN vec<bfloat, N> max(vec<bfloat, N> a, vec<bfloat, N> b) {
    return __builtin_elementwise_max(a, b);
}
template <int N>
KS_FN vec<bfloat, N> abs(vec<bfloat, N> a) {
    return __builtin_elementwise_abs(a);
}
template <int N>
KS_FN vec<bfloat, N> fma(vec<bfloat, N> a, vec<bfloat, N> b, vec<bfloat, N> c) {
    return __builtin_elementwise_fma(a, b, c);
}

namespace precise {
KS_UNARY(exp, __ks_exp_f32(x))
KS_UNARY(exp2, __ks_exp2_f32(x))
KS_UNARY(exp10, __ks_exp10_f32(x))
KS_UNARY(log, __ks_log_f32(x))
KS_UNARY(log2, __ks_log2_f32(x))
KS_UNARY(log10, __ks_log10_f32(x))
KS_UNARY(sin, __ks_sin_f32(x))
KS_UNARY(cos, __ks_cos_f32(x))
KS_UNARY(tan, __ks_tan_f32(x))
KS_UNARY(asin, __ks_asin_f32(x))
KS_UNARY(acos, __ks_acos_f32(x))
KS_UNARY(atan, __ks_atan_f32(x))
KS_UNARY(sinh, __ks_sinh_f32(x))
KS_UNARY(cosh, __ks_cosh_f32(x))
KS_UNARY(tanh, __ks_tanh_f32(x))
KS_UNARY(asinh, __ks_asinh_f32(x))
KS_UNARY(acosh, __ks_acosh_f32(x))
KS_UNARY(atanh, __ks_atanh_f32(x))
KS_UNARY(sinpi, __ks_sin_f32(x * M_PI_F))
KS_UNARY(cospi, __ks_cos_f32(x * M_PI_F))
KS_UNARY(tanpi, __ks_tan_f32(x * M_PI_F))
KS_UNARY(rsqrt, 1.0f / __builtin_sqrtf(x))
KS_BINARY(pow, __ks_pow_f32(x, y))
KS_BINARY(powr, __ks_pow_f32(x, y))
KS_BINARY(atan2, __ks_atan2_f32(x, y))
KS_BINARY(fmod, __ks_fmod_f32(x, y))
KS_BINARY(divide, x / y)
using metal::abs;
using metal::ceil;
using metal::clamp;
using metal::copysign;
using metal::fabs;
using metal::floor;
using metal::fma;
using metal::fmax;
using metal::fmin;
using metal::fract;
using metal::max;
using metal::min;
using metal::mix;
using metal::rint;
using metal::round;
using metal::saturate;
using metal::sqrt;
using metal::trunc;
}  // namespace precise

// What the hardware runs under Metal's default, fast math.
namespace fast {
KS_UNARY(exp, __ks_exp2_f32(x * M_LOG2E_F))
KS_UNARY(exp2, __ks_exp2_f32(x))
KS_UNARY(exp10, __ks_exp2_f32(x * 3.32192809488736234787f))
KS_UNARY(log, __ks_log2_f32(x) * M_LN2_F)
KS_UNARY(log2, __ks_log2_f32(x))
KS_UNARY(log10, __ks_log2_f32(x) * 0.30102999566398119521f)
KS_UNARY(sin, __ks_fast_sin_f32(x))
KS_UNARY(cos, __ks_fast_cos_f32(x))
KS_UNARY(tan, __ks_fast_sin_f32(x) / __ks_fast_cos_f32(x))
KS_UNARY(sinpi, __ks_fast_sin_f32(x * M_PI_F))
KS_UNARY(cospi, __ks_fast_cos_f32(x * M_PI_F))
KS_UNARY(tanpi, __ks_fast_sin_f32(x * M_PI_F) / __ks_fast_cos_f32(x * M_PI_F))
KS_UNARY(rsqrt, __ks_rsqrt_f32(x))
KS_BINARY(powr, __ks_exp2_f32(y * __ks_log2_f32(x)))
KS_BINARY(divide, __ks_fast_div_f32(x, y))
using precise::acos;
using precise::acosh;
using precise::asin;
using precise::asinh;
using precise::atan;
using precise::atan2;
using precise::atanh;
using precise::cosh;
using precise::fmod;
using precise::pow;
using precise::sinh;
using precise::tanh;
using metal::abs;
using metal::ceil;
using metal::clamp;
using metal::copysign;
using metal::fabs;
using metal::floor;
using metal::fma;
using metal::fmax;
using metal::fmin;
using metal::fract;
using metal::max;
using metal::min;
using metal::mix;
using metal::rint;
using metal::round;
using metal::saturate;
using metal::sqrt;
using metal::trunc;
}  // namespace fast

#if KS_FAST_MATH
#define KS_DEFAULT fast
#else
#define KS_DEFAULT precise
#endif
using KS_DEFAULT::acos;
using KS_DEFAULT::acosh;
using KS_DEFAULT::asin;
using KS_DEFAULT::asinh;
using KS_DEFAULT::atan;
using KS_DEFAULT::atan2;
using KS_DEFAULT::atanh;
using KS_DEFAULT::cos;
using KS_DEFAULT::cosh;
using KS_DEFAULT::cospi;
using KS_DEFAULT::divide;
using KS_DEFAULT::exp;
using KS_DEFAULT::exp10;
using KS_DEFAULT::exp2;
using KS_DEFAULT::fmod;
using KS_DEFAULT::log;
using KS_DEFAULT::log10;
using KS_DEFAULT::log2;
using KS_DEFAULT::pow;
using KS_DEFAULT::powr;
using KS_DEFAULT::rsqrt;
using KS_DEFAULT::sin;
using KS_DEFAULT::sinh;
using KS_DEFAULT::sinpi;
using KS_DEFAULT::tan;
using KS_DEFAULT::tanh;
using KS_DEFAULT::tanpi;
#undef KS_DEFAULT

// Results through a reference: to thread or threadgroup memory alike.
#define KS_SINCOS(T)                                                                                                   \
    KS_FN T sincos(T x, thread T& cosine) {                                                                            \
        cosine = cos(x);                                                                                               \
        return sin(x);                                                                                                 \
    }                                                                                                                  \
    KS_FN T modf(T x, thread T& whole) {                                                                               \
        whole = trunc(x);                                                                                              \
        return x - whole;                                                                                              \
    }
#define KS_WITHOUT_BFLOAT(M) M(float) M(float2) M(float3) M(float4) M(half) M(half2) M(half3) M(half4)
KS_WITHOUT_BFLOAT(KS_SINCOS)
#undef KS_SINCOS
namespace fast {
using metal::sincos;
}
namespace precise {
using metal::sincos;
}

KS_FN float ldexp(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN half ldexp(half x, int k) { return static_cast<half>(__builtin_ldexpf(static_cast<float>(x), k)); }
KS_FN float frexp(float x, thread int& exponent) {
    uint bits = __builtin_bit_cast(uint, x);
    if (x == 0.0f || (bits & 0x7f800000u) == 0x7f800000u) {
        exponent = 0;
        return x;
    }
    int scale = 0;
    if ((bits & 0x7f800000u) == 0) {
        bits = __builtin_bit_cast(uint, x * 16777216.0f);
        scale = 24;
    }
    exponent = static_cast<int>((bits >> 23) & 0xffu) - 126 - scale;
    return __builtin_bit_cast(float, (bits & 0x807fffffu) | 0x3f000000u);
}
KS_FN int ilogb(float x) {
    int exponent;
    frexp(x, exponent);
    return exponent - 1;
}
KS_FN float nextafter(float x, float y) {
    if (!(x == x) || !(y == y)) return x + y;
    if (x == y) return y;
    int bits = __builtin_bit_cast(int, x);
    if (x == 0.0f) return __builtin_copysignf(1.40129846e-45f, y);
    return __builtin_bit_cast(float, bits + (((x < y) == (x > 0.0f)) ? 1 : -1));
}

// Truth of floating-point values, one result per element.
KS_FN bool isnan(float x) { return (__builtin_bit_cast(uint, x) & 0x7fffffffu) > 0x7f800000u; }
KS_FN bool isinf(float x) { return (__builtin_bit_cast(uint, x) & 0x7fffffffu) == 0x7f800000u; }
KS_FN bool isfinite(float x) { return (__builtin_bit_cast(uint, x) & 0x7f800000u) != 0x7f800000u; }
KS_FN bool isnormal(float x) { return isfinite(x) && (__builtin_bit_cast(uint, x) & 0x7f800000u) != 0; }
KS_FN bool signbit(float x) { return (__builtin_bit_cast(uint, x) >> 31) != 0; }
#define KS_TRUTH(NAME)                                                                                                 \
    KS_FN bool NAME(half x) { return NAME(static_cast<float>(x)); }                                                    \
    KS_FN bool NAME(bfloat x) { return NAME(static_cast<float>(x)); }                                                  \
    template <typename T, int N>                                                                                       \
    KS_FN boolean<N> NAME(vec<T, N> a) {                                                                               \
        if constexpr (N == 2) return boolean<N> KS_EACH2(KS_AT1, NAME, a);                                             \
        else if constexpr (N == 3) return boolean<N> KS_EACH3(KS_AT1, NAME, a);                                        \
        else return boolean<N> KS_EACH4(KS_AT1, NAME, a);                                                              \
    }
KS_TRUTH(isnan)
KS_TRUTH(isinf)
KS_TRUTH(isfinite)
KS_TRUTH(isnormal)
KS_TRUTH(signbit)
#undef KS_TRUTH

KS_FN float sign(float x) { return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x == x ? x : 0.0f; }
KS_FN half sign(half x) { return static_cast<half>(sign(static_cast<float>(x))); }
template <typename T, int N>
KS_FN vec<T, N> sign(vec<T, N> a) {
    KS_ELEMENTS(KS_AT1, sign, a)
}
KS_FN float step(float edge, float x) { return x < edge ? 0.0f : 1.0f; }
KS_FN half step(half edge, half x) { return x < edge ? 0.0f16 : 1.0f16; }
KS_BINARY_VECTOR(step, float, 2)
KS_BINARY_VECTOR(step, float, 3)
KS_BINARY_VECTOR(step, float, 4)
KS_BINARY_VECTOR(step, half, 2)
KS_BINARY_VECTOR(step, half, 3)
KS_BINARY_VECTOR(step, half, 4)

#define KS_GEOMETRY(T, V, N)                                                                                           \
    KS_FN T length_squared(V a) { return dot(a, a); }                                                                  \
    KS_FN T length(V a) { return sqrt(dot(a, a)); }                                                                    \
    KS_FN T distance(V a, V b) { return length(a - b); }                                                               \
    KS_FN T distance_squared(V a, V b) { return length_squared(a - b); }                                               \
    KS_FN V normalize(V a) { return a * rsqrt(dot(a, a)); }                                                            \
    KS_FN V reflect(V i, V n) { return i - n * (T(2) * dot(n, i)); }                                                   \
    KS_FN V faceforward(V n, V i, V r) { return dot(r, i) < T(0) ? n : -n; }                                           \
    namespace fast {                                                                                                   \
    using metal::distance;                                                                                             \
    using metal::length;                                                                                               \
    using metal::normalize;                                                                                            \
    }                                                                                                                  \
    namespace precise {                                                                                                \
    using metal::distance;                                                                                             \
    using metal::length;                                                                                               \
    using metal::normalize;                                                                                            \
    }
#define KS_DOT(T)                                                                                                      \
    KS_FN T dot(T##2 a, T##2 b) { return a.x * b.x + a.y * b.y; }                                                      \
    KS_FN T dot(T##3 a, T##3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }                                          \
    KS_FN T dot(T##4 a, T##4 b) { return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w; }                              \
    KS_FN T##3 cross(T##3 a, T##3 b) { return a.yzx * b.zxy - a.zxy * b.yzx; }                                         \
    KS_WIDTHS(KS_GEOMETRY, T)
KS_DOT(float)
KS_DOT(half)
#undef KS_DOT
#undef KS_GEOMETRY

}  // namespace metal
