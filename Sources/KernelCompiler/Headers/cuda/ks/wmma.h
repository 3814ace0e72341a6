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

template <typename T>
struct ks_storage {
    typedef T type;
};
template <>
struct ks_storage<precision::tf32> {
    typedef float type;
};

template <typename Use, int M, int N, int K, typename T, typename Layout = ks_no_layout>
struct fragment {
    static_assert(
        (M == 16 && N == 16 && (K == 16 || K == 8)) || (M == 32 && N == 8 && K == 16) || (M == 8 && N == 32 && K == 16),
        "warp matrices are 16x16x16, 32x8x16, 8x32x16 or, in tf32, 16x16x8");
    typedef T element_type;
    typedef typename ks_storage<T>::type storage_element_type;
    static constexpr int num_elements =
        (__is_same(Use, matrix_a) ? M * K : __is_same(Use, matrix_b) ? K * N : M * N) / 32;
    static constexpr int num_storage_elements = num_elements;
    storage_element_type x[num_elements];
};

// Where an element lies in its matrix. A fragment is one or two of `mma`'s tiles: 16 x K on the left, K x 8 on the
// right, 16 x 8 as sums. With eight rows (M = 8) the whole product is transposed.
template <typename Use, int M, int N, int K>
struct ks_place {
    int row, column;
    KS_MEMBER ks_place(int i, int lane) {
        const int group = lane >> 2, place = lane & 3;
        int across, along;
        if constexpr (__is_same(Use, accumulator)) {
            constexpr int tall = (M == 8 ? N : M) / 16;
            const int tile = i >> 2;
            across = (tile % tall) * 16 + group + (i & 2) * 4;
            along = (tile / tall) * 8 + place * 2 + (i & 1);
        } else if constexpr (__is_same(Use, matrix_a) != (M == 8)) {
            const int tile = i / (K / 2);
            across = tile * 16 + group + (K == 8 ? (i & 1) * 8 : (i & 2) * 4);
            along = K == 8 ? place + (i & 2) * 2 : place * 2 + (i & 1) + (i & 4) * 2;
        } else {
            const int tile = i / (K / 4);
            across = K == 8 ? place + (i & 1) * 4 : place * 2 + (i & 1) + (i & 2) * 4;
            along = tile * 8 + group;
        }
        row = M == 8 ? along : across;
        column = M == 8 ? across : along;
    }
};

template <typename S>
struct __attribute__((aligned(2 * sizeof(S)))) ks_neighbours {
    S first, second;
};
// Whether elements 2i and 2i + 1 lie side by side in memory; pointer and pitch are aligned enough by contract.
template <typename Use, int M, int K>
KS_FN constexpr bool ks_together(bool rows_first) {
    return K == 16 && (__is_same(Use, matrix_a) ? rows_first : __is_same(Use, matrix_b) ? !rows_first : rows_first == (M != 8));
}

template <bool ROWS_FIRST, typename Use, int M, int N, int K, typename T, typename Layout, typename S>
KS_FN void ks_load(fragment<Use, M, N, K, T, Layout>& f, const S* from, unsigned pitch) {
    const int lane = __ks_lane_id();
#pragma unroll
    for (int i = 0; i < f.num_elements; i += 2) {
        const ks_place<Use, M, N, K> a(i, lane), b(i + 1, lane);
        const S* at = from + (ROWS_FIRST ? a.row * pitch + a.column : a.column * pitch + a.row);
        if constexpr (ks_together<Use, M, K>(ROWS_FIRST)) {
            const ks_neighbours<S> pair = *reinterpret_cast<const ks_neighbours<S>*>(at);
            f.x[i] = pair.first;
            f.x[i + 1] = pair.second;
        } else {
            f.x[i] = *at;
            f.x[i + 1] = from[ROWS_FIRST ? b.row * pitch + b.column : b.column * pitch + b.row];
        }
    }
}
template <bool ROWS_FIRST, int M, int N, int K, typename T>
KS_FN void ks_store(T* to, const fragment<accumulator, M, N, K, T>& f, unsigned pitch) {
    const int lane = __ks_lane_id();
#pragma unroll
    for (int i = 0; i < f.num_elements; i += 2) {
        const ks_place<accumulator, M, N, K> a(i, lane), b(i + 1, lane);
        T* at = to + (ROWS_FIRST ? a.row * pitch + a.column : a.column * pitch + a.row);
        if constexpr (ks_together<accumulator, M, 16>(ROWS_FIRST)) {
            *reinterpret_cast<ks_neighbours<T>*>(at) = ks_neighbours<T>{f.x[i], f.x[i + 1]};
        } else {
            *at = f.x[i];
            to[ROWS_FIRST ? b.row * pitch + b.column : b.column * pitch + b.row] = f.x[i + 1];
        }
    }
}

template <typename Use, int M, int N, int K, typename T, typename Layout, typename V>
KS_FN void fill_fragment(fragment<Use, M, N, K, T, Layout>& f, const V& value) {
#pragma unroll
    for (int i = 0; i < f.num_elements; i++) f.x[i] = value;
}
template <typename Use, int M, int N, int K, typename T, typename S>
KS_FN void load_matrix_sync(fragment<Use, M, N, K, T, row_major>& f, const S* from, unsigned pitch) {
    ks_load<true>(f, from, pitch);
}
template <typename Use, int M, int N, int K, typename T, typename S>
KS_FN void load_matrix_sync(fragment<Use, M, N, K, T, col_major>& f, const S* from, unsigned pitch) {
    ks_load<false>(f, from, pitch);
}
template <int M, int N, int K, typename T, typename S>
KS_FN void load_matrix_sync(fragment<accumulator, M, N, K, T>& f, const S* from, unsigned pitch, layout_t layout) {
    if (layout == mem_row_major) ks_load<true>(f, from, pitch);
    else ks_load<false>(f, from, pitch);
}
template <int M, int N, int K, typename T>
KS_FN void store_matrix_sync(T* to, const fragment<accumulator, M, N, K, T>& f, unsigned pitch, layout_t layout) {
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
template <typename T>
KS_FN ks_i32x4 ks_tile(const T* a, const T* b, ks_i32x4 c) {
    static_assert(sizeof(T) == 1, "warp matrices hold half, bfloat16, tf32 or 8-bit integers");
    return __ks_mma_m16n8k16_i8(
        ks_i32x8{a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]}, ks_i32x4{b[0], b[1], b[2], b[3]}, c);
}

template <typename T>
struct ks_sums {
    typedef ks_f32x4 type;
    typedef float element;
};
template <>
struct ks_sums<int> {
    typedef ks_i32x4 type;
    typedef int element;
};

template <int M, int N, int K, typename T, typename LA, typename LB, typename D, typename C>
KS_FN void mma_sync(
    fragment<accumulator, M, N, K, D>& d, const fragment<matrix_a, M, N, K, T, LA>& a,
    const fragment<matrix_b, M, N, K, T, LB>& b, const fragment<accumulator, M, N, K, C>& c, bool = false) {
    constexpr int tall = (M == 8 ? N : M) / 16;
#pragma unroll
    for (int tile = 0; tile < c.num_elements / 4; tile++) {
        typename ks_sums<C>::type sums;
#pragma unroll
        for (int i = 0; i < 4; i++) sums[i] = static_cast<typename ks_sums<C>::element>(c.x[4 * tile + i]);
        const auto* left = M == 8 ? b.x : a.x;
        const auto* right = M == 8 ? a.x : b.x;
        sums = ks_tile(left + (tile % tall) * (K / 2), right + (tile / tall) * (K / 4), sums);
#pragma unroll
        for (int i = 0; i < 4; i++) d.x[4 * tile + i] = sums[i];
    }
}
}  // namespace wmma
}  // namespace nvcuda
