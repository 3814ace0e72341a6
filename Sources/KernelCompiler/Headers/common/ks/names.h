// Functions of one and two arguments that kernels and oracles have in float and in double.
#pragma once

// The machine has these in both: `__ks_NAME_f32` and `__ks_NAME_f64`.
#define KS_EACH_UNARY(M)                                                                                               \
    M(exp) M(exp2) M(log) M(log2) M(log10) M(rsqrt) M(sin) M(cos) M(tan) M(atan) M(tanh) M(erf)
#define KS_EACH_BINARY(M) M(pow) M(atan2) M(fmod)
// These it has in float; `ks/double.h` writes them in double as `ks_NAME_f64`.
#define KS_EACH_WRITTEN(M)                                                                                             \
    M(exp10) M(expm1) M(log1p) M(asin) M(acos) M(sinh) M(cosh) M(asinh) M(acosh) M(atanh) M(cbrt)
