// __half and __half2 with the functions of <cuda_fp16.h>.
#pragma once

#define KS_ONE __half
#define KS_TWO __half2
#define KS_RAW _Float16
#define KS_LANES ks_pair
#include <ks/sixteen.h>
typedef __half half;
typedef __half2 half2;

KS_FN __half __low2half(__half2 v) { return v.x; }
KS_FN __half __high2half(__half2 v) { return v.y; }
KS_FN __half2 __lows2half2(__half2 a, __half2 b) { return __half2(a.x, b.x); }
KS_FN __half2 __highs2half2(__half2 a, __half2 b) { return __half2(a.y, b.y); }
// Conversions.
KS_FN __half __float2half(float x) { return __half(x); }
KS_FN __half __float2half_rn(float x) { return __half(x); }
KS_FN __half __double2half(double x) { return __half(x); }
KS_FN float __half2float(__half x) { return x; }
#define KS_INTEGERS(NAME, T)                                                                                           \
    KS_FN T __half2##NAME##_rn(__half x) { return ks_to_integer<T>(__builtin_elementwise_rint(float(x))); }            \
    KS_FN T __half2##NAME##_rz(__half x) { return ks_to_integer<T>(__builtin_elementwise_trunc(float(x))); }           \
    KS_FN T __half2##NAME##_ru(__half x) { return ks_to_integer<T>(__builtin_elementwise_ceil(float(x))); }            \
    KS_FN T __half2##NAME##_rd(__half x) { return ks_to_integer<T>(__builtin_elementwise_floor(float(x))); }           \
    KS_FN __half __##NAME##2half_rn(T x) { return __half(x); }
KS_INTEGERS(int, int)
KS_INTEGERS(uint, unsigned)
KS_INTEGERS(short, short)
#undef KS_INTEGERS
KS_FN short __half_as_short(__half x) { return __builtin_bit_cast(short, x); }
KS_FN unsigned short __half_as_ushort(__half x) { return __builtin_bit_cast(unsigned short, x); }
KS_FN __half __short_as_half(short x) { return __builtin_bit_cast(__half, x); }
KS_FN __half __ushort_as_half(unsigned short x) { return __builtin_bit_cast(__half, x); }
KS_FN __half2 make_half2(__half x, __half y) { return __half2(x, y); }
KS_FN __half2 __halves2half2(__half x, __half y) { return __half2(x, y); }
KS_FN __half2 __half2half2(__half x) { return __half2(x, x); }
KS_FN __half2 __low2half2(__half2 v) { return __half2(v.x, v.x); }
KS_FN __half2 __high2half2(__half2 v) { return __half2(v.y, v.y); }
KS_FN __half2 __float2half2_rn(float x) { return __half2(__half(x), __half(x)); }
KS_FN __half2 __floats2half2_rn(float x, float y) { return __half2(__half(x), __half(y)); }
KS_FN __half2 __float22half2_rn(float2 v) { return __half2(__half(v.x), __half(v.y)); }
KS_FN float2 __half22float2(__half2 v) { return float2{v.x, v.y}; }
