/// Pieces that the f32 and f64 mathematics share: polynomials, powers of two, exact products, argument reduction.
///
/// Only + - * / square roots and bit operations occur, and fused multiply-add only where it yields an exact error term
/// that additions and multiplications (Dekker) would give with the same bits. So no result depends on the host.
#ifndef KS_LANES_DOUBLE_H
#define KS_LANES_DOUBLE_H

#include "lanes_coefficients.h"
#include "lanes_scalar.h"

#define KS_LN2 0x1.62e42fefa39efp-1
#define KS_LOG2_E 0x1.71547652b82fep+0
#define KS_LOG10_2 0x1.34413509f79ffp-2
#define KS_LOG2_10 0x1.a934f0979a371p+1
#define KS_PI 0x1.921fb54442d18p+1
#define KS_INFINITY __builtin_inf()
#define KS_NAN __builtin_nan("")

/// x held inside [low, high]; NaN stays.
KS_INLINE double clamp64(double x, double low, double high) {
    x = x < low ? low : x;
    return x > high ? high : x;
}

/// What a logarithm gives where its argument is not positive and finite, else `value`.
KS_INLINE double log_special(double x, double value) {
    value = x == 0.0 ? -KS_INFINITY : value;
    value = x < 0.0 ? KS_NAN : value;
    return x < KS_INFINITY ? value : x;
}

/// Adding it to |x| < 2^51 rounds x to an integer, held in the sum's low bits.
#define KS_INTEGER_MAGIC 0x1.8p52

/// A polynomial of n coefficients, lowest power first, even and odd powers apart so that they overlap in time.
KS_INLINE double polynomial(const double *c, int n, double x) {
    const double square = x * x;
    const int top = n - 1;
    double first = c[top], second = c[top - 1];
#pragma clang loop unroll(full)
    for (int i = top - 2; i >= 0; i -= 2) first = first * square + c[i];
#pragma clang loop unroll(full)
    for (int i = top - 3; i >= 0; i -= 2) second = second * square + c[i];
    return top % 2 == 0 ? first + second * x : first * x + second;
}
/// A polynomial of `lanes_coefficients.h` at x.
#define KS_POLYNOMIAL(NAME, X) polynomial(NAME, (int)(sizeof NAME / sizeof NAME[0]), X)

/// x rounded to the nearest integer; |x| < 2^51.
KS_INLINE double nearest64(double x) { return (x + KS_INTEGER_MAGIC) - KS_INTEGER_MAGIC; }

/// The low bits of the integer that x rounds to, in two's complement; |x| < 2^51.
KS_INLINE uint64_t nearest_bits(double x) { return bits_of64(x + KS_INTEGER_MAGIC); }

/// 2 to the power k, for an integer k in [-1022, 1023] held in the low bits as `nearest_bits` gives it.
KS_INLINE double power_of_two(uint64_t k) { return f64_of((k << 52) + (UINT64_C(1023) << 52)); }

/// Splits a positive normal x into 2^k * m with m in [sqrt(1/2), sqrt(2)); gives m - 1, exact, and k in `*exponent`.
KS_INLINE double split_logarithm(double x, double *exponent) {
    const uint64_t root_half = UINT64_C(0x3fe6a09e667f3bcd);
    // Biased by 1024 to stay positive, since only AVX-512 shifts 64-bit lanes arithmetically.
    const uint64_t shifted = bits_of64(x) - root_half + (UINT64_C(1024) << 52);
    const uint64_t biased = shifted >> 52;
    *exponent = f64_of(biased | UINT64_C(0x4330000000000000)) - (0x1p52 + 1024.0);
    return f64_of(bits_of64(x) - ((biased - 1024) << 52)) - 1.0;
}

/// a*b minus its rounded value `product`, exact away from overflow and underflow.
KS_INLINE double product_error(double a, double b, double product) {
#if KS_HW_FMA
    return __builtin_fma(a, b, -product);
#else
    const double ta = a * 134217729.0, tb = b * 134217729.0;
    const double ha = ta - (ta - a), hb = tb - (tb - b);
    const double la = a - ha, lb = b - hb;
    return ((ha * hb - product) + ha * lb + la * hb) + la * lb;
#endif
}

/// A number as an unevaluated sum, |low| at most half a last place of high.
struct pair {
    /// The sum rounded.
    double high;
    /// What is missing.
    double low;
};

/// a + b exactly, for |a| >= |b| or a == 0.
KS_INLINE struct pair pair_of(double a, double b) {
    const double sum = a + b;
    return (struct pair){sum, b - (sum - a)};
}

/// a + b exactly.
KS_INLINE struct pair pair_sum(double a, double b) {
    const double sum = a + b, shifted = sum - a;
    return (struct pair){sum, (a - (sum - shifted)) + (b - shifted)};
}

/// a * b to about 2^-104.
KS_INLINE struct pair pair_product(struct pair a, struct pair b) {
    const double product = a.high * b.high;
    return pair_of(product, product_error(a.high, b.high, product) + (a.high * b.low + a.low * b.high));
}

/// Pi/2 in parts of 33, 33 and 53 bits: a quadrant number below 2^20 times one of the first two is exact.
#define KS_HALF_PI_1 0x1.921fb544p+0
#define KS_HALF_PI_2 0x1.0b4611a6p-34
#define KS_HALF_PI_3 0x1.3198a2e037073p-69
/// Pi/2 rounded, and the rest.
#define KS_HALF_PI 0x1.921fb54442d18p+0
#define KS_HALF_PI_LOW 0x1.1a62633145c07p-54
/// 2/pi rounded.
#define KS_TWO_OVER_PI 0x1.45f306dc9c883p-1

/// 64 zero bits and then the first 1280 bits of 2/pi.
static const uint64_t two_over_pi_bits[21] = {
    0,
    UINT64_C(0xa2f9836e4e441529), UINT64_C(0xfc2757d1f534ddc0), UINT64_C(0xdb6295993c439041),
    UINT64_C(0xfe5163abdebbc561), UINT64_C(0xb7246e3a424dd2e0), UINT64_C(0x06492eea09d1921c),
    UINT64_C(0xfe1deb1cb129a73e), UINT64_C(0xe88235f52ebb4484), UINT64_C(0xe99c7026b45f7e41),
    UINT64_C(0x3991d639835339f4), UINT64_C(0x9c845f8bbdf9283b), UINT64_C(0x1ff897ffde05980f),
    UINT64_C(0xef2f118b5a0a6d1f), UINT64_C(0x6d367ecf27cb09b7), UINT64_C(0x4f463f669e5fea2d),
    UINT64_C(0x7527bac7ebe5f17b), UINT64_C(0x3d0739f78a5292ea), UINT64_C(0x6bfb5fb11f8d5d08),
    UINT64_C(0x56033046fc7b6bab), UINT64_C(0xf0cfbc209af4361d),
};

/// x minus the nearest multiple of pi/2 (Payne and Hanek): of x * 2/pi only the 192 bits that matter are multiplied
/// out.
///
/// - Precondition: x is finite and normal, |x| >= 2^-9 (smaller ones would start before the table).
/// - Returns: the remainder; the multiple modulo 4 in `*quadrant`.
__attribute__((unused, noinline)) static struct pair reduce_exactly(double x, uint64_t *quadrant) {
    const uint64_t bits = bits_of64(x);
    const uint64_t mantissa = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
    const int exponent = (int)((bits >> 52) & 0x7ff) - 1075;
    // The first bit kept weighs 2 once multiplied; everything before it is a multiple of 4.
    const int start = 62 + exponent, word = start >> 6, shift = start & 63;
    uint64_t window[3];
    for (int i = 0; i < 3; i++) {
        const uint64_t left = two_over_pi_bits[word + i] << shift;
        window[i] = shift ? left | two_over_pi_bits[word + i + 1] >> (64 - shift) : left;
    }
    const unsigned __int128 low = (unsigned __int128)mantissa * window[2];
    const unsigned __int128 middle = (unsigned __int128)mantissa * window[1] + (uint64_t)(low >> 64);
    const uint64_t high = mantissa * window[0] + (uint64_t)(middle >> 64);
    unsigned __int128 fraction = (unsigned __int128)high << 66 | (unsigned __int128)(uint64_t)middle << 2 |
        (uint64_t)low >> 62;
    uint64_t multiple = high >> 62;
    const int above_half = (int)(fraction >> 127);
    if (above_half) {
        fraction = 0 - fraction;
        multiple++;
    }
    const uint64_t top = (uint64_t)(fraction >> 64);
    const int zeros = top ? __builtin_clzll(top) : 64 + __builtin_clzll((uint64_t)fraction | 1);
    fraction <<= zeros;
    const double scale = f64_of((uint64_t)(1023 - zeros) << 52);
    const struct pair turns = {
        (double)(uint64_t)(fraction >> 75) * 0x1p-53 * scale,
        (double)(uint64_t)((fraction >> 22) & ((UINT64_C(1) << 53) - 1)) * 0x1p-106 * scale,
    };
    struct pair rest = pair_product(turns, (struct pair){KS_HALF_PI, KS_HALF_PI_LOW});
    const int negative = (int)(bits >> 63);
    if (above_half != negative) rest = (struct pair){-rest.high, -rest.low};
    *quadrant = (negative ? 0 - multiple : multiple) & 3;
    return rest;
}

#endif
