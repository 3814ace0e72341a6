#ifndef KS_LANES_MATH64_H
#define KS_LANES_MATH64_H
#include "lanes_scalar.h"
#include <math.h>
KS_UNARY(EXP_F64, row64, put64(exp(f64_of(a))))
KS_UNARY(EXP2_F64, row64, put64(exp2(f64_of(a))))
KS_UNARY(LOG_F64, row64, put64(log(f64_of(a))))
KS_UNARY(LOG2_F64, row64, put64(log2(f64_of(a))))
KS_UNARY(LOG10_F64, row64, put64(log10(f64_of(a))))
KS_UNARY(SIN_F64, row64, put64(sin(f64_of(a))))
KS_UNARY(COS_F64, row64, put64(cos(f64_of(a))))
KS_UNARY(TAN_F64, row64, put64(tan(f64_of(a))))
KS_UNARY(TANH_F64, row64, put64(tanh(f64_of(a))))
KS_UNARY(ERF_F64, row64, put64(erf(f64_of(a))))
KS_UNARY(ATAN_F64, row64, put64(atan(f64_of(a))))
KS_UNARY(RSQRT_F64, row64, put64(1.0 / __builtin_sqrt(f64_of(a))))
KS_BINARY(ATAN2_F64, row64, put64(atan2(f64_of(a), f64_of(b))))
KS_BINARY(POW_F64, row64, put64(pow(f64_of(a), f64_of(b))))
#endif
