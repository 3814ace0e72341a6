/// Integer lane functions.
#ifndef KS_LANES_INTEGER_H
#define KS_LANES_INTEGER_H

#include "lanes_base.h"

/// Quotient of 32-bit integers through f64: it is exact, because a non-integer quotient differs from the next integer
/// by at least 1/b, more than f64's rounding; x86 has no vector integer division.
KS_INLINE uint32_t udiv32(uint32_t a, uint32_t b) {
    const double quotient = (double)a / (double)(b ? b : 1);
    return b ? (uint32_t)quotient : 0;
}

/// Signed quotient through f64; INT_MIN / -1 is 2^31, which wraps.
KS_INLINE uint32_t sdiv32(uint32_t a, uint32_t b) {
    const uint32_t magnitude = udiv32((int32_t)a < 0 ? 0 - a : a, (int32_t)b < 0 ? 0 - b : b);
    return (int32_t)(a ^ b) < 0 ? 0 - magnitude : magnitude;
}

KS_INLINE uint64_t udiv64(uint64_t a, uint64_t b) { return b ? a / b : 0; }
KS_INLINE uint64_t sdiv64(uint64_t a, uint64_t b) {
    if (b == 0) return 0;
    return b == UINT64_MAX ? 0 - a : (uint64_t)((int64_t)a / (int64_t)b);
}

KS_INLINE uint32_t mulhi_u32(uint32_t a, uint32_t b) { return (uint32_t)(((uint64_t)a * b) >> 32); }
KS_INLINE uint32_t mulhi_s32(uint32_t a, uint32_t b) {
    return (uint32_t)((uint64_t)((int64_t)(int32_t)a * (int32_t)b) >> 32);
}
KS_INLINE uint64_t mulhi_u64(uint64_t a, uint64_t b) { return (uint64_t)(((unsigned __int128)a * b) >> 64); }
KS_INLINE uint64_t mulhi_s64(uint64_t a, uint64_t b) {
    return (uint64_t)((unsigned __int128)((__int128)(int64_t)a * (int64_t)b) >> 64);
}

// Counts by halving, which vectorises on every path.
KS_INLINE uint32_t popcount32(uint32_t x) {
    x -= (x >> 1) & UINT32_C(0x55555555);
    x = (x & UINT32_C(0x33333333)) + ((x >> 2) & UINT32_C(0x33333333));
    x = (x + (x >> 4)) & UINT32_C(0x0f0f0f0f);
    return (x * UINT32_C(0x01010101)) >> 24;
}
KS_INLINE uint64_t popcount64(uint64_t x) {
    return popcount32((uint32_t)x) + popcount32((uint32_t)(x >> 32));
}
/// Sets every bit below the highest set one; the zeros left are the leading ones.
KS_INLINE uint32_t ctlz32(uint32_t x) {
    x |= x >> 1;
    x |= x >> 2;
    x |= x >> 4;
    x |= x >> 8;
    x |= x >> 16;
    return popcount32(~x);
}
KS_INLINE uint64_t ctlz64(uint64_t x) {
    const uint32_t high = (uint32_t)(x >> 32);
    return high ? ctlz32(high) : 32 + ctlz32((uint32_t)x);
}
KS_INLINE uint32_t cttz32(uint32_t x) { return popcount32(~x & (x - 1)); }
KS_INLINE uint64_t cttz64(uint64_t x) { return popcount64(~x & (x - 1)); }

KS_INLINE uint32_t bswap32(uint32_t x) { return __builtin_bswap32(x); }
KS_INLINE uint64_t bswap64(uint64_t x) { return __builtin_bswap64(x); }
KS_INLINE uint32_t bitreverse32(uint32_t x) {
    x = ((x >> 1) & UINT32_C(0x55555555)) | ((x & UINT32_C(0x55555555)) << 1);
    x = ((x >> 2) & UINT32_C(0x33333333)) | ((x & UINT32_C(0x33333333)) << 2);
    x = ((x >> 4) & UINT32_C(0x0f0f0f0f)) | ((x & UINT32_C(0x0f0f0f0f)) << 4);
    return bswap32(x);
}
KS_INLINE uint64_t bitreverse64(uint64_t x) {
    return ((uint64_t)bitreverse32((uint32_t)x) << 32) | bitreverse32((uint32_t)(x >> 32));
}

/// Defines the operations of one width from its row type, signed type and the helpers' suffix.
#define KS_DEFINE_INTEGER(W, ROW, SIGNED, BITS)                                                                        \
    KS_BINARY(ADD_##W, ROW, a + b)                                                                                     \
    KS_BINARY(SUB_##W, ROW, a - b)                                                                                     \
    KS_BINARY(MUL_##W, ROW, a * b)                                                                                     \
    KS_BINARY(UDIV_##W, ROW, udiv##BITS(a, b))                                                                         \
    KS_BINARY(SDIV_##W, ROW, sdiv##BITS(a, b))                                                                         \
    KS_BINARY(UREM_##W, ROW, b ? a - udiv##BITS(a, b) * b : 0)                                                         \
    KS_BINARY(SREM_##W, ROW, b ? a - sdiv##BITS(a, b) * b : 0)                                                         \
    KS_BINARY(SHL_##W, ROW, b < BITS ? a << (b & (BITS - 1)) : 0)                                                      \
    KS_BINARY(LSHR_##W, ROW, b < BITS ? a >> (b & (BITS - 1)) : 0)                                                     \
    KS_BINARY(ASHR_##W, ROW, (ROW)((SIGNED)a >> (b < BITS ? b : BITS - 1)))                                            \
    KS_BINARY(AND_##W, ROW, a &b)                                                                                      \
    KS_BINARY(OR_##W, ROW, a | b)                                                                                      \
    KS_BINARY(XOR_##W, ROW, a ^ b)                                                                                     \
    KS_BINARY(UMIN_##W, ROW, a < b ? a : b)                                                                            \
    KS_BINARY(UMAX_##W, ROW, a > b ? a : b)                                                                            \
    KS_BINARY(SMIN_##W, ROW, (SIGNED)a < (SIGNED)b ? a : b)                                                            \
    KS_BINARY(SMAX_##W, ROW, (SIGNED)a > (SIGNED)b ? a : b)                                                            \
    KS_UNARY(ABS_##W, ROW, (SIGNED)a < 0 ? 0 - a : a)                                                                  \
    KS_UNARY(CTPOP_##W, ROW, popcount##BITS(a))                                                                        \
    KS_UNARY(CTLZ_##W, ROW, ctlz##BITS(a))                                                                             \
    KS_UNARY(CTTZ_##W, ROW, cttz##BITS(a))                                                                             \
    KS_UNARY(BITREVERSE_##W, ROW, bitreverse##BITS(a))                                                                 \
    KS_UNARY(BSWAP_##W, ROW, bswap##BITS(a))                                                                           \
    KS_BINARY(MULHI_U_##W, ROW, mulhi_u##BITS(a, b))                                                                   \
    KS_BINARY(MULHI_S_##W, ROW, mulhi_s##BITS(a, b))                                                                   \
    /* The second shift is split in two so that an amount of 0 does not shift by the whole width. */                   \
    KS_TERNARY(FSHL_##W, ROW, (a << (c & (BITS - 1))) | ((b >> 1) >> (~c & (BITS - 1))))                               \
    KS_TERNARY(FSHR_##W, ROW, ((a << 1) << (~c & (BITS - 1))) | (b >> (c & (BITS - 1))))                               \
    KS_BINARY(UADD_SAT_##W, ROW, a + b < a ? (ROW)-1 : a + b)                                                          \
    KS_BINARY(USUB_SAT_##W, ROW, a < b ? 0 : a - b)                                                                    \
    /* Overflow shows in the sign bit; the limit has the sign of a. */                                                 \
    KS_BINARY(SADD_SAT_##W, ROW,                                                                                       \
        (SIGNED)(~(a ^ b) & (a ^ (a + b))) < 0 ? (a >> (BITS - 1)) + ((ROW)-1 >> 1) : a + b)                           \
    KS_BINARY(SSUB_SAT_##W, ROW,                                                                                       \
        (SIGNED)((a ^ b) & (a ^ (a - b))) < 0 ? (a >> (BITS - 1)) + ((ROW)-1 >> 1) : a - b)

/// Defines the comparisons of one width; COMPARE(name, expression) makes an operation of the row's width.
#define KS_DEFINE_INTEGER_COMPARISONS(W, COMPARE, SIGNED)                                                              \
    COMPARE(ICMP_EQ_##W, a == b)                                                                                       \
    COMPARE(ICMP_NE_##W, a != b)                                                                                       \
    COMPARE(ICMP_UGT_##W, a > b)                                                                                       \
    COMPARE(ICMP_UGE_##W, a >= b)                                                                                      \
    COMPARE(ICMP_ULT_##W, a < b)                                                                                       \
    COMPARE(ICMP_ULE_##W, a <= b)                                                                                      \
    COMPARE(ICMP_SGT_##W, (SIGNED)a > (SIGNED)b)                                                                       \
    COMPARE(ICMP_SGE_##W, (SIGNED)a >= (SIGNED)b)                                                                      \
    COMPARE(ICMP_SLT_##W, (SIGNED)a < (SIGNED)b)                                                                       \
    COMPARE(ICMP_SLE_##W, (SIGNED)a <= (SIGNED)b)

/// A comparison of two 32-bit rows into an i1 row.
#define KS_COMPARE32(NAME, EXPR) KS_BINARY(NAME, row32, (EXPR) ? 1 : 0)

KS_DEFINE_INTEGER(I32, row32, int32_t, 32)
KS_DEFINE_INTEGER(I64, row64, int64_t, 64)
KS_DEFINE_INTEGER_COMPARISONS(I32, KS_COMPARE32, int32_t)
KS_DEFINE_INTEGER_COMPARISONS(I64, KS_COMPARE64, int64_t)

KS_TERNARY(SELECT_I32, row32, a & 1 ? b : c)

/// Byte `i` of a word, sign-extended.
static inline uint32_t signed_byte(uint32_t word, int i) { return (uint32_t)(int32_t)(int8_t)(word >> (8 * i)); }
/// Byte `i` of a word.
static inline uint32_t unsigned_byte(uint32_t word, int i) { return word >> (8 * i) & 255; }

#define KS_DOT4(BYTE) c + BYTE(a, 0) * BYTE(b, 0) + BYTE(a, 1) * BYTE(b, 1) + BYTE(a, 2) * BYTE(b, 2) + BYTE(a, 3) * BYTE(b, 3)
KS_TERNARY(DOT4_S32, row32, KS_DOT4(signed_byte))
KS_TERNARY(DOT4_U32, row32, KS_DOT4(unsigned_byte))

enum { arity_SELECT_I64 = 3 };
static void lane_SELECT_I64(void *dst, const void *pa, const void *pb, const void *pc) {
    row64 *d = dst;
    row32 ra[KS_LANES] __attribute__((aligned(64)));
    memcpy(ra, pa, sizeof ra);
    const row64 *rb = pb, *rc = pc;
    KS_EACH_LANE {
        const uint64_t b = rb[l], c = rc[l];
        d[l] = ra[l] & 1 ? b : c;
    }
}

/// A part of a row moved at once; a plain loop would become a call of `memmove`.
typedef uint32_t __attribute__((vector_size(64), aligned(4), may_alias)) row_part;

enum { arity_MOVE_32 = 1, arity_MOVE_64 = 1 };
static void lane_MOVE_32(void *dst, const void *pa, const void *pb, const void *pc) {
    (void)pb, (void)pc;
    const row_part *a = pa;
    row_part *d = dst;
    const row_part first = a[0], second = a[1];
    d[0] = first, d[1] = second;
}
static void lane_MOVE_64(void *dst, const void *pa, const void *pb, const void *pc) {
    (void)pb, (void)pc;
    const row_part *a = pa;
    row_part *d = dst;
    const row_part first = a[0], second = a[1], third = a[2], fourth = a[3];
    d[0] = first, d[1] = second, d[2] = third, d[3] = fourth;
}

#endif
