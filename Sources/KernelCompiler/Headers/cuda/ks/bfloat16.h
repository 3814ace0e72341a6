// __nv_bfloat16 and __nv_bfloat162 with the functions of <cuda_bf16.h>.
#pragma once

#define KS_ONE __nv_bfloat16
#define KS_TWO __nv_bfloat162
#define KS_RAW __bf16
#define KS_LANES ks_bfloat_pair
#include <ks/sixteen.h>
typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

KS_FN __nv_bfloat16 __low2bfloat16(__nv_bfloat162 v) { return v.x; }
KS_FN __nv_bfloat16 __high2bfloat16(__nv_bfloat162 v) { return v.y; }
KS_FN __nv_bfloat162 __lows2bfloat162(__nv_bfloat162 a, __nv_bfloat162 b) { return __nv_bfloat162(a.x, b.x); }
KS_FN __nv_bfloat162 __highs2bfloat162(__nv_bfloat162 a, __nv_bfloat162 b) { return __nv_bfloat162(a.y, b.y); }
// Conversions.
KS_FN __nv_bfloat16 __float2bfloat16(float x) { return __nv_bfloat16(x); }
KS_FN __nv_bfloat16 __float2bfloat16_rn(float x) { return __nv_bfloat16(x); }
KS_FN __nv_bfloat16 __double2bfloat16(double x) { return __nv_bfloat16(static_cast<float>(x)); }
KS_FN float __bfloat162float(__nv_bfloat16 x) { return x; }
KS_FN int __bfloat162int_rn(__nv_bfloat16 x) { return ks_to_integer<int>(__builtin_elementwise_rint(float(x))); }
KS_FN int __bfloat162int_rz(__nv_bfloat16 x) { return ks_to_integer<int>(__builtin_elementwise_trunc(float(x))); }
KS_FN __nv_bfloat16 __int2bfloat16_rn(int x) { return __nv_bfloat16(x); }
KS_FN unsigned short __bfloat16_as_ushort(__nv_bfloat16 x) { return __builtin_bit_cast(unsigned short, x); }
KS_FN short __bfloat16_as_short(__nv_bfloat16 x) { return __builtin_bit_cast(short, x); }
KS_FN __nv_bfloat16 __ushort_as_bfloat16(unsigned short x) { return __builtin_bit_cast(__nv_bfloat16, x); }
KS_FN __nv_bfloat16 __short_as_bfloat16(short x) { return __builtin_bit_cast(__nv_bfloat16, x); }
KS_FN __nv_bfloat162 make_bfloat162(__nv_bfloat16 x, __nv_bfloat16 y) { return __nv_bfloat162(x, y); }
KS_FN __nv_bfloat162 __halves2bfloat162(__nv_bfloat16 x, __nv_bfloat16 y) { return __nv_bfloat162(x, y); }
KS_FN __nv_bfloat162 __bfloat162bfloat162(__nv_bfloat16 x) { return __nv_bfloat162(x, x); }
KS_FN __nv_bfloat162 __low2bfloat162(__nv_bfloat162 v) { return __nv_bfloat162(v.x, v.x); }
KS_FN __nv_bfloat162 __high2bfloat162(__nv_bfloat162 v) { return __nv_bfloat162(v.y, v.y); }
KS_FN __nv_bfloat162 __float2bfloat162_rn(float x) { return __nv_bfloat162(__nv_bfloat16(x), __nv_bfloat16(x)); }
KS_FN __nv_bfloat162 __floats2bfloat162_rn(float x, float y) {
    return __nv_bfloat162(__nv_bfloat16(x), __nv_bfloat16(y));
}
KS_FN __nv_bfloat162 __float22bfloat162_rn(float2 v) {
    return __nv_bfloat162(__nv_bfloat16(v.x), __nv_bfloat16(v.y));
}
KS_FN float2 __bfloat1622float2(__nv_bfloat162 v) { return float2{v.x, v.y}; }
