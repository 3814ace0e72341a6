/// Conversions between formats.
#ifndef KS_LANES_CONVERT_H
#define KS_LANES_CONVERT_H

#include "lanes_scalar.h"

KS_WIDEN(ZEXT_I32_I64, a)
KS_WIDEN(SEXT_I32_I64, (uint64_t)(int64_t)(int32_t)a)
KS_NARROW(TRUNC_I64_I32, (uint32_t)a)
KS_UNARY(SEXT_I1_I32, row32, 0 - (a & 1))
KS_UNARY(SEXT_I8_I32, row32, (uint32_t)(int32_t)(int8_t)a)
KS_UNARY(SEXT_I16_I32, row32, (uint32_t)(int32_t)(int16_t)a)
KS_UNARY(MASK_I1, row32, a & 1)
KS_UNARY(MASK_I8, row32, a & 0xff)
KS_UNARY(MASK_I16, row32, a & 0xffff)

KS_UNARY(FPEXT_F16_F32, row32, put32(f32_of_f16(a)))
KS_UNARY(FPTRUNC_F32_F16, row32, f16_of_f32(f32_of(a)))
KS_UNARY(FPEXT_BF16_F32, row32, put32(f32_of_bf16(a)))
KS_UNARY(FPTRUNC_F32_BF16, row32, bf16_of_f32(f32_of(a)))
KS_WIDEN(FPEXT_F32_F64, put64(f32_of(a)))
KS_NARROW(FPTRUNC_F64_F32, put32((float)f64_of(a)))
KS_WIDEN(FPEXT_F16_F64, put64(f32_of_f16(a)))
KS_NARROW(FPTRUNC_F64_F16, f16_of_f64(f64_of(a)))
KS_WIDEN(FPEXT_BF16_F64, put64(f32_of_bf16(a)))
KS_NARROW(FPTRUNC_F64_BF16, bf16_of_f64(f64_of(a)))

/// Saturating conversion to a signed integer type; LIMIT is 2^(width - 1). The cast sees only values it can represent.
#define KS_TO_SIGNED(VALUE, FLOAT, SIGNED, UNSIGNED, MIN, MAX, LIMIT)                                                  \
    KS_INLINE UNSIGNED VALUE(FLOAT x) {                                                                                \
        const SIGNED inside = (SIGNED)(((x >= -(LIMIT)) & (x < (LIMIT))) ? x : 0);                                     \
        return (UNSIGNED)(x >= (LIMIT) ? (MAX) : x < -(LIMIT) ? (MIN) : inside);                                       \
    }
/// Saturating conversion to an unsigned integer type; LIMIT is 2^width.
#define KS_TO_UNSIGNED(VALUE, FLOAT, UNSIGNED, MAX, LIMIT)                                                             \
    KS_INLINE UNSIGNED VALUE(FLOAT x) {                                                                                \
        const UNSIGNED inside = (UNSIGNED)(((x > 0) & (x < (LIMIT))) ? x : 0);                                         \
        return x >= (LIMIT) ? (MAX) : inside;                                                                          \
    }
KS_TO_SIGNED(s32_of_f32, float, int32_t, uint32_t, INT32_MIN, INT32_MAX, 0x1p31f)
KS_TO_SIGNED(s32_of_f64, double, int32_t, uint32_t, INT32_MIN, INT32_MAX, 0x1p31)
KS_TO_SIGNED(s64_of_f32, float, int64_t, uint64_t, INT64_MIN, INT64_MAX, 0x1p63f)
KS_TO_SIGNED(s64_of_f64, double, int64_t, uint64_t, INT64_MIN, INT64_MAX, 0x1p63)
KS_TO_UNSIGNED(u32_of_f32, float, uint32_t, UINT32_MAX, 0x1p32f)
KS_TO_UNSIGNED(u32_of_f64, double, uint32_t, UINT32_MAX, 0x1p32)
KS_TO_UNSIGNED(u64_of_f32, float, uint64_t, UINT64_MAX, 0x1p64f)
KS_TO_UNSIGNED(u64_of_f64, double, uint64_t, UINT64_MAX, 0x1p64)

// Signed sources become a magnitude and a sign, so one unsigned conversion serves both.

KS_INLINE uint32_t magnitude32(uint32_t a) { return (int32_t)a < 0 ? 0 - a : a; }
KS_INLINE uint64_t magnitude64(uint64_t a) { return (int64_t)a < 0 ? 0 - a : a; }

/// Everything above 65520 is infinite in f16, so clamping at 2^17 changes nothing and leaves an exact f32.
KS_INLINE uint32_t f16_of_u64(uint64_t m) { return f16_of_f32((float)(int32_t)(m < 0x20000 ? (uint32_t)m : 0x20000)); }
KS_INLINE uint32_t f16_of_u32(uint32_t m) { return f16_of_f32((float)(int32_t)(m < 0x20000 ? m : 0x20000)); }

/// From 2^53 on the low 11 bits lie far below bf16's rounding position; only whether any is set matters, which bit 11
/// then tells. What is left is an exact f64.
KS_INLINE uint32_t bf16_of_u64(uint64_t m) {
    const uint64_t sticky = (m & ~UINT64_C(0x7ff)) | (m & 0x7ff ? 0x800 : 0);
    return bf16_of_f64((double)(m >> 53 ? sticky : m));
}
KS_INLINE uint32_t bf16_of_u32(uint32_t m) { return bf16_of_f64((double)m); }

/// Defines a 16-bit format's integer conversions.
#define KS_DEFINE_HALF_CONVERSIONS(F, GET, FROM)                                                                       \
    KS_UNARY(UITOFP_I32_##F, row32, FROM##32(a))                                                                       \
    KS_UNARY(SITOFP_I32_##F, row32, FROM##32(magnitude32(a)) | ((a >> 16) & 0x8000))                                   \
    KS_NARROW(UITOFP_I64_##F, FROM##64(a))                                                                             \
    KS_NARROW(SITOFP_I64_##F, FROM##64(magnitude64(a)) | ((uint32_t)(a >> 48) & 0x8000))                               \
    KS_UNARY(FPTOSI_##F##_I32, row32, s32_of_f32(GET(a)))                                                              \
    KS_UNARY(FPTOUI_##F##_I32, row32, u32_of_f32(GET(a)))                                                              \
    KS_WIDEN(FPTOSI_##F##_I64, s64_of_f32(GET(a)))                                                                     \
    KS_WIDEN(FPTOUI_##F##_I64, u64_of_f32(GET(a)))

KS_DEFINE_HALF_CONVERSIONS(F16, f32_of_f16, f16_of_u)
KS_DEFINE_HALF_CONVERSIONS(BF16, f32_of_bf16, bf16_of_u)

KS_UNARY(SITOFP_I32_F32, row32, bits_of32((float)(int32_t)a))
KS_UNARY(UITOFP_I32_F32, row32, bits_of32((float)a))
KS_NARROW(SITOFP_I64_F32, bits_of32((float)(int64_t)a))
KS_NARROW(UITOFP_I64_F32, bits_of32((float)a))
KS_UNARY(FPTOSI_F32_I32, row32, s32_of_f32(f32_of(a)))
KS_UNARY(FPTOUI_F32_I32, row32, u32_of_f32(f32_of(a)))
KS_WIDEN(FPTOSI_F32_I64, s64_of_f32(f32_of(a)))
KS_WIDEN(FPTOUI_F32_I64, u64_of_f32(f32_of(a)))

KS_WIDEN(SITOFP_I32_F64, bits_of64((double)(int32_t)a))
KS_WIDEN(UITOFP_I32_F64, bits_of64((double)a))
KS_UNARY(SITOFP_I64_F64, row64, bits_of64((double)(int64_t)a))
KS_UNARY(UITOFP_I64_F64, row64, bits_of64((double)a))
KS_NARROW(FPTOSI_F64_I32, s32_of_f64(f64_of(a)))
KS_NARROW(FPTOUI_F64_I32, u32_of_f64(f64_of(a)))
KS_UNARY(FPTOSI_F64_I64, row64, s64_of_f64(f64_of(a)))
KS_UNARY(FPTOUI_F64_I64, row64, u64_of_f64(f64_of(a)))

/// Defines an element's address from a 32-bit index, `EXTENDED` in 64 bits.
#define KS_SHL_ADD_32(NAME, EXTENDED)                                                                                  \
    enum { arity_##NAME = 3 };                                                                                         \
    static void lane_##NAME(void *dst, const void *pa, const void *pb, const void *pc) {                               \
        row64 *d = dst;                                                                                                \
        const row64 *ra = pa, *rc = pc;                                                                                \
        row32 rb[KS_LANES] __attribute__((aligned(64)));                                                               \
        memcpy(rb, pb, sizeof rb);                                                                                     \
        KS_EACH_LANE {                                                                                                 \
            const uint32_t b = rb[l];                                                                                  \
            d[l] = ra[l] + ((EXTENDED) << (rc[l] & 63));                                                               \
        }                                                                                                              \
    }
KS_SHL_ADD_32(SHL_ADD_U32, (uint64_t)b)
KS_SHL_ADD_32(SHL_ADD_S32, (uint64_t)(int64_t)(int32_t)b)
KS_TERNARY(SHL_ADD_I64, row64, a + (b << (c & 63)))

#endif
