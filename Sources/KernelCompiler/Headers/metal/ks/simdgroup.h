// <metal_simdgroup>, <metal_quadgroup>, <metal_compute> barriers.
#pragma once

namespace metal {

enum class mem_flags : uint {
    mem_none = 0,
    mem_device = 1,
    mem_threadgroup = 2,
    mem_texture = 4,
    mem_threadgroup_imageblock = 8,
    mem_object_data = 16,
};
KS_CONST mem_flags operator|(mem_flags a, mem_flags b) {
    return static_cast<mem_flags>(static_cast<uint>(a) | static_cast<uint>(b));
}
KS_CONST mem_flags operator&(mem_flags a, mem_flags b) {
    return static_cast<mem_flags>(static_cast<uint>(a) & static_cast<uint>(b));
}
KS_GROUP_FN void threadgroup_barrier(mem_flags flags) { __ks_threadgroup_barrier(static_cast<int>(flags)); }
KS_GROUP_FN void simdgroup_barrier(mem_flags flags) { __ks_simdgroup_barrier(static_cast<int>(flags)); }

// Applies a function of 32 bits to a value of 1, 2, 4 or 8 bytes, or to each element of a vector.
template <typename T, typename F>
KS_GROUP_FN T ks_by_words(T v, F move) {
    constexpr int count = ks_shape<T>::count;
    using E = ks_element<T>;
    if constexpr (count == 2) {
        return T{ks_by_words<E>(v[0], move), ks_by_words<E>(v[1], move)};
    } else if constexpr (count == 3) {
        return T{ks_by_words<E>(v[0], move), ks_by_words<E>(v[1], move), ks_by_words<E>(v[2], move)};
    } else if constexpr (count == 4) {
        return T{ks_by_words<E>(v[0], move), ks_by_words<E>(v[1], move), ks_by_words<E>(v[2], move),
                 ks_by_words<E>(v[3], move)};
    } else if constexpr (__is_same(T, bool)) {
        return move.call(static_cast<int>(v)) != 0;
    } else if constexpr (sizeof(T) == 1) {
        return __builtin_bit_cast(T, static_cast<uchar>(move.call(__builtin_bit_cast(uchar, v))));
    } else if constexpr (sizeof(T) == 2) {
        return __builtin_bit_cast(T, static_cast<ushort>(move.call(__builtin_bit_cast(ushort, v))));
    } else if constexpr (sizeof(T) == 4) {
        return __builtin_bit_cast(T, move.call(__builtin_bit_cast(int, v)));
    } else {
        static_assert(sizeof(T) == 8, "SIMD-group functions take scalars and vectors");
        ulong bits = __builtin_bit_cast(ulong, v);
        uint low = static_cast<uint>(move.call(static_cast<int>(static_cast<uint>(bits))));
        uint high = static_cast<uint>(move.call(static_cast<int>(static_cast<uint>(bits >> 32))));
        return __builtin_bit_cast(T, (static_cast<ulong>(high) << 32) | low);
    }
}
#define KS_MOVE(NAME, CALL)                                                                                            \
    struct ks_##NAME {                                                                                                 \
        int by;                                                                                                        \
        KS_GROUP_MEMBER int call(int v) const { return CALL; }                                                         \
    };
KS_MOVE(shuffle, __ks_simd_shuffle_b32(v, by))
KS_MOVE(shuffle_xor, __ks_simd_shuffle_xor_b32(v, by))
KS_MOVE(shuffle_up, __ks_simd_shuffle_up_b32(v, by))
KS_MOVE(shuffle_down, __ks_simd_shuffle_down_b32(v, by))
KS_MOVE(broadcast, __ks_simd_broadcast_b32(v, by))
KS_MOVE(broadcast_first, __ks_simd_broadcast_first_b32(v))
#undef KS_MOVE

template <typename T>
KS_GROUP_FN T simd_shuffle(T v, ushort lane) {
    return ks_by_words<T>(v, ks_shuffle{lane});
}
template <typename T>
KS_GROUP_FN T simd_shuffle_xor(T v, ushort mask) {
    return ks_by_words<T>(v, ks_shuffle_xor{mask});
}
template <typename T>
KS_GROUP_FN T simd_shuffle_up(T v, ushort delta) {
    return ks_by_words<T>(v, ks_shuffle_up{delta});
}
template <typename T>
KS_GROUP_FN T simd_shuffle_down(T v, ushort delta) {
    return ks_by_words<T>(v, ks_shuffle_down{delta});
}
template <typename T>
KS_GROUP_FN T simd_broadcast(T v, ushort lane) {
    return ks_by_words<T>(v, ks_broadcast{lane});
}
template <typename T>
KS_GROUP_FN T simd_broadcast_first(T v) {
    return ks_by_words<T>(v, ks_broadcast_first{0});
}
template <typename T>
KS_GROUP_FN T simd_shuffle_rotate_up(T v, ushort delta) {
    return ks_by_words<T>(v, ks_shuffle{(__ks_lane_id() - delta) & 31});
}
template <typename T>
KS_GROUP_FN T simd_shuffle_rotate_down(T v, ushort delta) {
    return ks_by_words<T>(v, ks_shuffle{(__ks_lane_id() + delta) & 31});
}
// Lanes below `delta` of each `width` lanes take from the end of `fill`.
template <typename T>
KS_GROUP_FN T simd_shuffle_and_fill_up(T v, T fill, ushort delta, ushort width = 32) {
    int lane = __ks_lane_id(), base = lane & ~(width - 1), place = lane - base - delta;
    T moved = ks_by_words<T>(v, ks_shuffle{base + (place & (width - 1))});
    T filled = ks_by_words<T>(fill, ks_shuffle{base + (place & (width - 1))});
    return place < 0 ? filled : moved;
}
template <typename T>
KS_GROUP_FN T simd_shuffle_and_fill_down(T v, T fill, ushort delta, ushort width = 32) {
    int lane = __ks_lane_id(), base = lane & ~(width - 1), place = lane - base + delta;
    T moved = ks_by_words<T>(v, ks_shuffle{base + (place & (width - 1))});
    T filled = ks_by_words<T>(fill, ks_shuffle{base + (place & (width - 1))});
    return place >= width ? filled : moved;
}

// Reductions and scans: integers by 32 bits, half and bfloat in float.
#define KS_REDUCE(NAME, SIGNED, UNSIGNED)                                                                              \
    template <typename T>                                                                                              \
    KS_GROUP_FN T simd_##NAME(T v) {                                                                                   \
        constexpr int count = ks_shape<T>::count;                                                                      \
        using E = ks_element<T>;                                                                                       \
        if constexpr (count == 2) return T{simd_##NAME<E>(v[0]), simd_##NAME<E>(v[1])};                                \
        else if constexpr (count == 3) return T{simd_##NAME<E>(v[0]), simd_##NAME<E>(v[1]), simd_##NAME<E>(v[2])};     \
        else if constexpr (count == 4)                                                                                 \
            return T{simd_##NAME<E>(v[0]), simd_##NAME<E>(v[1]), simd_##NAME<E>(v[2]), simd_##NAME<E>(v[3])};          \
        else if constexpr (!__is_integral(T)) return static_cast<T>(__ks_simd_##NAME##_f32(static_cast<float>(v)));    \
        else {                                                                                                         \
            static_assert(sizeof(T) <= 4, "SIMD-group reductions take integers of at most 32 bits");                   \
            if constexpr (__is_signed(T)) return static_cast<T>(__ks_simd_##NAME##_##SIGNED(static_cast<int>(v)));     \
            else return static_cast<T>(__ks_simd_##NAME##_##UNSIGNED(static_cast<int>(v)));                            \
        }                                                                                                              \
    }
KS_REDUCE(sum, i32, i32)
KS_REDUCE(product, i32, i32)
KS_REDUCE(min, i32, u32)
KS_REDUCE(max, i32, u32)
KS_REDUCE(prefix_inclusive_sum, i32, i32)
KS_REDUCE(prefix_exclusive_sum, i32, i32)
KS_REDUCE(prefix_inclusive_product, i32, i32)
KS_REDUCE(prefix_exclusive_product, i32, i32)
#undef KS_REDUCE
#define KS_REDUCE_BITS(NAME)                                                                                           \
    template <typename T>                                                                                              \
    KS_GROUP_FN T simd_##NAME(T v) {                                                                                   \
        static_assert(__is_integral(T) && sizeof(T) <= 4, "bit reductions take integers of at most 32 bits");          \
        return static_cast<T>(__ks_simd_##NAME##_b32(static_cast<int>(v)));                                            \
    }
KS_REDUCE_BITS(and)
KS_REDUCE_BITS(or)
KS_REDUCE_BITS(xor)
#undef KS_REDUCE_BITS

// The lanes for which a condition holds, one bit each.
struct simd_vote {
    using vote_t = ulong;
    ulong bits;
    KS_CONST_MEMBER explicit simd_vote(ulong v = 0) : bits(v) {}
    KS_CONST_MEMBER explicit operator vote_t() const { return bits; }
    KS_CONST_MEMBER bool all() const { return bits == 0xfffffffful; }
    KS_CONST_MEMBER bool any() const { return bits != 0; }
};
KS_GROUP_FN simd_vote simd_ballot(bool truth) { return simd_vote(static_cast<ulong>(__ks_simd_ballot(truth))); }
KS_GROUP_FN simd_vote simd_active_threads_mask() { return simd_vote(static_cast<ulong>(__ks_simd_ballot(1))); }
KS_GROUP_FN bool simd_all(bool truth) { return __ks_simd_all(truth) != 0; }
KS_GROUP_FN bool simd_any(bool truth) { return __ks_simd_any(truth) != 0; }
KS_GROUP_FN bool simd_is_first() { return __ks_simd_broadcast_first_b32(__ks_lane_id()) == __ks_lane_id(); }
KS_GROUP_FN bool simd_is_helper_thread() { return false; }

// Quads are the groups of four neighbouring lanes.
template <typename T>
KS_GROUP_FN T quad_shuffle(T v, ushort lane) {
    return ks_by_words<T>(v, ks_shuffle{(__ks_lane_id() & ~3) | (lane & 3)});
}
template <typename T>
KS_GROUP_FN T quad_broadcast(T v, ushort lane) {
    return quad_shuffle(v, lane);
}
template <typename T>
KS_GROUP_FN T quad_shuffle_xor(T v, ushort mask) {
    return ks_by_words<T>(v, ks_shuffle_xor{mask & 3});
}
template <typename T>
KS_GROUP_FN T quad_shuffle_up(T v, ushort delta) {
    int lane = __ks_lane_id();
    return ks_by_words<T>(v, ks_shuffle{(lane & 3) < delta ? lane : lane - delta});
}
template <typename T>
KS_GROUP_FN T quad_shuffle_down(T v, ushort delta) {
    int lane = __ks_lane_id();
    return ks_by_words<T>(v, ks_shuffle{(lane & 3) + delta > 3 ? lane : lane + delta});
}
#define KS_QUAD(NAME, COMBINE)                                                                                         \
    template <typename T>                                                                                              \
    KS_GROUP_FN T quad_##NAME(T v) {                                                                                   \
        T a = v, b = quad_shuffle_xor(v, 1);                                                                           \
        a = COMBINE;                                                                                                   \
        b = quad_shuffle_xor(a, 2);                                                                                    \
        return COMBINE;                                                                                                \
    }
KS_QUAD(sum, a + b)
KS_QUAD(product, a* b)
KS_QUAD(min, min(a, b))
KS_QUAD(max, max(a, b))
KS_QUAD(and, a& b)
KS_QUAD(or, a | b)
KS_QUAD(xor, a ^ b)
#undef KS_QUAD

}  // namespace metal
