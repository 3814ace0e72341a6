/// f32 mathematics: each function is evaluated in f64 to at least 2^-33 and rounded once, so its error stays below 0.51
/// ulp. Special cases are selections rather than branches, which keeps the loops vectorised.
#ifndef KS_LANES_MATH32_H
#define KS_LANES_MATH32_H

#include "lanes_double.h"

/// 2^y; beyond 2^±160 f32 has overflowed or vanished.
KS_INLINE double exp2_core(double y) {
    y = clamp64(y, -160.0, 160.0);
    return KS_POLYNOMIAL(EXP2_32, y - nearest64(y)) * power_of_two(nearest_bits(y));
}

/// e^x - 1 with a small relative error near 0.
KS_INLINE double expm1_core(double x) {
    x = clamp64(x, -100.0, 100.0);
    const double y = x * KS_LOG2_E, k = nearest64(y);
    // ln 2 in 32 and 53 bits.
    const double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    const double small = r * KS_POLYNOMIAL(EXPM1_32, r), scale = power_of_two(nearest_bits(y));
    return scale * small + (scale - 1.0);
}

/// log(1 + f) + k ln 2, by atanh of f/(2 + f).
KS_INLINE double log_core(double f, double k) {
    const double s = f / (2.0 + f);
    return k * KS_LN2 + 2.0 * s * KS_POLYNOMIAL(LOG_32, s * s);
}

KS_INLINE double log_of(double x) {
    double k;
    const double f = split_logarithm(x, &k);
    return log_special(x, log_core(f, k));
}

/// log2(x) for x > 0; exact at powers of two.
KS_INLINE double log2_positive(double x) {
    double k;
    const double f = split_logarithm(x, &k);
    return k + log_core(f, 0.0) * KS_LOG2_E;
}
KS_INLINE double log2_of(double x) { return log_special(x, log2_positive(x)); }
KS_INLINE double log10_of(double x) { return log_special(x, log2_positive(x) * KS_LOG10_2); }

/// log(1 + x): near 0 with x itself, elsewhere the rounding of 1 + x does no harm.
KS_INLINE double log1p_of(double x) {
    double k;
    const double f = split_logarithm(1.0 + x, &k);
    return copysign64(log_special(1.0 + x, log_core(k == 0.0 ? x : f, k)), x);
}

/// Sine and cosine of a remainder in [-pi/4, pi/4], chosen and signed by the quadrant.
KS_INLINE double sine_of_quadrant(double r, uint64_t quadrant) {
    const double z = r * r;
    const double sine = r * KS_POLYNOMIAL(SIN_32, z), cosine = KS_POLYNOMIAL(COS_32, z);
    return f64_of(bits_of64(quadrant & 1 ? cosine : sine) ^ (quadrant & 2) << 62);
}
KS_INLINE double tangent_of_quadrant(double r, uint64_t quadrant) {
    const double z = r * r;
    const double sine = r * KS_POLYNOMIAL(SIN_32, z), cosine = KS_POLYNOMIAL(COS_32, z);
    return (quadrant & 1 ? -cosine : sine) / (quadrant & 1 ? sine : cosine);
}

/// x minus its nearest multiple of pi/2 for |x| <= 2^20. No f32 comes nearer than 2^-30 to such a multiple, while the
/// error here is 2^-65.
KS_INLINE double reduce_small(double x, uint64_t *quadrant) {
    const double y = x * KS_TWO_OVER_PI, k = nearest64(y);
    *quadrant = nearest_bits(y);
    // Pi/2 - the first part, rounded.
    return (x - k * KS_HALF_PI_1) - k * 0x1.0b4611a626331p-34;
}

/// Defines a function of an angle: a vector loop for |x| <= 2^20, then the lanes beyond one by one.
#define KS_ANGLE(NAME, OF_QUADRANT, SHIFT)                                                                             \
    enum { arity_##NAME = 1 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        (void)pb, (void)pc;                                                                                            \
        row32 *d = dst;                                                                                                \
        row32 ra[KS_LANES] __attribute__((aligned(64)));                                                               \
        memcpy(ra, pa, sizeof ra);                                                                                     \
        uint32_t any_large = 0;                                                                                        \
        KS_EACH_LANE {                                                                                                 \
            uint64_t quadrant;                                                                                         \
            const float x = f32_of(ra[l]);                                                                             \
            const int large = abs32(x) > 0x1p20f;                                                                      \
            const double r = reduce_small(large ? 0.0f : x, &quadrant);                                                \
            any_large |= large;                                                                                        \
            d[l] = put32((float)OF_QUADRANT(r, quadrant + (SHIFT)));                                                   \
        }                                                                                                              \
        for (int l = 0; any_large && l < KS_LANES; l++) {                                                              \
            const float x = f32_of(ra[l]);                                                                             \
            if (!(abs32(x) > 0x1p20f)) continue;                                                                       \
            uint64_t quadrant = 0;                                                                                     \
            const double r = x - x == 0 ? reduce_exactly(x, &quadrant).high : KS_NAN;                                  \
            d[l] = put32((float)OF_QUADRANT(r, quadrant + (SHIFT)));                                                   \
        }                                                                                                              \
    }

/// sin(pi x) for SHIFT 0, cos(pi x) for SHIFT 1. From 2^24 on every f32 is an even integer.
KS_INLINE double sine_of_turns(double x, uint64_t shift) {
    const double inside = abs64(x) >= 0x1p24 ? 0.0 : x;
    const double halves = 2.0 * inside;
    const double r = inside - 0.5 * nearest64(halves);
    const double value = sine_of_quadrant(r * KS_PI, nearest_bits(halves) + shift);
    // Zeros: the sign of x for the sine, + for the cosine.
    const double signed_value = value == 0.0 ? (shift ? 0.0 : copysign64(0.0, x)) : value;
    return abs64(x) < KS_INFINITY ? signed_value : KS_NAN;
}

/// asin(sqrt(z)) / sqrt(z) serves both halves: beyond 1/2, asin(x) = pi/2 - 2 asin(sqrt((1 - x)/2)).
KS_INLINE double asin_of(double x) {
    const double magnitude = abs64(x);
    const int outer = magnitude > 0.5;
    const double z = outer ? (1.0 - magnitude) * 0.5 : x * x;
    const double root = outer ? __builtin_sqrt(z) : magnitude;
    const double inner = root * KS_POLYNOMIAL(ASIN_32, z);
    const double value = outer ? KS_HALF_PI - 2.0 * inner : inner;
    return magnitude <= 1.0 ? copysign64(value, x) : KS_NAN;
}
KS_INLINE double acos_of(double x) {
    const double magnitude = abs64(x);
    const int outer = magnitude > 0.5;
    const double z = outer ? (1.0 - magnitude) * 0.5 : x * x;
    const double root = outer ? __builtin_sqrt(z) : x;
    const double inner = root * KS_POLYNOMIAL(ASIN_32, z);
    const double positive = outer ? 2.0 * inner : KS_HALF_PI - inner;
    const double value = x < -0.5 ? KS_PI - positive : positive;
    return magnitude <= 1.0 ? value : KS_NAN;
}

/// The angle of (x, y): |y|/|x| is turned by 0, 1/8 or 1/4 turn to a tangent of at most tan(pi/8).
KS_INLINE double atan2_of(double y, double x) {
    double ay = abs64(y), ax = abs64(x);
    // Two infinities count as equal, two zeros as 0/1.
    const int infinite = (ay == KS_INFINITY) & (ax == KS_INFINITY);
    ay = infinite ? 1.0 : ay;
    ax = infinite | ((ay == 0.0) & (ax == 0.0)) ? 1.0 : ax;
    const int first = ay <= ax * 0.41421356237309503, second = ay <= ax * 2.414213562373095;
    const double numerator = first ? ay : second ? ay - ax : -ax;
    const double denominator = first ? ax : second ? ay + ax : ay;
    const double turned = first ? 0.0 : second ? 0.5 * KS_HALF_PI : KS_HALF_PI;
    const double t = numerator / denominator;
    const double angle = turned + t * KS_POLYNOMIAL(ATAN_32, t * t);
    return copysign64(bits_of64(x) >> 63 ? KS_PI - angle : angle, y);
}

KS_INLINE double sinh_of(double x) {
    const double e = expm1_core(abs64(x));
    return copysign64(0.5 * (e + e / (1.0 + e)), x);
}
KS_INLINE double cosh_of(double x) {
    const double e = exp2_core(abs64(x) * KS_LOG2_E);
    return 0.5 * (e + 1.0 / e);
}
KS_INLINE double tanh_of(double x) {
    const double e = expm1_core(2.0 * abs64(x));
    return copysign64(e / (e + 2.0), x);
}
KS_INLINE double asinh_of(double x) {
    const double magnitude = abs64(x), square = x * x;
    const double value = log1p_of(magnitude + square / (1.0 + __builtin_sqrt(square + 1.0)));
    return copysign64(magnitude == KS_INFINITY ? magnitude : value, x);
}
KS_INLINE double acosh_of(double x) {
    const double t = x - 1.0;
    return x < 1.0 ? KS_NAN : log1p_of(t + __builtin_sqrt(t * (t + 2.0)));
}
KS_INLINE double atanh_of(double x) {
    const double magnitude = abs64(x);
    const double value = 0.5 * log1p_of(2.0 * magnitude / (1.0 - magnitude));
    return magnitude <= 1.0 ? copysign64(value, x) : KS_NAN;
}

/// x^y as 2^(y log2|x|), in f64 with 2^-43 to spare at worst, then C's special cases.
KS_INLINE double pow_of(double x, double y) {
    const double ax = abs64(x), ay = abs64(y);
    const double logarithm = log_special(ax, log2_positive(ax));
    const double product = y * logarithm;
    // 1 to any power and anything to the power 0 is 1; also -1 to an infinite power.
    const double exponent = (y == 0.0) | (x == 1.0) | ((ax == 1.0) & (ay == KS_INFINITY)) ? 0.0 : product;
    // From 2^24 on every f32 is an even integer.
    const double inside = ay < 0x1p24 ? y : 0.0;
    const int integer = nearest64(inside) == inside;
    const int odd = integer & (int)(nearest_bits(inside) & 1);
    const double magnitude = exp2_core(exponent);
    const double value = f64_of(bits_of64(magnitude) ^ (odd ? bits_of64(x) & UINT64_C(0x8000000000000000) : 0));
    const int undefined = (x < 0.0) & (ax < KS_INFINITY) & !integer;
    return undefined ? KS_NAN : value;
}

/// erfc(x) for x >= 0 as e^(-x^2) times a polynomial in (x - 2)/(x + 2); beyond 10.5 f32 has vanished.
KS_INLINE double erfc_positive(double x) {
    const double inside = x > 10.5 ? 10.5 : x;
    const double scaled = KS_POLYNOMIAL(ERFCX_32, (inside - 2.0) / (inside + 2.0)) / (1.0 + 2.0 * inside);
    return exp2_core(inside * inside * -KS_LOG2_E) * scaled;
}
KS_INLINE double erf_of(double x) {
    const double magnitude = abs64(x);
    const double inside = magnitude < 1.0 ? x : 0.0;
    const double inner = inside * KS_POLYNOMIAL(ERF_32, inside * inside);
    return magnitude < 1.0 ? inner : copysign64(1.0 - erfc_positive(magnitude), x);
}
KS_INLINE double erfc_of(double x) {
    const double value = erfc_positive(abs64(x));
    return x < 0.0 ? 2.0 - value : value;
}

/// Cube root: a third of the logarithm, then one Newton step.
KS_INLINE double cbrt_of(double x) {
    const double magnitude = abs64(x);
    const int ordinary = (magnitude > 0.0) & (magnitude < KS_INFINITY);
    const double inside = ordinary ? magnitude : 1.0;
    const double guess = exp2_core(log2_positive(inside) * (1.0 / 3.0));
    const double root = guess - (guess - inside / (guess * guess)) * (1.0 / 3.0);
    return ordinary ? copysign64(root, x) : x;
}

/// Defines a unary function through its f64 evaluation of the exact argument `x`.
#define KS_MATH32(NAME, VALUE) KS_UNARY(NAME, row32, math32_##NAME(f32_of(a)))
#define KS_MATH32_FUNCTION(NAME, VALUE)                                                                                \
    KS_INLINE uint32_t math32_##NAME(double x) { return put32((float)(VALUE)); }                                       \
    KS_MATH32(NAME, VALUE)

KS_MATH32_FUNCTION(EXP_F32, exp2_core(x *KS_LOG2_E))
KS_MATH32_FUNCTION(EXP2_F32, exp2_core(x))
KS_MATH32_FUNCTION(EXP10_F32, exp2_core(x *KS_LOG2_10))
KS_MATH32_FUNCTION(EXPM1_F32, copysign64(expm1_core(x), x))
KS_MATH32_FUNCTION(LOG_F32, log_of(x))
KS_MATH32_FUNCTION(LOG2_F32, log2_of(x))
KS_MATH32_FUNCTION(LOG10_F32, log10_of(x))
KS_MATH32_FUNCTION(LOG1P_F32, log1p_of(x))
KS_ANGLE(SIN_F32, sine_of_quadrant, 0)
KS_ANGLE(COS_F32, sine_of_quadrant, 1)
KS_ANGLE(TAN_F32, tangent_of_quadrant, 0)
KS_MATH32_FUNCTION(SINPI_F32, sine_of_turns(x, 0))
KS_MATH32_FUNCTION(COSPI_F32, sine_of_turns(x, 1))
KS_MATH32_FUNCTION(ASIN_F32, asin_of(x))
KS_MATH32_FUNCTION(ACOS_F32, acos_of(x))
KS_MATH32_FUNCTION(ATAN_F32, atan2_of(x, 1.0))
KS_BINARY(ATAN2_F32, row32, put32((float)atan2_of(f32_of(a), f32_of(b))))
KS_MATH32_FUNCTION(SINH_F32, sinh_of(x))
KS_MATH32_FUNCTION(COSH_F32, cosh_of(x))
KS_MATH32_FUNCTION(TANH_F32, tanh_of(x))
KS_MATH32_FUNCTION(ASINH_F32, asinh_of(x))
KS_MATH32_FUNCTION(ACOSH_F32, acosh_of(x))
KS_MATH32_FUNCTION(ATANH_F32, atanh_of(x))
KS_BINARY(POW_F32, row32, put32((float)pow_of(f32_of(a), f32_of(b))))
KS_MATH32_FUNCTION(ERF_F32, erf_of(x))
KS_MATH32_FUNCTION(ERFC_F32, erfc_of(x))
KS_MATH32_FUNCTION(RSQRT_F32, 1.0 / __builtin_sqrt(x))
KS_MATH32_FUNCTION(RCP_F32, 1.0 / x)
KS_MATH32_FUNCTION(CBRT_F32, cbrt_of(x))

#endif
