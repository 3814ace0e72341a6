/// What every path's lane functions share: row types, bit casts, canonical NaNs and the loops.
///
/// The `lanes_*.h` files are the text of one path. Each `path_*.c` includes them once under its own target features, so
/// all their functions are static.
#ifndef KS_LANES_BASE_H
#define KS_LANES_BASE_H

#include "CLanes.h"
#include <string.h>

#pragma STDC FP_CONTRACT OFF

/// An element of a 32-bit row. A row's memory is reused for other types, hence `may_alias`.
typedef uint32_t __attribute__((may_alias)) row32;
/// An element of a 64-bit row.
typedef uint64_t __attribute__((may_alias)) row64;

/// A helper that must melt into the lane loop, or the loop could not be vectorised.
#define KS_INLINE static inline __attribute__((always_inline, unused))

/// The loop over lanes. `assume_safety` holds because rows are equal or disjoint and iteration l touches only lane l;
/// without it the compiler would test for overlap and take a scalar loop exactly where dst is an input.
#define KS_EACH_LANE _Pragma("clang loop vectorize(assume_safety)") for (int l = 0; l < KS_LANES; l++)

KS_INLINE float f32_of(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, 4);
    return value;
}

KS_INLINE uint32_t bits_of32(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, 4);
    return bits;
}

KS_INLINE double f64_of(uint64_t bits) {
    double value;
    __builtin_memcpy(&value, &bits, 8);
    return value;
}

KS_INLINE uint64_t bits_of64(double value) {
    uint64_t bits;
    __builtin_memcpy(&bits, &value, 8);
    return bits;
}

/// The row encoding of a computed f32: which operand's NaN hardware hands on depends on the instruction chosen, so a
/// NaN becomes the canonical one.
KS_INLINE uint32_t put32(float value) { return value == value ? bits_of32(value) : UINT32_C(0x7fc00000); }

/// The row encoding of a computed f64, NaN canonical.
KS_INLINE uint64_t put64(double value) {
    return value == value ? bits_of64(value) : UINT64_C(0x7ff8000000000000);
}

/// The loop for operations whose work per lane varies too much to be vectorised.
#define KS_LANE_BY_LANE for (int l = 0; l < KS_LANES; l++)

/// Defines an operation whose rows all have one width; EXPR computes lane l from `a`, `b`, `c`.
#define KS_UNARY_LOOP(NAME, ROW, LOOP, EXPR)                                                                           \
    enum { arity_##NAME = 1 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        (void)pb, (void)pc;                                                                                            \
        ROW *d = dst;                                                                                                  \
        const ROW *ra = pa;                                                                                            \
        LOOP {                                                                                                         \
            const ROW a = ra[l];                                                                                       \
            d[l] = EXPR;                                                                                               \
        }                                                                                                              \
    }
#define KS_UNARY(NAME, ROW, EXPR) KS_UNARY_LOOP(NAME, ROW, KS_EACH_LANE, EXPR)
#define KS_BINARY_LOOP(NAME, ROW, LOOP, EXPR)                                                                          \
    enum { arity_##NAME = 2 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        (void)pc;                                                                                                      \
        ROW *d = dst;                                                                                                  \
        const ROW *ra = pa, *rb = pb;                                                                                  \
        LOOP {                                                                                                         \
            const ROW a = ra[l], b = rb[l];                                                                            \
            d[l] = EXPR;                                                                                               \
        }                                                                                                              \
    }
#define KS_BINARY(NAME, ROW, EXPR) KS_BINARY_LOOP(NAME, ROW, KS_EACH_LANE, EXPR)
#define KS_TERNARY(NAME, ROW, EXPR)                                                                                    \
    enum { arity_##NAME = 3 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        ROW *d = dst;                                                                                                  \
        const ROW *ra = pa, *rb = pb, *rc = pc;                                                                        \
        KS_EACH_LANE {                                                                                                 \
            const ROW a = ra[l], b = rb[l], c = rc[l];                                                                 \
            d[l] = EXPR;                                                                                               \
        }                                                                                                              \
    }

// Where widths differ, dst may still be an input's address, so the 32-bit side goes through a local row.

/// Defines a unary operation from a 32-bit row to a 64-bit row.
#define KS_WIDEN(NAME, EXPR)                                                                                           \
    enum { arity_##NAME = 1 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        (void)pb, (void)pc;                                                                                            \
        row64 *d = dst;                                                                                                \
        row32 ra[KS_LANES] __attribute__((aligned(64)));                                                               \
        memcpy(ra, pa, sizeof ra);                                                                                     \
        KS_EACH_LANE {                                                                                                 \
            const uint32_t a = ra[l];                                                                                  \
            d[l] = EXPR;                                                                                               \
        }                                                                                                              \
    }
/// Defines a unary operation from a 64-bit row to a 32-bit row.
#define KS_NARROW(NAME, EXPR)                                                                                          \
    enum { arity_##NAME = 1 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        (void)pb, (void)pc;                                                                                            \
        row32 d[KS_LANES] __attribute__((aligned(64)));                                                                \
        const row64 *ra = pa;                                                                                          \
        KS_EACH_LANE {                                                                                                 \
            const uint64_t a = ra[l];                                                                                  \
            d[l] = EXPR;                                                                                               \
        }                                                                                                              \
        memcpy(dst, d, sizeof d);                                                                                      \
    }
/// Defines a comparison of two 64-bit rows into an i1 row.
#define KS_COMPARE64(NAME, EXPR)                                                                                       \
    enum { arity_##NAME = 2 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        (void)pc;                                                                                                      \
        row32 d[KS_LANES] __attribute__((aligned(64)));                                                                \
        const row64 *ra = pa, *rb = pb;                                                                                \
        KS_EACH_LANE {                                                                                                 \
            const uint64_t a = ra[l], b = rb[l];                                                                       \
            d[l] = (EXPR) ? 1 : 0;                                                                                     \
        }                                                                                                              \
        memcpy(dst, d, sizeof d);                                                                                      \
    }

#endif
