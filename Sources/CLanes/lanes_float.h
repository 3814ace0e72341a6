/// Floating-point lane functions.
///
/// 16-bit formats: a result computed in f32 (24 bits) and rounded again equals the exact result rounded once, because
/// 24 is at least 2p + 2 (f16: p = 11, bf16: p = 8; Figueroa), as long as the f32 result is not subnormal. For f16 it
/// never is. For bf16, which has f32's exponents, sums are exact when subnormal and square roots never are; subnormal
/// products of at least 2^-134, half of bf16's least number, have their last bit at 2^-149 or above and so are exact in
/// f32; a subnormal quotient that is no midpoint M * 2^-134 differs from it by at least 2^-8/M of itself, f32's
/// rounding only by 2^-16/M. What lies below 2^-134 becomes 0 either way.
///
/// The sum in a FMA has more bits than that and is rounded to odd first. For f16 that happens in f32, where the product
/// (22 bits, multiples of 2^-48) is exact; for bf16 in f64.
#ifndef KS_LANES_FLOAT_H
#define KS_LANES_FLOAT_H

#include "lanes_scalar.h"

/// Defines the operations of one format whose arithmetic is done in the width of `GET`'s result (W = 32 or 64).
/// ROUNDING is `soft_` for f16: the compiler would move a rounding instruction before the widening and lose the
/// vectors.
#define KS_DEFINE_FLOAT(F, ROW, GET, PUT, W, MAGNITUDE, SIGN, ROUNDING)                                                \
    KS_BINARY(ADD_##F, ROW, PUT(GET(a) + GET(b)))                                                                      \
    KS_BINARY(SUB_##F, ROW, PUT(GET(a) - GET(b)))                                                                      \
    KS_UNARY(NEG_##F, ROW, (a ^ (SIGN)) & ((MAGNITUDE) | (SIGN)))                                                      \
    KS_UNARY(ABS_##F, ROW, a &(MAGNITUDE))                                                                             \
    KS_BINARY(COPYSIGN_##F, ROW, (a & (MAGNITUDE)) | (b & (SIGN)))                                                     \
    KS_BINARY(MINNUM_##F, ROW, PUT(minnum##W(GET(a), GET(b))))                                                         \
    KS_BINARY(MAXNUM_##F, ROW, PUT(maxnum##W(GET(a), GET(b))))                                                         \
    KS_UNARY(FLOOR_##F, ROW, PUT(ROUNDING##floor##W(GET(a))))                                                          \
    KS_UNARY(CEIL_##F, ROW, PUT(ROUNDING##ceil##W(GET(a))))                                                            \
    KS_UNARY(TRUNC_##F, ROW, PUT(ROUNDING##trunc##W(GET(a))))                                                          \
    KS_UNARY(RINT_##F, ROW, PUT(ROUNDING##rint##W(GET(a))))                                                            \
    KS_UNARY(ROUND_##F, ROW, PUT(round##W(GET(a))))

/// Defines the comparisons of one format. Ordered ones are false, unordered ones true, when either is a NaN.
#define KS_DEFINE_FLOAT_COMPARISONS(F, COMPARE, GET)                                                                   \
    COMPARE(FCMP_OEQ_##F, GET(a) == GET(b))                                                                            \
    COMPARE(FCMP_OGT_##F, GET(a) > GET(b))                                                                             \
    COMPARE(FCMP_OGE_##F, GET(a) >= GET(b))                                                                            \
    COMPARE(FCMP_OLT_##F, GET(a) < GET(b))                                                                             \
    COMPARE(FCMP_OLE_##F, GET(a) <= GET(b))                                                                            \
    COMPARE(FCMP_ONE_##F, (GET(a) < GET(b)) | (GET(a) > GET(b)))                                                       \
    COMPARE(FCMP_ORD_##F, (GET(a) == GET(a)) & (GET(b) == GET(b)))                                                     \
    COMPARE(FCMP_UEQ_##F, !((GET(a) < GET(b)) | (GET(a) > GET(b))))                                                    \
    COMPARE(FCMP_UGT_##F, !(GET(a) <= GET(b)))                                                                         \
    COMPARE(FCMP_UGE_##F, !(GET(a) < GET(b)))                                                                          \
    COMPARE(FCMP_ULT_##F, !(GET(a) >= GET(b)))                                                                         \
    COMPARE(FCMP_ULE_##F, !(GET(a) > GET(b)))                                                                          \
    COMPARE(FCMP_UNE_##F, GET(a) != GET(b))                                                                            \
    COMPARE(FCMP_UNO_##F, (GET(a) != GET(a)) | (GET(b) != GET(b)))

/// A comparison of two 32-bit rows into an i1 row.
#define KS_FLOAT_COMPARE32(NAME, EXPR) KS_BINARY(NAME, row32, (EXPR) ? 1 : 0)

KS_DEFINE_FLOAT(F16, row32, f32_of_f16, f16_of_f32, 32, 0x7fff, 0x8000, soft_)
KS_DEFINE_FLOAT(BF16, row32, f32_of_bf16, bf16_of_f32, 32, 0x7fff, 0x8000, )
KS_DEFINE_FLOAT(F32, row32, f32_of, put32, 32, UINT32_C(0x7fffffff), UINT32_C(0x80000000), )
KS_DEFINE_FLOAT(F64, row64, f64_of, put64, 64, UINT64_C(0x7fffffffffffffff), UINT64_C(0x8000000000000000), )
KS_DEFINE_FLOAT_COMPARISONS(F16, KS_FLOAT_COMPARE32, f32_of_f16)
KS_DEFINE_FLOAT_COMPARISONS(BF16, KS_FLOAT_COMPARE32, f32_of_bf16)
KS_DEFINE_FLOAT_COMPARISONS(F32, KS_FLOAT_COMPARE32, f32_of)
KS_DEFINE_FLOAT_COMPARISONS(F64, KS_COMPARE64, f64_of)

KS_BINARY(MUL_F16, row32, f16_of_f32(f32_of_f16(a) * f32_of_f16(b)))
KS_BINARY(DIV_F16, row32, f16_of_f32(f32_of_f16(a) / f32_of_f16(b)))
KS_UNARY(SQRT_F16, row32, f16_of_f32(__builtin_sqrtf(f32_of_f16(a))))
KS_BINARY(MUL_BF16, row32, bf16_of_f32(f32_of_bf16(a) * f32_of_bf16(b)))
KS_BINARY(DIV_BF16, row32, bf16_of_f32(f32_of_bf16(a) / f32_of_bf16(b)))
KS_UNARY(SQRT_BF16, row32, bf16_of_f32(__builtin_sqrtf(f32_of_bf16(a))))
KS_BINARY(MUL_F32, row32, put32(f32_of(a) * f32_of(b)))
KS_BINARY(DIV_F32, row32, put32(f32_of(a) / f32_of(b)))
KS_UNARY(SQRT_F32, row32, put32(__builtin_sqrtf(f32_of(a))))
KS_BINARY(MUL_F64, row64, put64(f64_of(a) * f64_of(b)))
KS_BINARY(DIV_F64, row64, put64(f64_of(a) / f64_of(b)))
KS_UNARY(SQRT_F64, row64, put64(__builtin_sqrt(f64_of(a))))

KS_TERNARY(FMA_F16, row32,
    f16_of_f32(add_to_odd32(f32_of_f16(a) * f32_of_f16(b), f32_of_f16(c))))
KS_TERNARY(FMA_BF16, row32,
    bf16_of_f64(add_to_odd((double)f32_of_bf16(a) * (double)f32_of_bf16(b), (double)f32_of_bf16(c))))
KS_TERNARY(FMA_F32, row32, put32(fma32(f32_of(a), f32_of(b), f32_of(c))))
KS_TERNARY(FMA_F64, row64, put64(fma64(f64_of(a), f64_of(b), f64_of(c))))

KS_BINARY_LOOP(REM_F16, row32, KS_LANE_BY_LANE, f16_of_f32((float)remainder64(f32_of_f16(a), f32_of_f16(b))))
KS_BINARY_LOOP(REM_BF16, row32, KS_LANE_BY_LANE, bf16_of_f32((float)remainder64(f32_of_bf16(a), f32_of_bf16(b))))
KS_BINARY_LOOP(REM_F32, row32, KS_LANE_BY_LANE, put32((float)remainder64(f32_of(a), f32_of(b))))
KS_BINARY_LOOP(REM_F64, row64, KS_LANE_BY_LANE, put64(remainder64(f64_of(a), f64_of(b))))

#endif
