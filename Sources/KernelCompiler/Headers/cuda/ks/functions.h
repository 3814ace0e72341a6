// Limits, barriers, votes, shuffles, atomics and accesses with cache hints.
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
// Check IR looks at the masks of warp functions; what they cost is the function's own instruction.
#if KS_CHECK
#define KS_MEMBERS(MASK) __ks_warp_members(static_cast<int>(MASK))
KS_FN void __syncwarp(unsigned mask = 0xffffffffu) { __ks_warp_barrier(static_cast<int>(mask)); }
#else
#define KS_MEMBERS(MASK)
KS_FN void __syncwarp(unsigned = 0xffffffffu) { __ks_simdgroup_barrier(3); }
#endif
KS_FN void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void __nanosleep(unsigned) {}
KS_FN long long clock64() { return __ks_clock(); }
KS_FN int clock() { return static_cast<int>(__ks_clock()); }

// Warps. Lanes may name different masks at one call, each its own group.
#define KS_ALL_LANES(MASK) (__builtin_constant_p(MASK) && (MASK) == 0xffffffffu)
KS_FN unsigned ks_ballot(int truth) { return static_cast<unsigned>(__ks_simd_ballot(truth != 0)); }
KS_FN unsigned __activemask() { return ks_ballot(1); }
KS_FN unsigned __ballot_sync(unsigned mask, int truth) {
    KS_MEMBERS(mask);
    return ks_ballot(truth) & mask;
}
KS_FN int __any_sync(unsigned mask, int truth) {
    KS_MEMBERS(mask);
    if (KS_ALL_LANES(mask)) return __ks_simd_any(truth != 0);
    return (ks_ballot(truth) & mask) != 0;
}
KS_FN int __all_sync(unsigned mask, int truth) {
    KS_MEMBERS(mask);
    if (KS_ALL_LANES(mask)) return __ks_simd_all(truth != 0);
    return (ks_ballot(!truth) & mask) == 0;
}

// A shuffle of 32 bits, within groups of `width` lanes.
KS_FN int ks_shuffle(int v, int lane, int width) {
    if (width == 32) return __ks_simd_shuffle_b32(v, lane & 31);
    int me = __ks_lane_id();
    return __ks_simd_shuffle_b32(v, (me & ~(width - 1)) | (lane & (width - 1)));
}
KS_FN int ks_shuffle_xor(int v, int mask, int width) {
    if (width == 32 || (__builtin_constant_p(mask) && mask >= 0 && mask < width)) {
        return __ks_simd_shuffle_xor_b32(v, mask);
    }
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
    KS_FN T ks##NAME(T v, ARGUMENT by, int width = 32) {                                                               \
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
    }                                                                                                                  \
    template <typename T>                                                                                              \
    KS_FN T NAME(unsigned mask, T v, ARGUMENT by, int width = 32) {                                                    \
        KS_MEMBERS(mask);                                                                                              \
        return ks##NAME(v, by, width);                                                                                 \
    }
KS_SHUFFLE(__shfl_sync, ks_shuffle, int)
KS_SHUFFLE(__shfl_xor_sync, ks_shuffle_xor, int)
KS_SHUFFLE(__shfl_up_sync, ks_shuffle_up, unsigned)
KS_SHUFFLE(__shfl_down_sync, ks_shuffle_down, unsigned)
#undef KS_SHUFFLE
// A reduction over the lanes of each mask in turn, the others giving what changes nothing. All lanes stay together, since
// compilers move what stands in front of the end of a loop behind it.
#define KS_REDUCTION(NAME, T, CALL, NOTHING)                                                                           \
    KS_FN T NAME(unsigned mask, T v) {                                                                                 \
        KS_MEMBERS(mask);                                                                                              \
        if (KS_ALL_LANES(mask)) return static_cast<T>(CALL(static_cast<int>(v)));                                      \
        T result = v;                                                                                                  \
        for (unsigned left = __activemask(); left != 0;) {                                                             \
            const unsigned group = ks__shfl_sync(mask, __builtin_ctzg(left, 0));                                       \
            const bool is_mine = mask == group;                                                                        \
            const T found = static_cast<T>(CALL(is_mine ? static_cast<int>(v) : static_cast<int>(NOTHING)));           \
            if (is_mine) result = found;                                                                               \
            left &= ~ks_ballot(is_mine);                                                                               \
        }                                                                                                              \
        return result;                                                                                                 \
    }
KS_REDUCTION(__reduce_add_sync, int, __ks_simd_sum_i32, 0)
KS_REDUCTION(__reduce_add_sync, unsigned, __ks_simd_sum_i32, 0)
KS_REDUCTION(__reduce_max_sync, int, __ks_simd_max_i32, INT_MIN)
KS_REDUCTION(__reduce_max_sync, unsigned, __ks_simd_max_u32, 0)
KS_REDUCTION(__reduce_min_sync, int, __ks_simd_min_i32, INT_MAX)
KS_REDUCTION(__reduce_min_sync, unsigned, __ks_simd_min_u32, -1)
KS_REDUCTION(__reduce_and_sync, unsigned, __ks_simd_and_b32, -1)
KS_REDUCTION(__reduce_or_sync, unsigned, __ks_simd_or_b32, 0)
KS_REDUCTION(__reduce_xor_sync, unsigned, __ks_simd_xor_b32, 0)
#undef KS_REDUCTION

// The lanes that hold the same value, found value by value.
template <typename T>
KS_FN unsigned ks_match_any(unsigned mask, T v) {
    unsigned left = __activemask() & mask, mine = 0;
    while (left != 0) {
        const T one = ks__shfl_sync(v, __builtin_ctzg(left, 0));
        const unsigned same = ks_ballot(v == one) & mask;
        if (v == one) mine = same;
        left &= ~same;
    }
    return mine;
}
template <typename T>
KS_FN unsigned __match_any_sync(unsigned mask, T v) {
    KS_MEMBERS(mask);
    return ks_match_any(mask, v);
}
template <typename T>
KS_FN unsigned __match_all_sync(unsigned mask, T v, int* all) {
    KS_MEMBERS(mask);
    const unsigned active = __activemask() & mask;
    const T one = ks__shfl_sync(v, __builtin_ctzg(active, 0));
    *all = (ks_ballot(v != one) & mask) == 0;
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
    while (!__atomic_compare_exchange_n(
        at, &old, old >= last ? 0 : old + 1, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
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
