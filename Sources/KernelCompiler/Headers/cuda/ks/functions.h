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
#define M_PI 3.14159265358979323846

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
#undef KS_CAS

// Loads with a cache hint are plain loads.
template <typename T>
KS_FN T __ldg(const T* p) {
    return *p;
}
template <typename T>
KS_FN T __ldcs(const T* p) {
    return *p;
}
template <typename T>
KS_FN T __ldcg(const T* p) {
    return *p;
}
template <typename T>
KS_FN void __stcs(T* p, T v) {
    *p = v;
}
template <typename T>
KS_FN void __stcg(T* p, T v) {
    *p = v;
}

// Mathematics: `f` names in float, plain names in both precisions.
#define KS_UNARY(NAME)                                                                                                 \
    KS_FN float NAME##f(float x) { return __ks_##NAME##_f32(x); }                                                      \
    KS_FN float NAME(float x) { return __ks_##NAME##_f32(x); }                                                         \
    KS_FN double NAME(double x) { return __ks_##NAME##_f64(x); }
KS_UNARY(exp)
KS_UNARY(exp2)
KS_UNARY(exp10)
KS_UNARY(expm1)
KS_UNARY(log)
KS_UNARY(log2)
KS_UNARY(log10)
KS_UNARY(log1p)
KS_UNARY(sin)
KS_UNARY(cos)
KS_UNARY(tan)
KS_UNARY(asin)
KS_UNARY(acos)
KS_UNARY(atan)
KS_UNARY(sinh)
KS_UNARY(cosh)
KS_UNARY(tanh)
KS_UNARY(asinh)
KS_UNARY(acosh)
KS_UNARY(atanh)
KS_UNARY(cbrt)
KS_UNARY(erf)
KS_UNARY(erfc)
KS_UNARY(lgamma)
KS_UNARY(tgamma)
KS_UNARY(rsqrt)
#undef KS_UNARY
#define KS_BINARY(NAME)                                                                                                \
    KS_FN float NAME##f(float x, float y) { return __ks_##NAME##_f32(x, y); }                                          \
    KS_FN float NAME(float x, float y) { return __ks_##NAME##_f32(x, y); }                                             \
    KS_FN double NAME(double x, double y) { return __ks_##NAME##_f64(x, y); }
KS_BINARY(pow)
KS_BINARY(atan2)
KS_BINARY(fmod)
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
KS_FN float ldexpf(float x, int k) { return __builtin_ldexpf(x, k); }
KS_FN float fdimf(float a, float b) { return a > b ? a - b : 0.0f; }
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
KS_FN float __frcp_rn(float x) { return 1.0f / x; }
KS_FN float __fsqrt_rn(float x) { return __builtin_elementwise_sqrt(x); }
KS_FN float __frsqrt_rn(float x) { return __ks_rsqrt_f32(x); }
KS_FN float __fadd_rn(float a, float b) {
#pragma clang fp contract(off)
    return a + b;
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
KS_FN float min(float a, float b) { return __builtin_fminf(a, b); }
KS_FN float max(float a, float b) { return __builtin_fmaxf(a, b); }
KS_FN double min(double a, double b) { return __builtin_fmin(a, b); }
KS_FN double max(double a, double b) { return __builtin_fmax(a, b); }
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
KS_FN int __float_as_int(float x) { return __builtin_bit_cast(int, x); }
KS_FN unsigned __float_as_uint(float x) { return __builtin_bit_cast(unsigned, x); }
KS_FN float __int_as_float(int x) { return __builtin_bit_cast(float, x); }
KS_FN float __uint_as_float(unsigned x) { return __builtin_bit_cast(float, x); }
KS_FN int __float2int_rn(float x) { return static_cast<int>(__builtin_elementwise_rint(x)); }
KS_FN int __float2int_rz(float x) { return static_cast<int>(x); }
KS_FN int __float2int_rd(float x) { return static_cast<int>(__builtin_elementwise_floor(x)); }
KS_FN float __int2float_rn(int x) { return static_cast<float>(x); }
KS_FN unsigned ks_lane() { return static_cast<unsigned>(__ks_lane_id()); }
