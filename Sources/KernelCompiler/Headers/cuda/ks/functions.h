// Barriers, shuffles, votes, atomics and mathematics.
#pragma once

#define INFINITY (__builtin_inff())
#define NAN (__builtin_nanf(""))
#define CUDART_INF_F (__builtin_inff())
#define CUDART_NAN_F (__builtin_nanf(""))
#define CUDART_PI_F 3.141592654f
#define FLT_MAX 3.402823466e+38f
#define FLT_MIN 1.175494351e-38f
#define FLT_EPSILON 1.192092896e-07f
#define DBL_MAX 1.7976931348623157e+308
#define INT_MAX 2147483647
#define INT_MIN (-2147483647 - 1)
#define UINT_MAX 4294967295u
#define FLT_DIG 6
#define DBL_MIN 2.2250738585072014e-308
#define DBL_EPSILON 2.2204460492503131e-16
#define CHAR_BIT 8
#define SHRT_MAX 32767
#define LLONG_MAX 9223372036854775807ll
#define ULLONG_MAX 18446744073709551615ull
#define HUGE_VALF (__builtin_inff())
#define M_PI 3.14159265358979323846
#define M_E 2.7182818284590452354
#define M_LN2 0.69314718055994530942
#define M_LOG2E 1.4426950408889634074
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440
#define assert(condition) ((condition) ? (void)0 : __builtin_trap())

// clang has a function of that name which is an instruction of the target.
#define __syncthreads() __ks_threadgroup_barrier(3)
KS_FN int __syncthreads_count(int truth) { return __ks_threadgroup_barrier_count(truth != 0); }
KS_FN int __syncthreads_and(int truth) { return __ks_threadgroup_barrier_and(truth != 0); }
KS_FN int __syncthreads_or(int truth) { return __ks_threadgroup_barrier_or(truth != 0); }
KS_FN void __syncwarp(unsigned = 0xffffffffu) { __ks_simdgroup_barrier(3); }
KS_FN void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void __nanosleep(unsigned) {}
KS_FN long long clock64() { return __ks_clock(); }
KS_FN int clock() { return static_cast<int>(__ks_clock()); }

// Warps. The mask is not looked at: inactive lanes never take part.
KS_FN int __any_sync(unsigned, int truth) { return __ks_simd_any(truth != 0); }
KS_FN int __all_sync(unsigned, int truth) { return __ks_simd_all(truth != 0); }
KS_FN unsigned __ballot_sync(unsigned, int truth) { return static_cast<unsigned>(__ks_simd_ballot(truth != 0)); }
KS_FN unsigned __activemask() { return static_cast<unsigned>(__ks_simd_ballot(1)); }
KS_FN int __reduce_add_sync(unsigned, int v) { return __ks_simd_sum_i32(v); }
KS_FN unsigned __reduce_add_sync(unsigned, unsigned v) {
    return static_cast<unsigned>(__ks_simd_sum_i32(static_cast<int>(v)));
}
KS_FN int __reduce_max_sync(unsigned, int v) { return __ks_simd_max_i32(v); }
KS_FN int __reduce_min_sync(unsigned, int v) { return __ks_simd_min_i32(v); }
KS_FN unsigned __reduce_max_sync(unsigned, unsigned v) {
    return static_cast<unsigned>(__ks_simd_max_u32(static_cast<int>(v)));
}
KS_FN unsigned __reduce_min_sync(unsigned, unsigned v) {
    return static_cast<unsigned>(__ks_simd_min_u32(static_cast<int>(v)));
}
KS_FN unsigned __reduce_and_sync(unsigned, unsigned v) {
    return static_cast<unsigned>(__ks_simd_and_b32(static_cast<int>(v)));
}
KS_FN unsigned __reduce_or_sync(unsigned, unsigned v) {
    return static_cast<unsigned>(__ks_simd_or_b32(static_cast<int>(v)));
}

KS_FN unsigned __reduce_xor_sync(unsigned, unsigned v) {
    return static_cast<unsigned>(__ks_simd_xor_b32(static_cast<int>(v)));
}

// A shuffle of 32 bits, within groups of `width` lanes.
KS_FN int ks_shuffle(int v, int lane, int width) {
    int me = __ks_lane_id();
    return __ks_simd_shuffle_b32(v, (me & ~(width - 1)) | (lane & (width - 1)));
}
KS_FN int ks_shuffle_xor(int v, int mask, int width) {
    if (width == 32) return __ks_simd_shuffle_xor_b32(v, mask);
    int me = __ks_lane_id(), from = me ^ mask;
    return __ks_simd_shuffle_b32(v, from < (me & ~(width - 1)) + width ? from : me);
}
KS_FN int ks_shuffle_up(int v, int delta, int width) {
    if (width == 32) return __ks_simd_shuffle_up_b32(v, delta);
    int me = __ks_lane_id();
    return __ks_simd_shuffle_b32(v, (me & (width - 1)) < delta ? me : me - delta);
}
KS_FN int ks_shuffle_down(int v, int delta, int width) {
    if (width == 32) return __ks_simd_shuffle_down_b32(v, delta);
    int me = __ks_lane_id();
    return __ks_simd_shuffle_b32(v, (me & (width - 1)) + delta >= width ? me : me + delta);
}
// The same for values of 2, 4 and 8 bytes.
#define KS_SHUFFLE(NAME, HOW, ARGUMENT)                                                                                \
    template <typename T>                                                                                              \
    KS_FN T NAME(unsigned, T v, ARGUMENT by, int width = 32) {                                                         \
        if constexpr (sizeof(T) == 8) {                                                                                \
            unsigned long bits = __builtin_bit_cast(unsigned long, v);                                                 \
            int words[2] = {static_cast<int>(bits), static_cast<int>(bits >> 32)};                                     \
            unsigned low = static_cast<unsigned>(HOW(words[0], by, width));                                            \
            unsigned high = static_cast<unsigned>(HOW(words[1], by, width));                                           \
            return __builtin_bit_cast(T, (static_cast<unsigned long>(high) << 32) | low);                              \
        } else if constexpr (sizeof(T) == 2) {                                                                         \
            return __builtin_bit_cast(T, static_cast<ushort>(HOW(__builtin_bit_cast(ushort, v), by, width)));          \
        } else {                                                                                                       \
            static_assert(sizeof(T) == 4, "shuffles move values of 2, 4 or 8 bytes");                                  \
            return __builtin_bit_cast(T, HOW(__builtin_bit_cast(int, v), by, width));                                  \
        }                                                                                                              \
    }
KS_SHUFFLE(__shfl_sync, ks_shuffle, int)
KS_SHUFFLE(__shfl_xor_sync, ks_shuffle_xor, int)
KS_SHUFFLE(__shfl_up_sync, ks_shuffle_up, unsigned)
KS_SHUFFLE(__shfl_down_sync, ks_shuffle_down, unsigned)
#undef KS_SHUFFLE
// The lanes that hold the same value, found value by value.
template <typename T>
KS_FN unsigned __match_any_sync(unsigned mask, T v) {
    unsigned left = __activemask(), mine = 0;
    while (left != 0) {
        const T one = __shfl_sync(mask, v, __builtin_ctzg(left, 0));
        const unsigned same = __ballot_sync(mask, v == one);
        if (v == one) mine = same;
        left &= ~same;
    }
    return mine;
}
template <typename T>
KS_FN unsigned __match_all_sync(unsigned mask, T v, int* all) {
    const unsigned active = __activemask();
    const T one = __shfl_sync(mask, v, __builtin_ctzg(active, 0));
    *all = __all_sync(mask, v == one);
    return *all ? active : 0;
}

// Atomics, all relaxed on one location as in CUDA.
#define KS_ATOMIC(NAME, BUILTIN, T)                                                                                    \
    KS_FN T NAME(T* at, T v) { return BUILTIN(at, v, __ATOMIC_RELAXED); }
#define KS_ATOMIC_INTEGERS(M, NAME, BUILTIN)                                                                           \
    M(NAME, BUILTIN, int) M(NAME, BUILTIN, unsigned) M(NAME, BUILTIN, unsigned long long)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicAdd, __atomic_fetch_add)
KS_ATOMIC(atomicAdd, __atomic_fetch_add, float)
KS_ATOMIC(atomicAdd, __atomic_fetch_add, double)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicSub, __atomic_fetch_sub)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicMin, __atomic_fetch_min)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicMax, __atomic_fetch_max)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicAnd, __atomic_fetch_and)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicOr, __atomic_fetch_or)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicXor, __atomic_fetch_xor)
KS_ATOMIC_INTEGERS(KS_ATOMIC, atomicExch, __atomic_exchange_n)
#undef KS_ATOMIC
#undef KS_ATOMIC_INTEGERS
KS_FN float atomicExch(float* at, float v) {
    return __builtin_bit_cast(
        float, __atomic_exchange_n(reinterpret_cast<int*>(at), __builtin_bit_cast(int, v), __ATOMIC_RELAXED));
}
#define KS_CAS(T)                                                                                                      \
    KS_FN T atomicCAS(T* at, T expected, T desired) {                                                                  \
        __atomic_compare_exchange_n(at, &expected, desired, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);                \
        return expected;                                                                                               \
    }
KS_CAS(int)
KS_CAS(unsigned)
KS_CAS(unsigned long long)
KS_CAS(unsigned short)
#undef KS_CAS
KS_FN long long atomicMin(long long* at, long long v) { return __atomic_fetch_min(at, v, __ATOMIC_RELAXED); }
KS_FN long long atomicMax(long long* at, long long v) { return __atomic_fetch_max(at, v, __ATOMIC_RELAXED); }
KS_FN unsigned atomicInc(unsigned* at, unsigned last) {
    unsigned old = __atomic_load_n(at, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(at, &old, old >= last ? 0 : old + 1, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return old;
}
KS_FN unsigned atomicDec(unsigned* at, unsigned last) {
    unsigned old = __atomic_load_n(at, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        at, &old, old == 0 || old > last ? last : old - 1, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return old;
}
// Within a block or with the host: no wider and no narrower here.
#define KS_SCOPED(NAME)                                                                                                \
    template <typename T>                                                                                              \
    KS_FN T NAME##_block(T* at, T v) {                                                                                 \
        return NAME(at, v);                                                                                            \
    }                                                                                                                  \
    template <typename T>                                                                                              \
    KS_FN T NAME##_system(T* at, T v) {                                                                                \
        return NAME(at, v);                                                                                            \
    }
KS_SCOPED(atomicAdd)
KS_SCOPED(atomicSub)
KS_SCOPED(atomicMin)
KS_SCOPED(atomicMax)
KS_SCOPED(atomicAnd)
KS_SCOPED(atomicOr)
KS_SCOPED(atomicXor)
KS_SCOPED(atomicExch)
#undef KS_SCOPED

// Loads and stores with a cache hint are plain ones.
#define KS_LOAD(NAME)                                                                                                  \
    template <typename T>                                                                                              \
    KS_FN T NAME(const T* p) {                                                                                         \
        return *p;                                                                                                     \
    }
KS_LOAD(__ldg)
KS_LOAD(__ldca)
KS_LOAD(__ldcg)
KS_LOAD(__ldcs)
KS_LOAD(__ldcv)
KS_LOAD(__ldlu)
#undef KS_LOAD
#define KS_STORE(NAME)                                                                                                 \
    template <typename T>                                                                                              \
    KS_FN void NAME(T* p, T v) {                                                                                       \
        *p = v;                                                                                                        \
    }
KS_STORE(__stcg)
KS_STORE(__stcs)
KS_STORE(__stwb)
KS_STORE(__stwt)
#undef KS_STORE

// Mathematics: `f` names in float, plain names in both precisions.
#define KS_UNARY(NAME)                                                                                                 \
    KS_FN float NAME##f(float x) { return __ks_##NAME##_f32(x); }                                                      \
    KS_FN float NAME(float x) { return __ks_##NAME##_f32(x); }                                                         \
    KS_FN double NAME(double x) { return __ks_##NAME##_f64(x); }
KS_EACH_UNARY(KS_UNARY)
#undef KS_UNARY
#define KS_WRITTEN(NAME)                                                                                               \
    KS_FN float NAME##f(float x) { return __ks_##NAME##_f32(x); }                                                      \
    KS_FN float NAME(float x) { return __ks_##NAME##_f32(x); }                                                         \
    KS_FN double NAME(double x) { return ks_##NAME##_f64(x); }
KS_EACH_WRITTEN(KS_WRITTEN)
#undef KS_WRITTEN
KS_FN float erfcf(float x) { return __ks_erfc_f32(x); }
KS_FN float erfc(float x) { return __ks_erfc_f32(x); }
KS_FN float lgammaf(float x) { return static_cast<float>(ks_lgamma_f64(x)); }
KS_FN float tgammaf(float x) { return static_cast<float>(ks_tgamma_f64(x)); }
KS_FN double lgamma(double x) { return ks_lgamma_f64(x); }
KS_FN double tgamma(double x) { return ks_tgamma_f64(x); }
#define KS_BINARY(NAME)                                                                                                \
    KS_FN float NAME##f(float x, float y) { return __ks_##NAME##_f32(x, y); }                                          \
    KS_FN float NAME(float x, float y) { return __ks_##NAME##_f32(x, y); }                                             \
    KS_FN double NAME(double x, double y) { return __ks_##NAME##_f64(x, y); }
KS_EACH_BINARY(KS_BINARY)
#undef KS_BINARY
#define KS_EXACT(NAME)                                                                                                 \
    KS_FN float NAME##f(float x) { return __builtin_elementwise_##NAME(x); }                                           \
    KS_FN float NAME(float x) { return __builtin_elementwise_##NAME(x); }                                              \
    KS_FN double NAME(double x) { return __builtin_elementwise_##NAME(x); }
KS_EXACT(sqrt)
KS_EXACT(floor)
KS_EXACT(ceil)
KS_EXACT(trunc)
KS_EXACT(rint)
KS_EXACT(nearbyint)
KS_EXACT(round)
#undef KS_EXACT
KS_FN float fabsf(float x) { return __builtin_fabsf(x); }
KS_FN float fabs(float x) { return __builtin_fabsf(x); }
KS_FN double fabs(double x) { return __builtin_fabs(x); }
KS_FN float abs(float x) { return __builtin_fabsf(x); }
KS_FN double abs(double x) { return __builtin_fabs(x); }
KS_FN int abs(int x) { return __builtin_elementwise_abs(x); }
KS_FN long long llabs(long long x) { return __builtin_elementwise_abs(x); }
KS_FN float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_FN float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_FN double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
KS_FN float fminf(float a, float b) { return __builtin_fminf(a, b); }
KS_FN float fmaxf(float a, float b) { return __builtin_fmaxf(a, b); }
KS_FN float fmin(float a, float b) { return __builtin_fminf(a, b); }
KS_FN float fmax(float a, float b) { return __builtin_fmaxf(a, b); }
KS_FN double fmin(double a, double b) { return __builtin_fmin(a, b); }
KS_FN double fmax(double a, double b) { return __builtin_fmax(a, b); }
KS_FN float copysignf(float a, float b) { return __builtin_copysignf(a, b); }
KS_FN double copysign(double a, double b) { return __builtin_copysign(a, b); }
KS_FN float ldexpf(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float ldexp(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float scalbnf(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float scalblnf(float x, long k) {
    return __builtin_ldexpf(x, static_cast<int>(k < -400 ? -400 : k > 400 ? 400 : k));
}
KS_FN float fdimf(float a, float b) { return a > b ? a - b : a <= b ? 0.0f : a + b; }
KS_FN float sinpif(float x) {
    const float part = x - 2.0f * __builtin_elementwise_trunc(x * 0.5f);
    return static_cast<float>(__ks_sin_f64(static_cast<double>(part) * 3.14159265358979323846));
}
KS_FN float cospif(float x) {
    const float part = x - 2.0f * __builtin_elementwise_trunc(x * 0.5f);
    return static_cast<float>(__ks_cos_f64(static_cast<double>(part) * 3.14159265358979323846));
}
KS_FN void sincospif(float x, float* s, float* c) {
    *s = sinpif(x);
    *c = cospif(x);
}
// Lengths are summed in double, where no square of a float overflows.
KS_FN double ks_square(float x) { return static_cast<double>(x) * static_cast<double>(x); }
KS_FN float hypotf(float x, float y) {
    return static_cast<float>(__builtin_elementwise_sqrt(ks_square(x) + ks_square(y)));
}
KS_FN float rhypotf(float x, float y) {
    return static_cast<float>(1.0 / __builtin_elementwise_sqrt(ks_square(x) + ks_square(y)));
}
KS_FN float norm3df(float a, float b, float c) {
    return static_cast<float>(__builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c)));
}
KS_FN float norm4df(float a, float b, float c, float d) {
    return static_cast<float>(__builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c) + ks_square(d)));
}
KS_FN float rnorm3df(float a, float b, float c) {
    return static_cast<float>(1.0 / __builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c)));
}
KS_FN float rnorm4df(float a, float b, float c, float d) {
    return static_cast<float>(
        1.0 / __builtin_elementwise_sqrt(ks_square(a) + ks_square(b) + ks_square(c) + ks_square(d)));
}
KS_FN float normf(int count, const float* values) {
    double sum = 0.0;
    for (int i = 0; i < count; ++i) sum += ks_square(values[i]);
    return static_cast<float>(__builtin_elementwise_sqrt(sum));
}
KS_FN float rcbrtf(float x) { return 1.0f / __ks_cbrt_f32(x); }
KS_FN float normcdff(float x) {
    return 0.5f * __ks_erfc_f32(x * -0.70710678118654752440f);
}
// A start that is right to two digits, then Newton's steps in double.
KS_FN float erfinvf(float x) {
    const float size = __builtin_fabsf(x);
    if (!(size < 1.0f)) return size == 1.0f ? x * __builtin_inff() : __builtin_nanf("");
    const double y = static_cast<double>(x), l = __ks_log_f64((1.0 - y) * (1.0 + y));
    const double a = 4.3307467508 + l * 0.5;
    double r = __builtin_elementwise_sqrt(__builtin_elementwise_sqrt(a * a - l * 6.802721) - a);
    if (x < 0.0f) r = -r;
    for (int i = 0; i < 3; ++i)
        r -= (__ks_erf_f64(r) - y) * 0.88622692545275801365 * __ks_exp_f64(r * r);
    return static_cast<float>(r);
}
KS_FN float modff(float x, float* whole) {
    *whole = __builtin_elementwise_trunc(x);
    const float part = __builtin_fabsf(x) == __builtin_inff() ? 0.0f : x - *whole;
    return __builtin_copysignf(part, x);
}
KS_FN float frexpf(float x, int* exponent) {
    unsigned bits = __builtin_bit_cast(unsigned, x);
    int scale = 0;
    *exponent = 0;
    if (x == 0.0f || (bits & 0x7f800000u) == 0x7f800000u) return x;
    if ((bits & 0x7f800000u) == 0) {
        bits = __builtin_bit_cast(unsigned, x * 16777216.0f);
        scale = 24;
    }
    *exponent = static_cast<int>((bits >> 23) & 0xffu) - 126 - scale;
    return __builtin_bit_cast(float, (bits & 0x807fffffu) | 0x3f000000u);
}
KS_FN int ilogbf(float x) {
    int exponent;
    frexpf(x, &exponent);
    return x == 0.0f || x != x ? INT_MIN : __builtin_fabsf(x) == __builtin_inff() ? INT_MAX : exponent - 1;
}
KS_FN float logbf(float x) {
    return x == 0.0f ? -__builtin_inff() : x - x != 0.0f ? x * x : static_cast<float>(ilogbf(x));
}
KS_FN float nextafterf(float x, float y) {
    if (x != x || y != y) return x + y;
    if (x == y) return y;
    if (x == 0.0f) return __builtin_copysignf(1.40129846e-45f, y);
    return __builtin_bit_cast(float, __builtin_bit_cast(int, x) + (((x < y) == (x > 0.0f)) ? 1 : -1));
}
KS_FN float remainderf(float x, float y) {
    const float a = __builtin_fabsf(x), b = __builtin_fabsf(y);
    const float rest = __ks_fmod_f32(a, b);
    const bool odd = __ks_fmod_f32(a, 2.0f * b) >= b;
    const float twice = 2.0f * rest;
    const float result = twice > b || (twice == b && odd) ? rest - b : rest;
    return __builtin_copysignf(1.0f, x) * result;
}
KS_FN float nanf(const char*) { return __builtin_nanf(""); }
KS_FN bool signbit(float x) { return (__builtin_bit_cast(unsigned, x) >> 31) != 0; }
KS_FN long lrintf(float x) { return static_cast<long>(__builtin_elementwise_rint(x)); }
KS_FN long lroundf(float x) { return static_cast<long>(__builtin_elementwise_round(x)); }
KS_FN long long llrintf(float x) { return static_cast<long long>(__builtin_elementwise_rint(x)); }
KS_FN long long llroundf(float x) { return static_cast<long long>(__builtin_elementwise_round(x)); }
KS_FN float fdividef(float x, float y) { return __ks_fast_div_f32(x, y); }
KS_FN void sincosf(float x, float* s, float* c) {
    *s = __ks_sin_f32(x);
    *c = __ks_cos_f32(x);
}
KS_FN bool isnan(float x) { return x != x; }
KS_FN bool isinf(float x) { return __builtin_fabsf(x) == __builtin_inff(); }
KS_FN bool isfinite(float x) { return __builtin_fabsf(x) < __builtin_inff(); }

// Fast intrinsics: one hardware instruction and what leads to it.
KS_FN float __expf(float x) { return __ks_exp2_f32(x * 1.4426950408889634f); }
KS_FN float __exp10f(float x) { return __ks_exp2_f32(x * 3.3219280948873623f); }
KS_FN float __logf(float x) { return __ks_log2_f32(x) * 0.69314718055994531f; }
KS_FN float __log2f(float x) { return __ks_log2_f32(x); }
KS_FN float __log10f(float x) { return __ks_log2_f32(x) * 0.30102999566398120f; }
KS_FN float __sinf(float x) { return __ks_fast_sin_f32(x); }
KS_FN float __cosf(float x) { return __ks_fast_cos_f32(x); }
KS_FN float __tanf(float x) { return __ks_fast_sin_f32(x) / __ks_fast_cos_f32(x); }
KS_FN float __tanhf(float x) { return __ks_fast_tanh_f32(x); }
KS_FN float __powf(float x, float y) { return __ks_exp2_f32(y * __ks_log2_f32(x)); }
KS_FN float __fdividef(float x, float y) { return __ks_fast_div_f32(x, y); }
KS_FN void __sincosf(float x, float* s, float* c) {
    *s = __ks_fast_sin_f32(x);
    *c = __ks_fast_cos_f32(x);
}
KS_FN float __frcp_rn(float x) { return 1.0f / x; }
KS_FN float __fsqrt_rn(float x) { return __builtin_elementwise_sqrt(x); }
KS_FN float __frsqrt_rn(float x) { return __ks_rsqrt_f32(x); }
KS_FN float __fadd_rn(float a, float b) {
#pragma clang fp contract(off)
    return a + b;
}
KS_FN float __fsub_rn(float a, float b) {
#pragma clang fp contract(off)
    return a - b;
}
KS_FN float __fmul_rn(float a, float b) {
#pragma clang fp contract(off)
    return a * b;
}
KS_FN float __fdiv_rn(float a, float b) { return a / b; }
KS_FN float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
KS_FN float __saturatef(float x) { return __builtin_fminf(__builtin_fmaxf(x, 0.0f), 1.0f); }

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
KS_FN unsigned __funnelshift_l(unsigned low, unsigned high, unsigned n) {
    return static_cast<unsigned>(((static_cast<unsigned long>(high) << 32 | low) << (n & 31)) >> 32);
}
KS_FN unsigned __funnelshift_r(unsigned low, unsigned high, unsigned n) {
    return static_cast<unsigned>((static_cast<unsigned long>(high) << 32 | low) >> (n & 31));
}
KS_FN int __dp4a(int a, int b, int c) {
    for (int i = 0; i < 4; ++i) {
        int left = static_cast<signed char>(a >> (8 * i)), right = static_cast<signed char>(b >> (8 * i));
        c += left * right;
    }
    return c;
}
KS_FN unsigned __dp4a(unsigned a, unsigned b, unsigned c) {
    for (int i = 0; i < 4; ++i) c += ((a >> (8 * i)) & 0xffu) * ((b >> (8 * i)) & 0xffu);
    return c;
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
