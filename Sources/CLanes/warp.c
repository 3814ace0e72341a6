// Reductions and prefixes over a warp, in fixed orders.

#if defined(__aarch64__)
#define KS_HW_ROUND 1
#define KS_HW_FMA 1
#else
#define KS_HW_ROUND 0
#define KS_HW_FMA 0
#endif
#define KS_HW_F16 0
#include "lanes_scalar.h"

KS_INLINE uint32_t add_f32(uint32_t a, uint32_t b) { return put32(f32_of(a) + f32_of(b)); }
KS_INLINE uint32_t mul_f32(uint32_t a, uint32_t b) { return put32(f32_of(a) * f32_of(b)); }
KS_INLINE uint32_t min_f32(uint32_t a, uint32_t b) { return put32(minnum32(f32_of(a), f32_of(b))); }
KS_INLINE uint32_t max_f32(uint32_t a, uint32_t b) { return put32(maxnum32(f32_of(a), f32_of(b))); }
KS_INLINE uint32_t add_f16(uint32_t a, uint32_t b) { return f16_of_f32(f32_of_f16(a) + f32_of_f16(b)); }
KS_INLINE uint32_t mul_f16(uint32_t a, uint32_t b) { return f16_of_f32(f32_of_f16(a) * f32_of_f16(b)); }
KS_INLINE uint32_t min_f16(uint32_t a, uint32_t b) { return f16_of_f32(minnum32(f32_of_f16(a), f32_of_f16(b))); }
KS_INLINE uint32_t max_f16(uint32_t a, uint32_t b) { return f16_of_f32(maxnum32(f32_of_f16(a), f32_of_f16(b))); }
KS_INLINE uint32_t add_i32(uint32_t a, uint32_t b) { return a + b; }
KS_INLINE uint32_t mul_i32(uint32_t a, uint32_t b) { return a * b; }
KS_INLINE uint32_t min_i32(uint32_t a, uint32_t b) { return (int32_t)a < (int32_t)b ? a : b; }
KS_INLINE uint32_t max_i32(uint32_t a, uint32_t b) { return (int32_t)a > (int32_t)b ? a : b; }
KS_INLINE uint32_t min_u32(uint32_t a, uint32_t b) { return a < b ? a : b; }
KS_INLINE uint32_t max_u32(uint32_t a, uint32_t b) { return a > b ? a : b; }
KS_INLINE uint32_t and_i32(uint32_t a, uint32_t b) { return a & b; }
KS_INLINE uint32_t or_i32(uint32_t a, uint32_t b) { return a | b; }
KS_INLINE uint32_t xor_i32(uint32_t a, uint32_t b) { return a ^ b; }

/// Defines a reduction. Only lane 0's value is wanted, so a step of distance s needs the lower s lanes alone.
#define KS_REDUCE(NAME, COMBINE, IDENTITY)                                                                             \
    uint32_t ks_reduce_##NAME(const uint32_t *row, uint32_t mask) {                                                    \
        uint32_t v[KS_LANES];                                                                                          \
        for (int l = 0; l < KS_LANES; l++) v[l] = (mask >> l) & 1 ? row[l] : IDENTITY;                                 \
        for (int l = 0; l < 16; l++) v[l] = COMBINE(v[l], v[l ^ 16]);                                                  \
        for (int l = 0; l < 8; l++) v[l] = COMBINE(v[l], v[l ^ 8]);                                                    \
        for (int l = 0; l < 4; l++) v[l] = COMBINE(v[l], v[l ^ 4]);                                                    \
        for (int l = 0; l < 2; l++) v[l] = COMBINE(v[l], v[l ^ 2]);                                                    \
        return COMBINE(v[0], v[1]);                                                                                    \
    }
KS_REDUCE(sum_f32, add_f32, UINT32_C(0x80000000))
KS_REDUCE(sum_f16, add_f16, 0x8000)
KS_REDUCE(sum_i32, add_i32, 0)
KS_REDUCE(sum_u32, add_i32, 0)
KS_REDUCE(product_f32, mul_f32, UINT32_C(0x3f800000))
KS_REDUCE(product_f16, mul_f16, 0x3c00)
KS_REDUCE(product_i32, mul_i32, 1)
KS_REDUCE(product_u32, mul_i32, 1)
KS_REDUCE(min_f32, min_f32, UINT32_C(0x7fc00000))
KS_REDUCE(min_f16, min_f16, 0x7e00)
KS_REDUCE(min_i32, min_i32, (uint32_t)INT32_MAX)
KS_REDUCE(min_u32, min_u32, UINT32_MAX)
KS_REDUCE(max_f32, max_f32, UINT32_C(0x7fc00000))
KS_REDUCE(max_f16, max_f16, 0x7e00)
KS_REDUCE(max_i32, max_i32, (uint32_t)INT32_MIN)
KS_REDUCE(max_u32, max_u32, 0)
KS_REDUCE(and, and_i32, UINT32_MAX)
KS_REDUCE(or, or_i32, 0)
KS_REDUCE(xor, xor_i32, 0)

/// Defines the inclusive and the exclusive prefix of one combination. The first active lane's value enters as it is.
#define KS_PREFIX(NAME, COMBINE, IDENTITY)                                                                             \
    void ks_prefix_inclusive_##NAME(uint32_t *dst, const uint32_t *row, uint32_t mask) {                               \
        uint32_t running = 0;                                                                                          \
        int started = 0;                                                                                               \
        for (int l = 0; l < KS_LANES; l++) {                                                                           \
            if (!((mask >> l) & 1)) continue;                                                                          \
            running = started ? COMBINE(running, row[l]) : row[l];                                                     \
            started = 1;                                                                                               \
            dst[l] = running;                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    void ks_prefix_exclusive_##NAME(uint32_t *dst, const uint32_t *row, uint32_t mask) {                               \
        uint32_t running = IDENTITY;                                                                                   \
        int started = 0;                                                                                               \
        for (int l = 0; l < KS_LANES; l++) {                                                                           \
            if (!((mask >> l) & 1)) continue;                                                                          \
            const uint32_t value = row[l];                                                                             \
            dst[l] = running;                                                                                          \
            running = started ? COMBINE(running, value) : value;                                                       \
            started = 1;                                                                                               \
        }                                                                                                              \
    }
KS_PREFIX(sum_f32, add_f32, 0)
KS_PREFIX(sum_f16, add_f16, 0)
KS_PREFIX(sum_i32, add_i32, 0)
KS_PREFIX(product_f32, mul_f32, UINT32_C(0x3f800000))
KS_PREFIX(product_f16, mul_f16, 0x3c00)
KS_PREFIX(product_i32, mul_i32, 1)
