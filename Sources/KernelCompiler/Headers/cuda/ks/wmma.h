// nvcuda::wmma on the machine's matrix products, elements in the registers that PTX's `mma` has them in.
#pragma once

namespace nvcuda {
namespace wmma {

struct matrix_a {};
struct matrix_b {};
struct accumulator {};
struct row_major {};
struct col_major {};
struct ks_no_layout {};
enum layout_t { mem_row_major, mem_col_major };
namespace precision {
struct tf32 {};
}  // namespace precision

template <typename ks_T>
struct ks_storage {
    typedef ks_T type;
};
template <>
struct ks_storage<precision::tf32> {
    typedef float type;
};

template <typename ks_Use, int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_Layout = ks_no_layout>
struct fragment {
    static_assert(
        (ks_M == 16 && ks_N == 16 && (ks_K == 16 || ks_K == 8)) || (ks_M == 32 && ks_N == 8 && ks_K == 16) ||
            (ks_M == 8 && ks_N == 32 && ks_K == 16),
        "warp matrices are 16x16x16, 32x8x16, 8x32x16 or, in tf32, 16x16x8");
    typedef ks_T element_type;
    typedef typename ks_storage<ks_T>::type storage_element_type;
    static constexpr int num_elements =
        (__is_same(ks_Use, matrix_a) ? ks_M * ks_K : __is_same(ks_Use, matrix_b) ? ks_K * ks_N : ks_M * ks_N) / 32;
    static constexpr int num_storage_elements = num_elements;
    storage_element_type x[num_elements];
};

// Where an element lies in its matrix. A fragment is one or two of `mma`'s tiles: 16 x K on the left, K x 8 on the
// right, 16 x 8 as sums. With eight rows (M = 8) the whole product is transposed.
template <typename ks_Use, int ks_M, int ks_N, int ks_K>
struct ks_place {
    int row, column;
    KS_MEMBER ks_place(int i, int lane) {
        const int group = lane >> 2, place = lane & 3;
        int across, along;
        if constexpr (__is_same(ks_Use, accumulator)) {
            constexpr int tall = (ks_M == 8 ? ks_N : ks_M) / 16;
            const int tile = i >> 2;
            across = (tile % tall) * 16 + group + (i & 2) * 4;
            along = (tile / tall) * 8 + place * 2 + (i & 1);
        } else if constexpr (__is_same(ks_Use, matrix_a) != (ks_M == 8)) {
            const int tile = i / (ks_K / 2);
            across = tile * 16 + group + (ks_K == 8 ? (i & 1) * 8 : (i & 2) * 4);
            along = ks_K == 8 ? place + (i & 2) * 2 : place * 2 + (i & 1) + (i & 4) * 2;
        } else {
            const int tile = i / (ks_K / 4);
            across = ks_K == 8 ? place + (i & 1) * 4 : place * 2 + (i & 1) + (i & 2) * 4;
            along = tile * 8 + group;
        }
        row = ks_M == 8 ? along : across;
        column = ks_M == 8 ? across : along;
    }
};

template <typename ks_S>
struct __attribute__((aligned(2 * sizeof(ks_S)))) ks_neighbours {
    ks_S first, second;
};
// Whether elements 2i and 2i + 1 lie side by side in memory; pointer and pitch are aligned enough by contract.
template <typename ks_Use, int ks_M, int ks_K>
KS_FN constexpr bool ks_together(bool rows_first) {
    return ks_K == 16 && (__is_same(ks_Use, matrix_a) ? rows_first : __is_same(ks_Use, matrix_b)
        ? !rows_first : rows_first == (ks_M != 8));
}

// Factors of 16 bits come from shared memory by rows, as `ldmatrix` brings them: `nontemporal` marks what one instruction of
// the hardware loads.
typedef unsigned __attribute__((may_alias)) ks_row_part;
typedef unsigned short __attribute__((may_alias)) ks_row_element;
template <typename ks_Use, typename ks_S>
inline constexpr bool ks_by_rows = sizeof(ks_S) == 2 && !__is_same(ks_Use, accumulator);

template <bool ks_ROWS_FIRST, typename ks_Use, int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_Layout,
    typename ks_S>
KS_FN void ks_load(fragment<ks_Use, ks_M, ks_N, ks_K, ks_T, ks_Layout>& f, const ks_S* from, unsigned pitch) {
    const int lane = __ks_lane_id();
#pragma unroll
    for (int i = 0; i < f.num_elements; i += 2) {
        const ks_place<ks_Use, ks_M, ks_N, ks_K> a(i, lane), b(i + 1, lane);
        const ks_S* at = from + (ks_ROWS_FIRST ? a.row * pitch + a.column : a.column * pitch + a.row);
        const ks_S* next = from + (ks_ROWS_FIRST ? b.row * pitch + b.column : b.column * pitch + b.row);
        if constexpr (ks_together<ks_Use, ks_M, ks_K>(ks_ROWS_FIRST)) {
            ks_neighbours<ks_S> pair;
            if constexpr (ks_by_rows<ks_Use, ks_S>) {
                pair = __builtin_bit_cast(
                    ks_neighbours<ks_S>, __builtin_nontemporal_load(reinterpret_cast<const ks_row_part*>(at)));
            } else {
                pair = *reinterpret_cast<const ks_neighbours<ks_S>*>(at);
            }
            f.x[i] = pair.first;
            f.x[i + 1] = pair.second;
        } else if constexpr (ks_by_rows<ks_Use, ks_S>) {
            f.x[i] = __builtin_bit_cast(
                ks_S, __builtin_nontemporal_load(reinterpret_cast<const ks_row_element*>(at)));
            f.x[i + 1] = __builtin_bit_cast(
                ks_S, __builtin_nontemporal_load(reinterpret_cast<const ks_row_element*>(next)));
        } else {
            f.x[i] = *at;
            f.x[i + 1] = *next;
        }
    }
}
template <bool ks_ROWS_FIRST, int ks_M, int ks_N, int ks_K, typename ks_T>
KS_FN void ks_store(ks_T* to, const fragment<accumulator, ks_M, ks_N, ks_K, ks_T>& f, unsigned pitch) {
    const int lane = __ks_lane_id();
#pragma unroll
    for (int i = 0; i < f.num_elements; i += 2) {
        const ks_place<accumulator, ks_M, ks_N, ks_K> a(i, lane), b(i + 1, lane);
        ks_T* at = to + (ks_ROWS_FIRST ? a.row * pitch + a.column : a.column * pitch + a.row);
        if constexpr (ks_together<accumulator, ks_M, 16>(ks_ROWS_FIRST)) {
            *reinterpret_cast<ks_neighbours<ks_T>*>(at) = ks_neighbours<ks_T>{f.x[i], f.x[i + 1]};
        } else {
            *at = f.x[i];
            to[ks_ROWS_FIRST ? b.row * pitch + b.column : b.column * pitch + b.row] = f.x[i + 1];
        }
    }
}

template <typename ks_Use, int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_Layout, typename ks_V>
KS_FN void fill_fragment(fragment<ks_Use, ks_M, ks_N, ks_K, ks_T, ks_Layout>& f, const ks_V& value) {
#pragma unroll
    for (int i = 0; i < f.num_elements; i++) f.x[i] = value;
}
template <typename ks_Use, int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_S>
KS_FN void load_matrix_sync(fragment<ks_Use, ks_M, ks_N, ks_K, ks_T, row_major>& f, const ks_S* from, unsigned pitch) {
    ks_load<true>(f, from, pitch);
}
template <typename ks_Use, int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_S>
KS_FN void load_matrix_sync(fragment<ks_Use, ks_M, ks_N, ks_K, ks_T, col_major>& f, const ks_S* from, unsigned pitch) {
    ks_load<false>(f, from, pitch);
}
template <int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_S>
KS_FN void load_matrix_sync(fragment<accumulator, ks_M, ks_N, ks_K, ks_T>& f, const ks_S* from, unsigned pitch,
    layout_t layout) {
    if (layout == mem_row_major) ks_load<true>(f, from, pitch);
    else ks_load<false>(f, from, pitch);
}
template <int ks_M, int ks_N, int ks_K, typename ks_T>
KS_FN void store_matrix_sync(ks_T* to, const fragment<accumulator, ks_M, ks_N, ks_K, ks_T>& f, unsigned pitch,
    layout_t layout) {
    if (layout == mem_row_major) ks_store<true>(to, f, pitch);
    else ks_store<false>(to, f, pitch);
}

KS_FN float __float_to_tf32(float x) {
    const unsigned bits = __builtin_bit_cast(unsigned, x);
    return x == x ? __builtin_bit_cast(float, (bits + 0x1000u) & ~0x1fffu) : x;
}

// One tile's product, by type of the factors: elements of the left, of the right and of the sum.
KS_FN ks_f32x4 ks_tile(const __half* a, const __half* b, ks_f32x4 c) {
    ks_f16x8 left;
    ks_f16x4 right;
#pragma unroll
    for (int i = 0; i < 8; i++) left[i] = a[i].ks_value;
#pragma unroll
    for (int i = 0; i < 4; i++) right[i] = b[i].ks_value;
    return __ks_mma_m16n8k16_f16(left, right, c);
}
KS_FN ks_f32x4 ks_tile(const __nv_bfloat16* a, const __nv_bfloat16* b, ks_f32x4 c) {
    ks_bf16x8 left;
    ks_bf16x4 right;
#pragma unroll
    for (int i = 0; i < 8; i++) left[i] = a[i].ks_value;
#pragma unroll
    for (int i = 0; i < 4; i++) right[i] = b[i].ks_value;
    return __ks_mma_m16n8k16_bf16(left, right, c);
}
KS_FN ks_f32x4 ks_tile(const float* a, const float* b, ks_f32x4 c) {
    return __ks_mma_m16n8k8_tf32(ks_f32x4{a[0], a[1], a[2], a[3]}, ks_f32x2{b[0], b[1]}, c);
}
template <typename ks_T>
KS_FN ks_i32x4 ks_tile(const ks_T* a, const ks_T* b, ks_i32x4 c) {
    static_assert(sizeof(ks_T) == 1, "warp matrices hold half, bfloat16, tf32 or 8-bit integers");
    return __ks_mma_m16n8k16_i8(
        ks_i32x8{a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]}, ks_i32x4{b[0], b[1], b[2], b[3]}, c);
}

template <typename ks_T>
struct ks_sums {
    typedef ks_f32x4 type;
    typedef float element;
};
template <>
struct ks_sums<int> {
    typedef ks_i32x4 type;
    typedef int element;
};

template <int ks_M, int ks_N, int ks_K, typename ks_T, typename ks_LA, typename ks_LB, typename ks_D, typename ks_C>
KS_FN void mma_sync(
    fragment<accumulator, ks_M, ks_N, ks_K, ks_D>& d, const fragment<matrix_a, ks_M, ks_N, ks_K, ks_T, ks_LA>& a,
    const fragment<matrix_b, ks_M, ks_N, ks_K, ks_T, ks_LB>& b, const fragment<accumulator, ks_M, ks_N, ks_K,
        ks_C>& c, bool = false) {
    constexpr int tall = (ks_M == 8 ? ks_N : ks_M) / 16;
#pragma unroll
    for (int tile = 0; tile < c.num_elements / 4; tile++) {
        typename ks_sums<ks_C>::type sums;
#pragma unroll
        for (int i = 0; i < 4; i++) sums[i] = static_cast<typename ks_sums<ks_C>::element>(c.x[4 * tile + i]);
        const auto* left = ks_M == 8 ? b.x : a.x;
        const auto* right = ks_M == 8 ? a.x : b.x;
        sums = ks_tile(left + (tile % tall) * (ks_K / 2), right + (tile / tall) * (ks_K / 4), sums);
#pragma unroll
        for (int i = 0; i < 4; i++) d.x[4 * tile + i] = sums[i];
    }
}
}  // namespace wmma
}  // namespace nvcuda
