// The compiler's own names behind the library, which headers that extend the library call (`#pragma METAL internals`).
#pragma once

#define __METAL_FAST_MATH__ 1
#define __METAL_PRECISE_MATH__ 0
#define __METAL_MAYBE_FAST_MATH__ KS_FAST_MATH

namespace metal {

// The last argument says which of the two libraries is meant.
#define KS_INTERNAL1(NAME)                                                                                             \
    KS_FN float __metal_##NAME(float x, int fast) { return fast ? fast::NAME(x) : precise::NAME(x); }
#define KS_INTERNAL2(NAME)                                                                                             \
    KS_FN float __metal_##NAME(float x, float y, int fast) { return fast ? fast::NAME(x, y) : precise::NAME(x, y); }
#define KS_SAME1(NAME)                                                                                                 \
    KS_FN float __metal_##NAME(float x, int) { return NAME(x); }
#define KS_SAME2(NAME)                                                                                                 \
    KS_FN float __metal_##NAME(float x, float y, int) { return NAME(x, y); }
#define KS_SAME3(NAME)                                                                                                 \
    KS_FN float __metal_##NAME(float x, float y, float z, int) { return NAME(x, y, z); }
KS_INTERNAL1(acos)
KS_INTERNAL1(acosh)
KS_INTERNAL1(asin)
KS_INTERNAL1(asinh)
KS_INTERNAL1(atan)
KS_INTERNAL1(atanh)
KS_INTERNAL1(cos)
KS_INTERNAL1(cosh)
KS_INTERNAL1(cospi)
KS_INTERNAL1(exp)
KS_INTERNAL1(exp10)
KS_INTERNAL1(exp2)
KS_INTERNAL1(log)
KS_INTERNAL1(log10)
KS_INTERNAL1(log2)
KS_INTERNAL1(rsqrt)
KS_INTERNAL1(sin)
KS_INTERNAL1(sinh)
KS_INTERNAL1(sinpi)
KS_INTERNAL1(tan)
KS_INTERNAL1(tanh)
KS_INTERNAL1(tanpi)
KS_INTERNAL2(atan2)
KS_INTERNAL2(divide)
KS_INTERNAL2(fmod)
KS_INTERNAL2(pow)
KS_INTERNAL2(powr)
KS_SAME1(ceil)
KS_SAME1(fabs)
KS_SAME1(floor)
KS_SAME1(fract)
KS_SAME1(rint)
KS_SAME1(round)
KS_SAME1(sqrt)
KS_SAME1(trunc)
KS_SAME2(fmax)
KS_SAME2(fmin)
KS_SAME3(fmax3)
KS_SAME3(fmin3)
KS_SAME3(fmedian3)
#undef KS_INTERNAL1
#undef KS_INTERNAL2
#undef KS_SAME1
#undef KS_SAME2
#undef KS_SAME3
KS_FN float __metal_fma(float x, float y, float z) { return fma(x, y, z); }
KS_FN float __metal_frexp(float x, thread int* exponent) { return frexp(x, *exponent); }
KS_FN float __metal_ldexp(float x, int k, int) { return ldexp(x, k); }
KS_FN float __metal_nextafter(float x, float y) { return nextafter(x, y); }

KS_FN ushort __metal_get_simdgroup_size(ushort) { return 32; }
KS_FN ushort __metal_get_thread_index_in_simdgroup(ushort) { return static_cast<ushort>(__ks_lane_id()); }
#define KS_LANES(NAME)                                                                                                 \
    template <typename T>                                                                                              \
    KS_GROUP_FN T __metal_simd_##NAME(T v, ushort by) {                                                                \
        return simd_##NAME(v, by);                                                                                     \
    }
KS_LANES(broadcast)
KS_LANES(shuffle)
KS_LANES(shuffle_down)
KS_LANES(shuffle_rotate_down)
KS_LANES(shuffle_rotate_up)
KS_LANES(shuffle_up)
KS_LANES(shuffle_xor)
#undef KS_LANES
template <typename T>
KS_GROUP_FN T __metal_simd_shuffle_and_fill_down(T v, T fill, ushort delta, ushort width) {
    return simd_shuffle_and_fill_down(v, fill, delta, width);
}
template <typename T>
KS_GROUP_FN T __metal_simd_shuffle_and_fill_up(T v, T fill, ushort delta, ushort width) {
    return simd_shuffle_and_fill_up(v, fill, delta, width);
}
#define KS_REDUCTION(NAME)                                                                                             \
    template <typename T>                                                                                              \
    KS_GROUP_FN T __metal_simd_##NAME(T v) {                                                                           \
        return simd_##NAME(v);                                                                                         \
    }
KS_REDUCTION(max)
KS_REDUCTION(min)
KS_REDUCTION(prefix_exclusive_product)
KS_REDUCTION(prefix_exclusive_sum)
KS_REDUCTION(prefix_inclusive_product)
KS_REDUCTION(prefix_inclusive_sum)
KS_REDUCTION(product)
KS_REDUCTION(sum)
#undef KS_REDUCTION
// Of integers; what they would be of a float is not known, and a kernel that calls them is refused.
extern "C" float __ks_simd_and_f32(float), __ks_simd_or_f32(float), __ks_simd_xor_f32(float);
#define KS_BITS(NAME)                                                                                                  \
    template <typename T>                                                                                              \
    KS_GROUP_FN T __metal_simd_##NAME(T v) {                                                                           \
        if constexpr (__is_integral(T)) return simd_##NAME(v);                                                         \
        else return __ks_simd_##NAME##_f32(v);                                                                         \
    }
KS_BITS(and)
KS_BITS(or)
KS_BITS(xor)
#undef KS_BITS

}  // namespace metal
