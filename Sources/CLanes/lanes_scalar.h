/// One-lane building blocks: rounding to integers, fused multiply-add, remainder and the 16-bit formats.
///
/// `KS_HW_ROUND`: rounding to integers is one instruction. `KS_HW_FMA`: so is fused multiply-add. Without them the same
/// bits come from additions and integers.
#ifndef KS_LANES_SCALAR_H
#define KS_LANES_SCALAR_H

#include "lanes_base.h"

KS_INLINE float abs32(float x) { return f32_of(bits_of32(x) & UINT32_C(0x7fffffff)); }
KS_INLINE double abs64(double x) { return f64_of(bits_of64(x) & INT64_MAX); }

KS_INLINE float copysign32(float x, float sign) {
    return f32_of((bits_of32(x) & UINT32_C(0x7fffffff)) | (bits_of32(sign) & UINT32_C(0x80000000)));
}
KS_INLINE double copysign64(double x, double sign) {
    return f64_of((bits_of64(x) & INT64_MAX) | (bits_of64(sign) & UINT64_C(0x8000000000000000)));
}

// Minimum and maximum: a NaN loses; of two equal numbers, which can only be zeros of either sign, -0 is the lesser.
KS_INLINE float minnum32(float a, float b) {
    const float equal = f32_of(bits_of32(a) | bits_of32(b));
    const float least = a < b ? a : b < a ? b : equal;
    return a != a ? b : b != b ? a : least;
}
KS_INLINE float maxnum32(float a, float b) {
    const float equal = f32_of(bits_of32(a) & bits_of32(b));
    const float most = a > b ? a : b > a ? b : equal;
    return a != a ? b : b != b ? a : most;
}
KS_INLINE double minnum64(double a, double b) {
    const double equal = f64_of(bits_of64(a) | bits_of64(b));
    const double least = a < b ? a : b < a ? b : equal;
    return a != a ? b : b != b ? a : least;
}
KS_INLINE double maxnum64(double a, double b) {
    const double equal = f64_of(bits_of64(a) & bits_of64(b));
    const double most = a > b ? a : b > a ? b : equal;
    return a != a ? b : b != b ? a : most;
}

// Rounding to integers without an instruction for it.
// Below 2^23 (2^52) adding that number leaves no room for a fraction, so the addition itself rounds to an integer.
KS_INLINE float soft_rint32(float x) {
    const float magnitude = abs32(x);
    const float rounded = (magnitude + 0x1p23f) - 0x1p23f;
    return copysign32(magnitude < 0x1p23f ? rounded : magnitude, x);
}
KS_INLINE double soft_rint64(double x) {
    const double magnitude = abs64(x);
    const double rounded = (magnitude + 0x1p52) - 0x1p52;
    return copysign64(magnitude < 0x1p52 ? rounded : magnitude, x);
}
KS_INLINE float soft_floor32(float x) {
    const float r = soft_rint32(x);
    return copysign32(r > x ? r - 1.0f : r, x);
}
KS_INLINE double soft_floor64(double x) {
    const double r = soft_rint64(x);
    return copysign64(r > x ? r - 1.0 : r, x);
}
KS_INLINE float soft_ceil32(float x) {
    const float r = soft_rint32(x);
    return copysign32(r < x ? r + 1.0f : r, x);
}
KS_INLINE double soft_ceil64(double x) {
    const double r = soft_rint64(x);
    return copysign64(r < x ? r + 1.0 : r, x);
}
KS_INLINE float soft_trunc32(float x) {
    const float magnitude = abs32(x), r = soft_rint32(magnitude);
    return copysign32(r > magnitude ? r - 1.0f : r, x);
}
KS_INLINE double soft_trunc64(double x) {
    const double magnitude = abs64(x), r = soft_rint64(magnitude);
    return copysign64(r > magnitude ? r - 1.0 : r, x);
}

#if KS_HW_ROUND
KS_INLINE float rint32(float x) { return __builtin_rintf(x); }
KS_INLINE double rint64(double x) { return __builtin_rint(x); }
KS_INLINE float floor32(float x) { return __builtin_floorf(x); }
KS_INLINE double floor64(double x) { return __builtin_floor(x); }
KS_INLINE float ceil32(float x) { return __builtin_ceilf(x); }
KS_INLINE double ceil64(double x) { return __builtin_ceil(x); }
KS_INLINE float trunc32(float x) { return __builtin_truncf(x); }
KS_INLINE double trunc64(double x) { return __builtin_trunc(x); }
#else
KS_INLINE float rint32(float x) { return soft_rint32(x); }
KS_INLINE double rint64(double x) { return soft_rint64(x); }
KS_INLINE float floor32(float x) { return soft_floor32(x); }
KS_INLINE double floor64(double x) { return soft_floor64(x); }
KS_INLINE float ceil32(float x) { return soft_ceil32(x); }
KS_INLINE double ceil64(double x) { return soft_ceil64(x); }
KS_INLINE float trunc32(float x) { return soft_trunc32(x); }
KS_INLINE double trunc64(double x) { return soft_trunc64(x); }
#endif

/// Rounds halves away from zero; x - trunc(x) is exact, so the comparison is too.
KS_INLINE float round32(float x) {
    const float t = trunc32(x);
    return copysign32(abs32(x - t) >= 0.5f ? abs32(t) + 1.0f : t, x);
}
KS_INLINE double round64(double x) {
    const double t = trunc64(x);
    return copysign64(abs64(x - t) >= 0.5 ? abs64(t) + 1.0 : t, x);
}

/// p + c rounded to odd: truncated, and the last bit set where that lost something. A later rounding to at most 51 bits
/// then gives what rounding the exact sum would have given. An overflow stays an infinity.
KS_INLINE double add_to_odd(double p, double c) {
    const double sum = p + c;
    const double shifted = sum - p;
    const double error = (p - (sum - shifted)) + (c - shifted);
    const uint64_t bits = bits_of64(sum);
    const uint64_t step = (error > 0) == (sum > 0) ? 1 : UINT64_MAX;
    // An infinite or NaN sum has a NaN error, which is neither above nor below 0.
    const int inexact = (error > 0) | (error < 0);
    return f64_of((inexact & !(bits & 1)) ? bits + step : bits);
}

/// The same in f32, for a later rounding to at most 22 bits. Neither p nor c may make the error underflow.
KS_INLINE float add_to_odd32(float p, float c) {
    const float sum = p + c;
    const float shifted = sum - p;
    const float error = (p - (sum - shifted)) + (c - shifted);
    const uint32_t bits = bits_of32(sum);
    const uint32_t step = (error > 0) == (sum > 0) ? 1 : UINT32_MAX;
    const int inexact = (error > 0) | (error < 0);
    return f32_of((inexact & !(bits & 1)) ? bits + step : bits);
}

/// d rounded to odd in f32, for a later rounding to at most 22 bits.
KS_INLINE float f32_to_odd(double d) {
    const float f = (float)d;
    const double back = f;
    const uint32_t bits = bits_of32(f);
    const uint32_t step = abs64(back) < abs64(d) ? 1 : UINT32_MAX;
    return f32_of(((back != d) & !(bits & 1) & (d == d)) ? bits + step : bits);
}

#if KS_HW_F16
/// f16 bits to f32, exactly.
KS_INLINE float f32_of_f16(uint32_t h) {
    const uint16_t bits = (uint16_t)h;
    _Float16 value;
    __builtin_memcpy(&value, &bits, 2);
    return (float)value;
}

/// f32 to f16 bits, to nearest even; NaN becomes 0x7e00.
KS_INLINE uint32_t f16_of_f32(float value) {
    const _Float16 rounded = (_Float16)value;
    uint16_t bits;
    __builtin_memcpy(&bits, &rounded, 2);
    return value == value ? bits : 0x7e00;
}
#else
/// f16 bits to f32, exactly. Subnormals go through 0.5, whose last place is 2^-24 counted in f16 subnormals' units; a
/// multiplication would do as well but is slow on x86 where its operand is subnormal.
KS_INLINE float f32_of_f16(uint32_t h) {
    const uint32_t magnitude = h & 0x7fff;
    const uint32_t subnormal = bits_of32(f32_of(magnitude | UINT32_C(0x3f000000)) - 0.5f);
    const uint32_t normal = (magnitude << 13) + (magnitude < 0x7c00 ? UINT32_C(112) << 23 : UINT32_C(224) << 23);
    const uint32_t bits = magnitude < 0x400 ? subnormal : normal;
    return f32_of(bits | ((h & 0x8000) << 16));
}

/// f32 to f16 bits, to nearest even; NaN becomes 0x7e00.
KS_INLINE uint32_t f16_of_f32(float value) {
    const uint32_t bits = bits_of32(value);
    const uint32_t magnitude = bits & UINT32_C(0x7fffffff);
    const uint32_t sign = (bits >> 16) & 0x8000;
    // Adding 0.5, whose last place is 2^-24 like a subnormal f16's, rounds there. Larger numbers take the other way.
    const uint32_t limited = magnitude < UINT32_C(0x38800000) ? magnitude : 0;
    const uint32_t subnormal = bits_of32(f32_of(limited) + 0.5f) - UINT32_C(0x3f000000);
    const uint32_t normal = (magnitude + 0xfff + ((magnitude >> 13) & 1) - (UINT32_C(112) << 23)) >> 13;
    uint32_t result = magnitude < UINT32_C(0x38800000) ? subnormal : normal;
    result = magnitude >= UINT32_C(0x477ff000) ? 0x7c00 : result;
    return magnitude > UINT32_C(0x7f800000) ? 0x7e00 : result | sign;
}
#endif

/// bf16 bits to f32, exactly.
KS_INLINE float f32_of_bf16(uint32_t h) { return f32_of(h << 16); }

/// f32 to bf16 bits, to nearest even; NaN becomes 0x7fc0.
KS_INLINE uint32_t bf16_of_f32(float value) {
    const uint32_t bits = bits_of32(value);
    const uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    return value == value ? rounded : 0x7fc0;
}

/// f64 to f16 bits with one rounding.
KS_INLINE uint32_t f16_of_f64(double value) { return f16_of_f32(f32_to_odd(value)); }

/// f64 to bf16 bits with one rounding. f32 subnormals keep 16 bits below bf16's last place, so rounding to odd is safe
/// there as well.
KS_INLINE uint32_t bf16_of_f64(double value) { return bf16_of_f32(f32_to_odd(value)); }

#if KS_HW_FMA
KS_INLINE float fma32(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_INLINE double fma64(double a, double b, double c) { return __builtin_fma(a, b, c); }
#else
/// The product of two f32 is exact in f64, so only the sum needs care.
KS_INLINE float fma32(float a, float b, float c) { return (float)add_to_odd((double)a * (double)b, (double)c); }

/// Splits a finite, nonzero f64 into a mantissa with bit 52 set and the exponent of its last bit.
static uint64_t mantissa64(double x, int *exponent) {
    const uint64_t bits = bits_of64(x) & INT64_MAX;
    const int biased = (int)(bits >> 52);
    uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);
    if (biased != 0) {
        *exponent = biased - 1075;
        return mantissa | UINT64_C(1) << 52;
    }
    const int shift = __builtin_clzll(mantissa) - 11;
    *exponent = -1074 - shift;
    return mantissa << shift;
}

/// a*b + c rounded once, with 128-bit integers: product (106 bits) and addend are aligned near bit 125, what the
/// smaller one loses is kept in its last bit, and the sum is rounded by hand.
__attribute__((unused)) static double fma64(double a, double b, double c) {
    const int finite = (a - a == 0) & (b - b == 0);
    if (!finite || a == 0 || b == 0) return a * b + c;
    if (!(c - c == 0)) return c;
    if (c == 0) return a * b;
    int ea, eb, ec;
    const uint64_t ma = mantissa64(a, &ea), mb = mantissa64(b, &eb), mc = mantissa64(c, &ec);
    unsigned __int128 product = ((unsigned __int128)ma * mb) << 20, addend = (unsigned __int128)mc << 72;
    int ep = ea + eb - 20;
    ec -= 72;
    unsigned __int128 *const smaller = ep < ec ? &product : &addend;
    const int distance = ep < ec ? ec - ep : ep - ec;
    if (distance >= 127) {
        *smaller = 1;
    } else if (distance > 0) {
        const unsigned __int128 lost = *smaller & (((unsigned __int128)1 << distance) - 1);
        *smaller = (*smaller >> distance) | (lost != 0);
    }
    int exponent = ep < ec ? ec : ep;
    uint64_t sign = (bits_of64(a) ^ bits_of64(b)) & UINT64_C(0x8000000000000000);
    unsigned __int128 sum;
    if (sign == (bits_of64(c) & UINT64_C(0x8000000000000000))) {
        sum = product + addend;
    } else if (product >= addend) {
        sum = product - addend;
    } else {
        sum = addend - product;
        sign ^= UINT64_C(0x8000000000000000);
    }
    if (sum == 0) return 0.0;
    const uint64_t high = (uint64_t)(sum >> 64);
    const int top = high ? 127 - __builtin_clzll(high) : 63 - __builtin_clzll((uint64_t)sum);
    const int scale = top + exponent;
    if (scale > 1023) return f64_of(sign | UINT64_C(0x7ff0000000000000));
    const int precision = scale >= -1022 ? 53 : 53 - (-1022 - scale);
    if (precision < 0) return f64_of(sign);
    const int drop = top + 1 - precision;
    uint64_t quotient;
    if (drop <= 0) {
        quotient = (uint64_t)sum << -drop;
    } else {
        const unsigned __int128 half = (unsigned __int128)1 << (drop - 1);
        const unsigned __int128 rest = sum & (half + half - 1);
        quotient = (uint64_t)(sum >> drop);
        quotient += rest > half || (rest == half && (quotient & 1));
    }
    // A carry out of the mantissa lands in the exponent field, as it should.
    const uint64_t biased = precision == 53 ? (uint64_t)(scale + 1022) << 52 : 0;
    return f64_of(sign | (biased + quotient));
}
#endif

/// C's fmod by long division of the mantissas, 11 bits a step; exact. f32 and the 16-bit formats go through it too: the
/// remainder is a multiple of the smaller operand's last place and so representable in their format.
__attribute__((unused)) static double remainder64(double x, double y) {
    const uint64_t sign = bits_of64(x) & UINT64_C(0x8000000000000000);
    const uint64_t bx = bits_of64(x) & INT64_MAX, by = bits_of64(y) & INT64_MAX;
    const uint64_t infinity = UINT64_C(0x7ff0000000000000), hidden = UINT64_C(1) << 52;
    if (bx >= infinity || by > infinity || by == 0) return f64_of(UINT64_C(0x7ff8000000000000));
    if (bx < by) return x;
    int ex = (int)(bx >> 52), ey = (int)(by >> 52);
    uint64_t mx = bx & (hidden - 1), my = by & (hidden - 1);
    if (ex) mx |= hidden; else ex = 1;
    if (ey) my |= hidden; else ey = 1;
    uint64_t rest = mx % my;
    for (int left = ex - ey; left > 0 && rest; ) {
        const int step = left < 11 ? left : 11;
        rest = (rest << step) % my;
        left -= step;
    }
    if (rest == 0) return f64_of(sign);
    const int up = __builtin_clzll(rest) - 11;
    if (up < ey) return f64_of(sign | (((uint64_t)(ey - up - 1) << 52) + (rest << up)));
    return f64_of(sign | rest << (ey - 1));
}

#endif
