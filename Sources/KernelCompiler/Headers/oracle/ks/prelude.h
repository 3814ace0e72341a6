// Read before every oracle: mathematics in double precision.
#pragma once
#include <ks/intrinsics.h>

#define KS_FN static inline __attribute__((always_inline, nodebug, unused))

typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long int64_t;
typedef unsigned long uint64_t;
typedef unsigned long size_t;
typedef long ptrdiff_t;

#define INFINITY (__builtin_inff())
#define NAN (__builtin_nanf(""))
#define HUGE_VAL (__builtin_inf())
#define DBL_MAX 1.7976931348623157e+308
#define DBL_MIN 2.2250738585072014e-308
#define DBL_EPSILON 2.2204460492503131e-16
#define FLT_MAX 3.402823466e+38f
#define FLT_MIN 1.175494351e-38f
#define FLT_EPSILON 1.192092896e-07f
#define M_PI 3.14159265358979323846
#define M_E 2.7182818284590452354
#define M_SQRT2 1.41421356237309504880
#define INT_MAX 2147483647
#define INT_MIN (-2147483647 - 1)

#include <ks/double.h>

namespace std {
#define KS_UNARY(NAME)                                                                                                 \
    KS_FN double NAME(double x) { return __ks_##NAME##_f64(x); }
KS_EACH_UNARY(KS_UNARY)
#undef KS_UNARY
#define KS_WRITTEN(NAME)                                                                                               \
    KS_FN double NAME(double x) { return ks_##NAME##_f64(x); }
KS_EACH_WRITTEN(KS_WRITTEN)
KS_WRITTEN(lgamma)
KS_WRITTEN(tgamma)
#undef KS_WRITTEN
#define KS_BINARY(NAME)                                                                                                \
    KS_FN double NAME(double x, double y) { return __ks_##NAME##_f64(x, y); }
KS_EACH_BINARY(KS_BINARY)
#undef KS_BINARY
KS_FN double sqrt(double x) { return __builtin_elementwise_sqrt(x); }
KS_FN double fabs(double x) { return __builtin_fabs(x); }
KS_FN double floor(double x) { return __builtin_floor(x); }
KS_FN double ceil(double x) { return __builtin_ceil(x); }
KS_FN double trunc(double x) { return __builtin_trunc(x); }
KS_FN double rint(double x) { return __builtin_rint(x); }
KS_FN double round(double x) { return __builtin_round(x); }
KS_FN double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
KS_FN double fmin(double a, double b) { return __builtin_fmin(a, b); }
KS_FN double fmax(double a, double b) { return __builtin_fmax(a, b); }
KS_FN double copysign(double a, double b) { return __builtin_copysign(a, b); }
KS_FN bool isnan(double x) { return x != x; }
KS_FN bool isinf(double x) { return __builtin_fabs(x) == __builtin_inf(); }
KS_FN bool isfinite(double x) { return __builtin_fabs(x) < __builtin_inf(); }
KS_FN double abs(double x) { return __builtin_fabs(x); }
KS_FN int abs(int x) { return x < 0 ? -x : x; }
KS_FN long abs(long x) { return x < 0 ? -x : x; }
using ::int32_t;
using ::int64_t;
using ::size_t;
using ::uint32_t;
using ::uint64_t;
}  // namespace std
using namespace std;
#undef KS_FN
