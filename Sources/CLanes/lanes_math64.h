/// f64 mathematics for oracles. Where one rounding after another would cost too much accuracy, values are pairs.
#ifndef KS_LANES_MATH64_H
#define KS_LANES_MATH64_H

#include "lanes_double.h"

/// ln 2 in 32 and 53 bits: an exponent times the first is exact.
#define KS_LN2_1 0x1.62e42feep-1
#define KS_LN2_2 0x1.a39ef35793c76p-33

/// value * 2^k in two steps, so that results below 2^-1022 are reached without leaving the exponent's range.
KS_INLINE double scaled(double value, double k) {
    const double half = nearest64(k * 0.5);
    return value * power_of_two(nearest_bits(half)) * power_of_two(nearest_bits(k - half));
}

/// 2^(high + low).
KS_INLINE double exp2_of_pair(double high, double low) {
    high = clamp64(high, -1200.0, 1200.0);
    const double k = nearest64(high), f = (high - k) + low;
    return scaled(1.0 + f * KS_POLYNOMIAL(EXP2_64, f), k);
}

KS_INLINE double exp_f64(double x) {
    x = clamp64(x, -800.0, 800.0);
    const double k = nearest64(x * KS_LOG2_E), r = (x - k * KS_LN2_1) - k * KS_LN2_2;
    return scaled(1.0 + r * KS_POLYNOMIAL(EXPM1_64, r), k);
}

/// The logarithm of a positive x without its exponent: x = 2^k m, log(m) as a pair with a relative error of 2^-64.
///
/// log(m) = 2s (1 + z/3 + z^2 P(z)) with s = f/(2 + f), f = m - 1, z = s^2; only the last term is small enough for f64.
KS_INLINE struct pair log_pair(double x, double *k) {
    const int subnormal = x < 0x1p-1022;
    const double f = split_logarithm(subnormal ? x * 0x1p54 : x, k);
    *k = subnormal ? *k - 54.0 : *k;
    const struct pair divisor = pair_of(2.0, f);
    const double high = f / divisor.high, back = high * divisor.high;
    const double rest = ((f - back) - product_error(high, divisor.high, back)) - high * divisor.low;
    const struct pair s = {high, rest / divisor.high};
    const struct pair z = pair_product(s, s);
    const struct pair third = pair_product(z, (struct pair){0x1.5555555555555p-2, 0x1.5555555555555p-56});
    const struct pair series = pair_of(third.high, third.low + z.high * z.high * KS_POLYNOMIAL(LOG_64, z.high));
    const struct pair twice = {2.0 * s.high, 2.0 * s.low};
    const struct pair correction = pair_product(twice, series);
    return pair_of(twice.high, correction.high + (twice.low + correction.low));
}

/// log2(x) of a positive x as a pair.
KS_INLINE struct pair log2_pair(double x) {
    double k;
    const struct pair mantissa = log_pair(x, &k);
    const struct pair fraction = pair_product(mantissa, (struct pair){KS_LOG2_E, 0x1.777d0ffda0d24p-56});
    const struct pair sum = pair_sum(k, fraction.high);
    return pair_of(sum.high, sum.low + fraction.low);
}

KS_INLINE double log_f64(double x) {
    double k;
    const struct pair mantissa = log_pair(x, &k);
    const struct pair sum = pair_sum(k * KS_LN2_1, mantissa.high);
    return log_special(x, sum.high + (sum.low + (mantissa.low + k * KS_LN2_2)));
}
KS_INLINE double log2_f64(double x) { return log_special(x, log2_pair(x).high); }
KS_INLINE double log10_f64(double x) {
    return log_special(x, pair_product(log2_pair(x), (struct pair){KS_LOG10_2, -0x1.9dc1da994fd21p-59}).high);
}

KS_INLINE double pow_f64(double x, double y) {
    const double ax = abs64(x), ay = abs64(y);
    const struct pair logarithm = log2_pair(ax);
    double high = y * log_special(ax, logarithm.high);
    const int one = (y == 0.0) | (x == 1.0) | ((ax == 1.0) & (ay == KS_INFINITY));
    high = one ? 0.0 : high;
    // Beyond these limits the result has overflowed, vanished, or is 1.
    const int ordinary = (abs64(high) < 1200.0) & (ay < 0x1p900) & (ay > 0x1p-900) & !one;
    const double factor = ordinary ? y : 1.0;
    const double low = product_error(factor, logarithm.high, high) + factor * logarithm.low;
    const double magnitude = exp2_of_pair(high, ordinary ? low : 0.0);
    const int integer = trunc64(y) == y, odd = integer & (trunc64(y * 0.5) != y * 0.5);
    const double value = f64_of(bits_of64(magnitude) ^ (odd ? bits_of64(x) & UINT64_C(0x8000000000000000) : 0));
    const int undefined = (x < 0.0) & (ax < KS_INFINITY) & !integer;
    return undefined ? KS_NAN : value;
}

KS_INLINE double tanh_f64(double x) {
    const double magnitude = abs64(x), z = x * x;
    const double inner = x + x * (z * KS_POLYNOMIAL(TANH_64, z));
    const double outer = 1.0 - 2.0 / (exp_f64(2.0 * magnitude) + 1.0);
    return magnitude < 0.55 ? inner : copysign64(outer, x);
}

KS_INLINE double erf_f64(double x) {
    const double magnitude = abs64(x);
    const double inner = x + x * KS_POLYNOMIAL(ERF_64, x * x);
    const double inside = magnitude > 6.0 ? 6.0 : magnitude;
    const double scaled = KS_POLYNOMIAL(ERFCX_64, (inside - 2.0) / (inside + 2.0)) / (1.0 + 2.0 * inside);
    const double outer = 1.0 - exp_f64(-inside * inside) * scaled;
    return magnitude < 1.0 ? inner : copysign64(outer, x);
}

/// The angle of (x, y), both scaled so that the larger is in [1, 2); see the f32 one for the three ranges.
KS_INLINE double atan2_f64(double y, double x) {
    double ay = abs64(y), ax = abs64(x);
    const int infinite = (ay == KS_INFINITY) & (ax == KS_INFINITY);
    ay = infinite ? 1.0 : ay;
    ax = infinite | ((ay == 0.0) & (ax == 0.0)) ? 1.0 : ax;
    const double larger = ay > ax ? ay : ax;
    const uint64_t exponent = bits_of64(larger) >> 52;
    // An infinity keeps the scale of the largest numbers; subnormals that of the smallest.
    const uint64_t limited = exponent > 2045 ? 2045 : exponent < 1 ? 1 : exponent;
    const double scale = f64_of((2046 - limited) << 52);
    ay *= scale;
    ax *= scale;
    const int first = ay <= ax * 0.41421356237309503, second = ay <= ax * 2.414213562373095;
    const struct pair difference = pair_sum(ay, -ax), total = pair_sum(ay, ax);
    const double numerator = first ? ay : second ? difference.high : -ax;
    const double denominator = first ? ax : second ? total.high : ay;
    const double numerator_low = second && !first ? difference.low : 0.0;
    const double denominator_low = second && !first ? total.low : 0.0;
    const double t = numerator / denominator, back = t * denominator;
    const int correctable = (abs64(t) > 0x1p-200) && (abs64(denominator) < KS_INFINITY);
    const double rest = ((numerator - back) - product_error(t, denominator, back)) +
        (numerator_low - t * denominator_low);
    const double t_low = correctable ? rest / denominator : 0.0;
    const double factor = first ? 0.0 : second ? 0.5 : 1.0;
    const double tail = t * ((t * t) * KS_POLYNOMIAL(ATAN_64, t * t)) + t_low;
    const struct pair sum = pair_sum(factor * KS_HALF_PI, t);
    const double low = sum.low + (tail + factor * KS_HALF_PI_LOW);
    const struct pair turned = pair_sum(KS_PI, -sum.high);
    const double value = bits_of64(x) >> 63 ? turned.high + (turned.low + (2.0 * KS_HALF_PI_LOW - low))
                                            : sum.high + low;
    return copysign64(value, y);
}

/// x minus its nearest multiple of pi/2. The quick way leaves an error of 2^-99, too much only for what is left of
/// numbers very close to a multiple.
static inline struct pair reduce64(double x, uint64_t *quadrant) {
    *quadrant = 0;
    if (abs64(x) <= 0.5 * KS_HALF_PI) return (struct pair){x, 0.0};
    if (abs64(x) < 0x1p20) {
        const double y = x * KS_TWO_OVER_PI, k = nearest64(y);
        const struct pair first = pair_sum(x - k * KS_HALF_PI_1, -(k * KS_HALF_PI_2));
        const struct pair rest = pair_of(first.high, first.low - k * KS_HALF_PI_3);
        if (abs64(rest.high) > 0x1p-20) {
            *quadrant = nearest_bits(y);
            return rest;
        }
    }
    return reduce_exactly(x, quadrant);
}

/// Sine of a remainder in [-pi/4, pi/4], as an unrounded sum.
static inline struct pair sine_pair(struct pair r) {
    const double z = r.high * r.high;
    return (struct pair){r.high, r.high * (z * KS_POLYNOMIAL(SIN_64, z)) + r.low * (1.0 - 0.5 * z)};
}

/// Cosine of a remainder in [-pi/4, pi/4], as an unrounded sum.
static inline struct pair cosine_pair(struct pair r) {
    const double z = r.high * r.high, half = 0.5 * z, most = 1.0 - half;
    return (struct pair){most, ((1.0 - most) - half) + (z * z * KS_POLYNOMIAL(COS_64, z) - r.high * r.low)};
}

/// Sine (shift 0) or cosine (shift 1).
__attribute__((noinline)) static double sine_f64(double x, uint64_t shift) {
    if (!(x - x == 0)) return KS_NAN;
    uint64_t quadrant;
    const struct pair r = reduce64(x, &quadrant);
    quadrant += shift;
    const struct pair value = quadrant & 1 ? cosine_pair(r) : sine_pair(r);
    // Adding 0 to -0 would lose its sign.
    const double sum = value.low == 0.0 ? value.high : value.high + value.low;
    return quadrant & 2 ? -sum : sum;
}

/// Tangent: the quotient of both sums, corrected by its remainder.
__attribute__((noinline)) static double tangent_f64(double x) {
    if (!(x - x == 0)) return KS_NAN;
    // Below 2^-27 the next term x^3/3 is less than half a last place; products could underflow.
    if (abs64(x) < 0x1p-27) return x;
    uint64_t quadrant;
    const struct pair r = reduce64(x, &quadrant);
    struct pair sine = sine_pair(r), cosine = cosine_pair(r);
    sine = pair_of(sine.high, sine.low);
    cosine = pair_of(cosine.high, cosine.low);
    const struct pair top = quadrant & 1 ? cosine : sine, bottom = quadrant & 1 ? sine : cosine;
    const double quotient = top.high / bottom.high, back = quotient * bottom.high;
    const double rest = ((top.high - back) - product_error(quotient, bottom.high, back)) +
        (top.low - quotient * bottom.low);
    const double value = quotient + rest / bottom.high;
    return quadrant & 1 ? -value : value;
}

KS_UNARY(EXP_F64, row64, put64(exp_f64(f64_of(a))))
KS_UNARY(EXP2_F64, row64, put64(exp2_of_pair(f64_of(a), 0.0)))
KS_UNARY(LOG_F64, row64, put64(log_f64(f64_of(a))))
KS_UNARY(LOG2_F64, row64, put64(log2_f64(f64_of(a))))
KS_UNARY(LOG10_F64, row64, put64(log10_f64(f64_of(a))))
KS_UNARY_LOOP(SIN_F64, row64, KS_LANE_BY_LANE, put64(sine_f64(f64_of(a), 0)))
KS_UNARY_LOOP(COS_F64, row64, KS_LANE_BY_LANE, put64(sine_f64(f64_of(a), 1)))
KS_UNARY_LOOP(TAN_F64, row64, KS_LANE_BY_LANE, put64(tangent_f64(f64_of(a))))
KS_UNARY(TANH_F64, row64, put64(tanh_f64(f64_of(a))))
KS_BINARY(POW_F64, row64, put64(pow_f64(f64_of(a), f64_of(b))))
KS_UNARY(ERF_F64, row64, put64(erf_f64(f64_of(a))))
KS_UNARY(RSQRT_F64, row64, put64(1.0 / __builtin_sqrt(f64_of(a))))
KS_UNARY(ATAN_F64, row64, put64(atan2_f64(f64_of(a), 1.0)))
KS_BINARY(ATAN2_F64, row64, put64(atan2_f64(f64_of(a), f64_of(b))))

#endif
