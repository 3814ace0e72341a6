// The functions that half and bfloat have in common; read once for each, with KS_ONE its name, KS_TWO that of a pair,
// KS_RAW clang's type and KS_LANES a vector of two.

#define KS_OPEN(PAIR) __builtin_bit_cast(KS_LANES, PAIR)
#define KS_PACK(LANES) __builtin_bit_cast(KS_TWO, LANES)

struct KS_ONE {
    KS_RAW ks_value;
    KS_ONE() = default;
#define KS_FROM(T)                                                                                                     \
    KS_MEMBER constexpr KS_ONE(T v) : ks_value(static_cast<KS_RAW>(v)) {}
    KS_FROM(KS_RAW)
    KS_FROM(float)
    KS_FROM(double)
    KS_FROM(short)
    KS_FROM(int)
    KS_FROM(unsigned)
    KS_FROM(long)
    KS_FROM(unsigned long)
    KS_FROM(long long)
    KS_FROM(unsigned long long)
#undef KS_FROM
    KS_MEMBER constexpr operator float() const { return static_cast<float>(ks_value); }
};
struct __attribute__((aligned(4))) KS_TWO {
    KS_ONE x, y;
    KS_TWO() = default;
    KS_MEMBER constexpr KS_TWO(KS_ONE a, KS_ONE b) : x(a), y(b) {}
};
typedef KS_RAW KS_LANES __attribute__((ext_vector_type(2)));

// Arithmetic of single values.
KS_FN KS_ONE operator+(KS_ONE a, KS_ONE b) { return KS_ONE(static_cast<KS_RAW>(a.ks_value + b.ks_value)); }
KS_FN KS_ONE& operator+=(KS_ONE& a, KS_ONE b) { return a = a + b; }
KS_FN KS_ONE operator-(KS_ONE a, KS_ONE b) { return KS_ONE(static_cast<KS_RAW>(a.ks_value - b.ks_value)); }
KS_FN KS_ONE& operator-=(KS_ONE& a, KS_ONE b) { return a = a - b; }
KS_FN KS_ONE operator*(KS_ONE a, KS_ONE b) { return KS_ONE(static_cast<KS_RAW>(a.ks_value * b.ks_value)); }
KS_FN KS_ONE& operator*=(KS_ONE& a, KS_ONE b) { return a = a * b; }
KS_FN KS_ONE operator/(KS_ONE a, KS_ONE b) { return KS_ONE(static_cast<KS_RAW>(a.ks_value / b.ks_value)); }
KS_FN KS_ONE& operator/=(KS_ONE& a, KS_ONE b) { return a = a / b; }
KS_FN KS_ONE operator-(KS_ONE a) { return KS_ONE(static_cast<KS_RAW>(-a.ks_value)); }
KS_FN bool operator==(KS_ONE a, KS_ONE b) { return a.ks_value == b.ks_value; }
KS_FN bool operator!=(KS_ONE a, KS_ONE b) { return a.ks_value != b.ks_value; }
KS_FN bool operator<(KS_ONE a, KS_ONE b) { return a.ks_value < b.ks_value; }
KS_FN bool operator>(KS_ONE a, KS_ONE b) { return a.ks_value > b.ks_value; }
KS_FN bool operator<=(KS_ONE a, KS_ONE b) { return a.ks_value <= b.ks_value; }
KS_FN bool operator>=(KS_ONE a, KS_ONE b) { return a.ks_value >= b.ks_value; }
KS_FN KS_ONE __hadd(KS_ONE a, KS_ONE b) { return a + b; }
KS_FN KS_ONE __hsub(KS_ONE a, KS_ONE b) { return a - b; }
KS_FN KS_ONE __hmul(KS_ONE a, KS_ONE b) { return a * b; }
KS_FN KS_ONE __hdiv(KS_ONE a, KS_ONE b) { return a / b; }
KS_FN KS_ONE __hadd_rn(KS_ONE a, KS_ONE b) { return a + b; }
KS_FN KS_ONE __hsub_rn(KS_ONE a, KS_ONE b) { return a - b; }
KS_FN KS_ONE __hmul_rn(KS_ONE a, KS_ONE b) { return a * b; }
KS_FN KS_ONE __hneg(KS_ONE a) { return -a; }
KS_FN KS_ONE __habs(KS_ONE a) { return KS_ONE(static_cast<KS_RAW>(__builtin_elementwise_abs(a.ks_value))); }
KS_FN KS_ONE __hfma(KS_ONE a, KS_ONE b, KS_ONE c) {
    return KS_ONE(static_cast<KS_RAW>(__builtin_elementwise_fma(a.ks_value, b.ks_value, c.ks_value)));
}
KS_FN KS_ONE __hfma_sat(KS_ONE a, KS_ONE b, KS_ONE c) {
    const float v = __hfma(a, b, c);
    return KS_ONE(__builtin_fminf(__builtin_fmaxf(v, 0.0f), 1.0f));
}
KS_FN KS_ONE __hadd_sat(KS_ONE a, KS_ONE b) {
    return KS_ONE(__builtin_fminf(__builtin_fmaxf(float(a + b), 0.0f), 1.0f));
}
KS_FN KS_ONE __hmax(KS_ONE a, KS_ONE b) {
    return KS_ONE(static_cast<KS_RAW>(__builtin_elementwise_max(a.ks_value, b.ks_value)));
}
KS_FN KS_ONE __hmin(KS_ONE a, KS_ONE b) {
    return KS_ONE(static_cast<KS_RAW>(__builtin_elementwise_min(a.ks_value, b.ks_value)));
}
KS_FN bool __heq(KS_ONE a, KS_ONE b) { return a.ks_value == b.ks_value; }
KS_FN bool __hne(KS_ONE a, KS_ONE b) { return a.ks_value != b.ks_value; }
KS_FN bool __hlt(KS_ONE a, KS_ONE b) { return a.ks_value < b.ks_value; }
KS_FN bool __hgt(KS_ONE a, KS_ONE b) { return a.ks_value > b.ks_value; }
KS_FN bool __hle(KS_ONE a, KS_ONE b) { return a.ks_value <= b.ks_value; }
KS_FN bool __hge(KS_ONE a, KS_ONE b) { return a.ks_value >= b.ks_value; }
KS_FN bool __hisnan(KS_ONE a) { return a.ks_value != a.ks_value; }
KS_FN int __hisinf(KS_ONE a) {
    const float v = a;
    return v == __builtin_inff() ? 1 : v == -__builtin_inff() ? -1 : 0;
}
// Functions are computed in float and rounded once.
KS_FN KS_ONE hexp(KS_ONE a) { return KS_ONE(__ks_exp_f32(float(a))); }
KS_FN KS_ONE hexp2(KS_ONE a) { return KS_ONE(__ks_exp2_f32(float(a))); }
KS_FN KS_ONE hexp10(KS_ONE a) { return KS_ONE(__ks_exp10_f32(float(a))); }
KS_FN KS_ONE hlog(KS_ONE a) { return KS_ONE(__ks_log_f32(float(a))); }
KS_FN KS_ONE hlog2(KS_ONE a) { return KS_ONE(__ks_log2_f32(float(a))); }
KS_FN KS_ONE hlog10(KS_ONE a) { return KS_ONE(__ks_log10_f32(float(a))); }
KS_FN KS_ONE hsin(KS_ONE a) { return KS_ONE(__ks_sin_f32(float(a))); }
KS_FN KS_ONE hcos(KS_ONE a) { return KS_ONE(__ks_cos_f32(float(a))); }
KS_FN KS_ONE htanh(KS_ONE a) { return KS_ONE(__ks_tanh_f32(float(a))); }
KS_FN KS_ONE hsqrt(KS_ONE a) { return KS_ONE(__builtin_elementwise_sqrt(float(a))); }
KS_FN KS_ONE hrsqrt(KS_ONE a) { return KS_ONE(__ks_rsqrt_f32(float(a))); }
KS_FN KS_ONE hfloor(KS_ONE a) { return KS_ONE(__builtin_elementwise_floor(float(a))); }
KS_FN KS_ONE hceil(KS_ONE a) { return KS_ONE(__builtin_elementwise_ceil(float(a))); }
KS_FN KS_ONE htrunc(KS_ONE a) { return KS_ONE(__builtin_elementwise_trunc(float(a))); }
KS_FN KS_ONE hrint(KS_ONE a) { return KS_ONE(__builtin_elementwise_rint(float(a))); }
KS_FN KS_ONE hrcp(KS_ONE a) { return KS_ONE(1.0f / float(a)); }
// Pairs go through vectors of two, so that one instruction works on both.
KS_FN KS_TWO __hadd2(KS_TWO a, KS_TWO b) { return KS_PACK(KS_OPEN(a) + KS_OPEN(b)); }
KS_FN KS_TWO __hsub2(KS_TWO a, KS_TWO b) { return KS_PACK(KS_OPEN(a) - KS_OPEN(b)); }
KS_FN KS_TWO __hmul2(KS_TWO a, KS_TWO b) { return KS_PACK(KS_OPEN(a) * KS_OPEN(b)); }
KS_FN KS_TWO __h2div(KS_TWO a, KS_TWO b) { return KS_PACK(KS_OPEN(a) / KS_OPEN(b)); }
KS_FN KS_TWO __hadd2_rn(KS_TWO a, KS_TWO b) { return KS_PACK(KS_OPEN(a) + KS_OPEN(b)); }
KS_FN KS_TWO __hmul2_rn(KS_TWO a, KS_TWO b) { return KS_PACK(KS_OPEN(a) * KS_OPEN(b)); }
KS_FN KS_TWO __hneg2(KS_TWO a) { return KS_PACK(-KS_OPEN(a)); }
KS_FN KS_TWO __habs2(KS_TWO a) { return KS_TWO(__habs(a.x), __habs(a.y)); }
KS_FN KS_TWO __hfma2(KS_TWO a, KS_TWO b, KS_TWO c) {
    return KS_PACK(__builtin_elementwise_fma(KS_OPEN(a), KS_OPEN(b), KS_OPEN(c)));
}
KS_FN KS_TWO __hmax2(KS_TWO a, KS_TWO b) {
    return KS_PACK(__builtin_elementwise_max(KS_OPEN(a), KS_OPEN(b)));
}
KS_FN KS_TWO __hmin2(KS_TWO a, KS_TWO b) {
    return KS_PACK(__builtin_elementwise_min(KS_OPEN(a), KS_OPEN(b)));
}
KS_FN KS_TWO __heq2(KS_TWO a, KS_TWO b) {
    return KS_TWO(KS_ONE(a.x == b.x ? 1.0f : 0.0f), KS_ONE(a.y == b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbeq2(KS_TWO a, KS_TWO b) { return a.x == b.x && a.y == b.y; }
KS_FN KS_TWO __hne2(KS_TWO a, KS_TWO b) {
    return KS_TWO(KS_ONE(a.x != b.x ? 1.0f : 0.0f), KS_ONE(a.y != b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbne2(KS_TWO a, KS_TWO b) { return a.x != b.x && a.y != b.y; }
KS_FN KS_TWO __hlt2(KS_TWO a, KS_TWO b) {
    return KS_TWO(KS_ONE(a.x < b.x ? 1.0f : 0.0f), KS_ONE(a.y < b.y ? 1.0f : 0.0f));
}
KS_FN bool __hblt2(KS_TWO a, KS_TWO b) { return a.x < b.x && a.y < b.y; }
KS_FN KS_TWO __hgt2(KS_TWO a, KS_TWO b) {
    return KS_TWO(KS_ONE(a.x > b.x ? 1.0f : 0.0f), KS_ONE(a.y > b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbgt2(KS_TWO a, KS_TWO b) { return a.x > b.x && a.y > b.y; }
KS_FN KS_TWO __hle2(KS_TWO a, KS_TWO b) {
    return KS_TWO(KS_ONE(a.x <= b.x ? 1.0f : 0.0f), KS_ONE(a.y <= b.y ? 1.0f : 0.0f));
}
KS_FN bool __hble2(KS_TWO a, KS_TWO b) { return a.x <= b.x && a.y <= b.y; }
KS_FN KS_TWO __hge2(KS_TWO a, KS_TWO b) {
    return KS_TWO(KS_ONE(a.x >= b.x ? 1.0f : 0.0f), KS_ONE(a.y >= b.y ? 1.0f : 0.0f));
}
KS_FN bool __hbge2(KS_TWO a, KS_TWO b) { return a.x >= b.x && a.y >= b.y; }
KS_FN KS_TWO operator+(KS_TWO a, KS_TWO b) { return __hadd2(a, b); }
KS_FN KS_TWO& operator+=(KS_TWO& a, KS_TWO b) { return a = __hadd2(a, b); }
KS_FN KS_TWO operator-(KS_TWO a, KS_TWO b) { return __hsub2(a, b); }
KS_FN KS_TWO& operator-=(KS_TWO& a, KS_TWO b) { return a = __hsub2(a, b); }
KS_FN KS_TWO operator*(KS_TWO a, KS_TWO b) { return __hmul2(a, b); }
KS_FN KS_TWO& operator*=(KS_TWO& a, KS_TWO b) { return a = __hmul2(a, b); }
KS_FN KS_TWO operator/(KS_TWO a, KS_TWO b) { return __h2div(a, b); }
KS_FN KS_TWO& operator/=(KS_TWO& a, KS_TWO b) { return a = __h2div(a, b); }
KS_FN KS_TWO h2exp(KS_TWO a) { return KS_TWO(hexp(a.x), hexp(a.y)); }
KS_FN KS_TWO h2exp2(KS_TWO a) { return KS_TWO(hexp2(a.x), hexp2(a.y)); }
KS_FN KS_TWO h2log(KS_TWO a) { return KS_TWO(hlog(a.x), hlog(a.y)); }
KS_FN KS_TWO h2log2(KS_TWO a) { return KS_TWO(hlog2(a.x), hlog2(a.y)); }
KS_FN KS_TWO h2sin(KS_TWO a) { return KS_TWO(hsin(a.x), hsin(a.y)); }
KS_FN KS_TWO h2cos(KS_TWO a) { return KS_TWO(hcos(a.x), hcos(a.y)); }
KS_FN KS_TWO h2sqrt(KS_TWO a) { return KS_TWO(hsqrt(a.x), hsqrt(a.y)); }
KS_FN KS_TWO h2rsqrt(KS_TWO a) { return KS_TWO(hrsqrt(a.x), hrsqrt(a.y)); }
KS_FN KS_TWO h2rcp(KS_TWO a) { return KS_TWO(hrcp(a.x), hrcp(a.y)); }
KS_FN KS_TWO h2tanh(KS_TWO a) { return KS_TWO(htanh(a.x), htanh(a.y)); }
KS_FN KS_TWO h2floor(KS_TWO a) { return KS_TWO(hfloor(a.x), hfloor(a.y)); }
KS_FN KS_TWO h2ceil(KS_TWO a) { return KS_TWO(hceil(a.x), hceil(a.y)); }
KS_FN float __low2float(KS_TWO v) { return v.x; }
KS_FN float __high2float(KS_TWO v) { return v.y; }
KS_FN KS_TWO __lowhigh2highlow(KS_TWO v) { return KS_TWO(v.y, v.x); }
// Atomics: one compare-and-exchange of the word until it holds.
KS_FN KS_TWO atomicAdd(KS_TWO* at, KS_TWO v) {
    unsigned* word = reinterpret_cast<unsigned*>(at);
    unsigned old = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &old, __builtin_bit_cast(unsigned, __hadd2(KS_PACK(old), v)), false, __ATOMIC_RELAXED,
        __ATOMIC_RELAXED)) {
    }
    return KS_PACK(old);
}
KS_FN KS_ONE atomicAdd(KS_ONE* at, KS_ONE v) {
    unsigned short* word = reinterpret_cast<unsigned short*>(at);
    unsigned short old = __atomic_load_n(word, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        word, &old, __builtin_bit_cast(unsigned short, __hadd(__builtin_bit_cast(KS_ONE, old), v)), false,
        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return __builtin_bit_cast(KS_ONE, old);
}

#undef KS_OPEN
#undef KS_PACK
#undef KS_ONE
#undef KS_TWO
#undef KS_RAW
#undef KS_LANES
