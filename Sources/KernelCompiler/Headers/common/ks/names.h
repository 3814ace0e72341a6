// Functions that the machine has in float and in double, by name: `__ks_NAME_f32` and `__ks_NAME_f64`.
#pragma once

#define KS_EACH_UNARY(M)                                                                                               \
    M(exp) M(exp2) M(exp10) M(expm1) M(log) M(log2) M(log10) M(log1p) M(rsqrt) M(sin) M(cos) M(tan) M(asin) M(acos)    \
    M(atan) M(sinh) M(cosh) M(tanh) M(asinh) M(acosh) M(atanh) M(cbrt) M(erf) M(erfc) M(lgamma) M(tgamma)
#define KS_EACH_BINARY(M) M(pow) M(atan2) M(fmod)
