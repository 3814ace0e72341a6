// __half and __half2, __nv_bfloat16: storage types with the usual functions.
#pragma once

struct __half {
    _Float16 ks_value;
    __half() = default;
    KS_MEMBER constexpr __half(_Float16 v) : ks_value(v) {}
    KS_MEMBER constexpr __half(float v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(double v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr __half(int v) : ks_value(static_cast<_Float16>(v)) {}
    KS_MEMBER constexpr operator float() const { return static_cast<float>(ks_value); }
};
typedef __half half;
struct __attribute__((aligned(4))) __half2 {
    __half x, y;
    __half2() = default;
    KS_MEMBER constexpr __half2(__half a, __half b) : x(a), y(b) {}
};
typedef __half2 half2;
struct __nv_bfloat16 {
    __bf16 ks_value;
    __nv_bfloat16() = default;
    KS_MEMBER __nv_bfloat16(float v) : ks_value(static_cast<__bf16>(v)) {}
    KS_MEMBER operator float() const { return static_cast<float>(ks_value); }
};
struct __attribute__((aligned(4))) __nv_bfloat162 {
    __nv_bfloat16 x, y;
};

KS_FN __half ks_half(_Float16 v) { return __half(v); }
KS_FN __half operator+(__half a, __half b) { return ks_half(a.ks_value + b.ks_value); }
KS_FN __half operator-(__half a, __half b) { return ks_half(a.ks_value - b.ks_value); }
KS_FN __half operator*(__half a, __half b) { return ks_half(a.ks_value * b.ks_value); }
KS_FN __half operator/(__half a, __half b) { return ks_half(a.ks_value / b.ks_value); }
KS_FN __half& operator+=(__half& a, __half b) { return a = a + b; }
KS_FN __half& operator*=(__half& a, __half b) { return a = a * b; }
KS_FN __half __float2half(float x) { return __half(x); }
KS_FN __half __float2half_rn(float x) { return __half(x); }
KS_FN float __half2float(__half x) { return x; }
KS_FN __half __hadd(__half a, __half b) { return a + b; }
KS_FN __half __hsub(__half a, __half b) { return a - b; }
KS_FN __half __hmul(__half a, __half b) { return a * b; }
KS_FN __half __hdiv(__half a, __half b) { return a / b; }
KS_FN __half __hneg(__half a) { return ks_half(-a.ks_value); }
KS_FN __half __hfma(__half a, __half b, __half c) {
    return ks_half(__builtin_elementwise_fma(a.ks_value, b.ks_value, c.ks_value));
}
KS_FN __half __hmax(__half a, __half b) { return ks_half(__builtin_elementwise_max(a.ks_value, b.ks_value)); }
KS_FN __half __hmin(__half a, __half b) { return ks_half(__builtin_elementwise_min(a.ks_value, b.ks_value)); }
KS_FN bool __hgt(__half a, __half b) { return a.ks_value > b.ks_value; }
KS_FN bool __hlt(__half a, __half b) { return a.ks_value < b.ks_value; }

// Pairs go through vectors of two, so that one instruction works on both.
typedef _Float16 ks_pair __attribute__((ext_vector_type(2)));
KS_FN ks_pair ks_unpack(__half2 v) { return __builtin_bit_cast(ks_pair, v); }
KS_FN __half2 ks_pack(ks_pair v) { return __builtin_bit_cast(__half2, v); }
KS_FN __half2 make_half2(__half x, __half y) { return __half2(x, y); }
KS_FN __half2 __halves2half2(__half x, __half y) { return __half2(x, y); }
KS_FN __half2 __half2half2(__half x) { return __half2(x, x); }
KS_FN __half2 __float2half2_rn(float x) { return __half2(__half(x), __half(x)); }
KS_FN __half2 __floats2half2_rn(float x, float y) { return __half2(__half(x), __half(y)); }
KS_FN __half2 __float22half2_rn(float2 v) { return __half2(__half(v.x), __half(v.y)); }
KS_FN float2 __half22float2(__half2 v) { return float2{v.x, v.y}; }
KS_FN float __low2float(__half2 v) { return v.x; }
KS_FN float __high2float(__half2 v) { return v.y; }
KS_FN __half __low2half(__half2 v) { return v.x; }
KS_FN __half __high2half(__half2 v) { return v.y; }
KS_FN __half2 __hadd2(__half2 a, __half2 b) { return ks_pack(ks_unpack(a) + ks_unpack(b)); }
KS_FN __half2 __hsub2(__half2 a, __half2 b) { return ks_pack(ks_unpack(a) - ks_unpack(b)); }
KS_FN __half2 __hmul2(__half2 a, __half2 b) { return ks_pack(ks_unpack(a) * ks_unpack(b)); }
KS_FN __half2 __hfma2(__half2 a, __half2 b, __half2 c) {
    return ks_pack(__builtin_elementwise_fma(ks_unpack(a), ks_unpack(b), ks_unpack(c)));
}
KS_FN __half2 __hmax2(__half2 a, __half2 b) { return ks_pack(__builtin_elementwise_max(ks_unpack(a), ks_unpack(b))); }
KS_FN __half2 operator+(__half2 a, __half2 b) { return __hadd2(a, b); }
KS_FN __half2 operator*(__half2 a, __half2 b) { return __hmul2(a, b); }
KS_FN __nv_bfloat16 __float2bfloat16(float x) { return __nv_bfloat16(x); }
KS_FN float __bfloat162float(__nv_bfloat16 x) { return x; }
