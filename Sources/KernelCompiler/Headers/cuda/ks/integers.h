// Integers, bits, conversions, and the few functions of C that kernels use.
#pragma once

// Integers and bits.
#define KS_MIN_MAX(T)                                                                                                  \
    KS_FN T min(T a, T b) { return a < b ? a : b; }                                                                    \
    KS_FN T max(T a, T b) { return a > b ? a : b; }
KS_MIN_MAX(int)
KS_MIN_MAX(unsigned)
KS_MIN_MAX(long)
KS_MIN_MAX(unsigned long)
KS_MIN_MAX(long long)
KS_MIN_MAX(unsigned long long)
#undef KS_MIN_MAX
#define KS_MIXED(T, A, B)                                                                                              \
    KS_FN T min(A a, B b) { return min(static_cast<T>(a), static_cast<T>(b)); }                                        \
    KS_FN T max(A a, B b) { return max(static_cast<T>(a), static_cast<T>(b)); }                                        \
    KS_FN T min(B a, A b) { return min(static_cast<T>(a), static_cast<T>(b)); }                                        \
    KS_FN T max(B a, A b) { return max(static_cast<T>(a), static_cast<T>(b)); }
KS_MIXED(unsigned, int, unsigned)
KS_MIXED(unsigned long, long, unsigned long)
KS_MIXED(unsigned long long, long long, unsigned long long)
KS_FN float min(float a, float b) { return __builtin_fminf(a, b); }
KS_FN float max(float a, float b) { return __builtin_fmaxf(a, b); }
KS_FN double min(double a, double b) { return __builtin_fmin(a, b); }
KS_FN double max(double a, double b) { return __builtin_fmax(a, b); }
KS_MIXED(double, float, double)
#undef KS_MIXED
KS_FN int __popc(unsigned x) { return __builtin_popcount(x); }
KS_FN int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
KS_FN int __clz(int x) { return __builtin_clzg(static_cast<unsigned>(x), 32); }
KS_FN int __clzll(long long x) { return __builtin_clzg(static_cast<unsigned long long>(x), 64); }
KS_FN int __ffs(int x) { return __builtin_ctzg(static_cast<unsigned>(x), -1) + 1; }
KS_FN int __ffsll(long long x) { return __builtin_ctzg(static_cast<unsigned long long>(x), -1) + 1; }
KS_FN unsigned __brev(unsigned x) { return __builtin_bitreverse32(x); }
KS_FN int __mul24(int a, int b) { return a * b; }
KS_FN unsigned __umul24(unsigned a, unsigned b) { return a * b; }
KS_FN int __mulhi(int a, int b) { return static_cast<int>((static_cast<long>(a) * b) >> 32); }
KS_FN unsigned __umulhi(unsigned a, unsigned b) {
    return static_cast<unsigned>((static_cast<unsigned long>(a) * b) >> 32);
}
KS_FN unsigned __funnelshift_l(unsigned low, unsigned high, unsigned n) { return __ks_fshl_u32(high, low, n); }
KS_FN unsigned __funnelshift_r(unsigned low, unsigned high, unsigned n) { return __ks_fshr_u32(high, low, n); }
KS_FN int __dp4a(int a, int b, int c) { return __ks_dp4a_s32(a, b, c); }
KS_FN unsigned __dp4a(unsigned a, unsigned b, unsigned c) {
    return static_cast<unsigned>(
        __ks_dp4a_u32(static_cast<int>(a), static_cast<int>(b), static_cast<int>(c)));
}
KS_FN int __dp2a_lo(int a, int b, int c) {
    return c + static_cast<short>(a) * static_cast<signed char>(b)
        + static_cast<short>(a >> 16) * static_cast<signed char>(b >> 8);
}
KS_FN int __dp2a_hi(int a, int b, int c) { return __dp2a_lo(a, b >> 16, c); }
// Four bytes out of eight, each picked by four bits; the highest of them repeats the byte's sign.
KS_FN unsigned __byte_perm(unsigned low, unsigned high, unsigned pick) {
    const unsigned long all = static_cast<unsigned long>(high) << 32 | low;
    unsigned result = 0;
    for (int i = 0; i < 4; ++i) {
        const unsigned which = pick >> (4 * i);
        unsigned byte = static_cast<unsigned>(all >> (8 * (which & 7))) & 0xffu;
        if (which & 8) byte = byte & 0x80u ? 0xffu : 0;
        result |= byte << (8 * i);
    }
    return result;
}
KS_FN unsigned __sad(int a, int b, unsigned c) { return c + static_cast<unsigned>(a > b ? a - b : b - a); }
KS_FN unsigned __usad(unsigned a, unsigned b, unsigned c) { return c + (a > b ? a - b : b - a); }
KS_FN unsigned long long __brevll(unsigned long long x) { return __builtin_bitreverse64(x); }
KS_FN unsigned long long __umul64hi(unsigned long long a, unsigned long long b) { return ks_upper_product(a, b); }
KS_FN long long __mul64hi(long long a, long long b) {
    return static_cast<long long>(ks_upper_product(a, b)) - (a < 0 ? b : 0) - (b < 0 ? a : 0);
}
KS_FN int __float_as_int(float x) { return __builtin_bit_cast(int, x); }
KS_FN unsigned __float_as_uint(float x) { return __builtin_bit_cast(unsigned, x); }
KS_FN float __int_as_float(int x) { return __builtin_bit_cast(float, x); }
KS_FN float __uint_as_float(unsigned x) { return __builtin_bit_cast(float, x); }
KS_FN long long __double_as_longlong(double x) { return __builtin_bit_cast(long long, x); }
KS_FN double __longlong_as_double(long long x) { return __builtin_bit_cast(double, x); }
// From floating point to integers, rounded to nearest even, to zero, up and down. What does not fit becomes the nearest
// integer that there is, and no number becomes 0.
template <typename T, typename F>
KS_FN T ks_to_integer(F x) {
    constexpr bool is_signed = T(-1) < T(0);
    constexpr T most = is_signed ? static_cast<T>(~static_cast<__make_unsigned(T)>(0) >> 1) : static_cast<T>(~T(0));
    constexpr T least = is_signed ? static_cast<T>(-most - 1) : T(0);
    if (x != x) return T(0);
    if (x >= static_cast<F>(most)) return most;
    if (x <= static_cast<F>(least)) return least;
    return static_cast<T>(x);
}
#define KS_TO_INTEGER(FROM, F, TO, T)                                                                                  \
    KS_FN T __##FROM##2##TO##_rn(F x) { return ks_to_integer<T>(__builtin_elementwise_rint(x)); }                      \
    KS_FN T __##FROM##2##TO##_rz(F x) { return ks_to_integer<T>(__builtin_elementwise_trunc(x)); }                     \
    KS_FN T __##FROM##2##TO##_ru(F x) { return ks_to_integer<T>(__builtin_elementwise_ceil(x)); }                      \
    KS_FN T __##FROM##2##TO##_rd(F x) { return ks_to_integer<T>(__builtin_elementwise_floor(x)); }
KS_TO_INTEGER(float, float, int, int)
KS_TO_INTEGER(float, float, uint, unsigned)
KS_TO_INTEGER(float, float, ll, long long)
KS_TO_INTEGER(float, float, ull, unsigned long long)
KS_TO_INTEGER(double, double, int, int)
KS_TO_INTEGER(double, double, uint, unsigned)
KS_TO_INTEGER(double, double, ll, long long)
KS_TO_INTEGER(double, double, ull, unsigned long long)
#undef KS_TO_INTEGER
KS_FN float __int2float_rn(int x) { return static_cast<float>(x); }
KS_FN float __uint2float_rn(unsigned x) { return static_cast<float>(x); }
KS_FN float __ll2float_rn(long long x) { return static_cast<float>(x); }
KS_FN float __ull2float_rn(unsigned long long x) { return static_cast<float>(x); }
KS_FN float __double2float_rn(double x) { return static_cast<float>(x); }
KS_FN double __int2double_rn(int x) { return static_cast<double>(x); }
KS_FN void* memcpy(void* to, const void* from, size_t bytes) { return __builtin_memcpy(to, from, bytes); }
KS_FN void* memset(void* to, int byte, size_t bytes) { return __builtin_memset(to, byte, bytes); }
KS_FN void __trap() { __builtin_trap(); }
// What kernels print is dropped: nobody reads the output of the modelled GPU.
template <typename... T>
KS_FN int printf(const char*, T...) {
    return 0;
}
KS_FN unsigned ks_lane() { return static_cast<unsigned>(__ks_lane_id()); }
