// nvcuda::wmma for 16 x 16 x 16 products of half and bfloat16 with float sums.
//
// A fragment is four 8 x 8 tiles, two elements per lane and tile, laid out as INTRINSICS.md says of SIMD-group matrices.
// The hardware's own layout is not documented, so no kernel may depend on it.
#pragma once
#include <ks/prelude.h>

namespace nvcuda {
namespace wmma {

struct row_major {};
struct col_major {};
struct matrix_a {};
struct matrix_b {};
struct accumulator {};
enum layout_t { mem_row_major, mem_col_major };

template <typename Use, int M, int N, int K, typename T, typename Layout = void>
struct fragment {
    static_assert(M == 16 && N == 16 && K == 16, "fragments are of shape 16 x 16 x 16");
    static constexpr int num_elements = 8;
    T x[num_elements];
};

// Row and column, within its 8 x 8 tile, of a lane's first element.
KS_FN int ks_row() {
    int lane = __ks_lane_id();
    return ((lane / 4) & 4) + (lane / 2) % 4;
}
KS_FN int ks_column() {
    int lane = __ks_lane_id();
    return ((lane / 4) & 2) * 2 + (lane % 2) * 2;
}

template <typename Use, typename T, typename Layout, typename V>
KS_FN void fill_fragment(fragment<Use, 16, 16, 16, T, Layout>& f, V value) {
    for (int i = 0; i < 8; ++i) f.x[i] = static_cast<T>(value);
}

template <typename T>
KS_FN void ks_load(T* x, const T* from, unsigned stride, bool by_rows) {
    int row = ks_row(), column = ks_column();
    for (int t = 0; t < 4; ++t) {
        if (by_rows && sizeof(T) == 2) {
            // Two neighbours in one access; the interface asks for rows aligned to 16 bytes.
            const T* at = from + (8 * (t / 2) + row) * stride + 8 * (t % 2) + column;
            __builtin_memcpy(&x[2 * t], __builtin_assume_aligned(at, 4), 4);
            continue;
        }
        for (int e = 0; e < 2; ++e) {
            unsigned r = 8 * (t / 2) + row, c = 8 * (t % 2) + column + e;
            x[2 * t + e] = by_rows ? from[r * stride + c] : from[c * stride + r];
        }
    }
}
template <typename Use, typename T, typename Layout>
KS_FN void load_matrix_sync(fragment<Use, 16, 16, 16, T, Layout>& f, const T* from, unsigned stride) {
    ks_load(f.x, from, stride, __is_same(Layout, row_major));
}
template <typename T>
KS_FN void load_matrix_sync(fragment<accumulator, 16, 16, 16, T>& f, const T* from, unsigned stride, layout_t layout) {
    ks_load(f.x, from, stride, layout == mem_row_major);
}
template <typename T>
KS_FN void store_matrix_sync(T* to, const fragment<accumulator, 16, 16, 16, T>& f, unsigned stride, layout_t layout) {
    int row = ks_row(), column = ks_column();
    for (int t = 0; t < 4; ++t) {
        for (int e = 0; e < 2; ++e) {
            unsigned r = 8 * (t / 2) + row, c = 8 * (t % 2) + column + e;
            to[layout == mem_row_major ? r * stride + c : c * stride + r] = f.x[2 * t + e];
        }
    }
}

KS_FN ks_f32x2 ks_product(const __half* a, const __half* b, ks_f32x2 c) {
    return __ks_simdgroup_multiply_accumulate_f16(ks_f16x2{a[0].ks_value, a[1].ks_value},
                                                  ks_f16x2{b[0].ks_value, b[1].ks_value}, c);
}
KS_FN ks_f32x2 ks_product(const __nv_bfloat16* a, const __nv_bfloat16* b, ks_f32x2 c) {
    return __ks_simdgroup_multiply_accumulate_bf16(ks_bf16x2{a[0].ks_value, a[1].ks_value},
                                                   ks_bf16x2{b[0].ks_value, b[1].ks_value}, c);
}
template <typename D, typename T, typename LA, typename LB, typename C>
KS_FN void mma_sync(fragment<accumulator, 16, 16, 16, D>& d, const fragment<matrix_a, 16, 16, 16, T, LA>& a,
                    const fragment<matrix_b, 16, 16, 16, T, LB>& b, const fragment<accumulator, 16, 16, 16, C>& c) {
    for (int i = 0; i < 2; ++i) {
        for (int j = 0; j < 2; ++j) {
            int t = 2 * i + j;
            ks_f32x2 sum = {static_cast<float>(c.x[2 * t]), static_cast<float>(c.x[2 * t + 1])};
            for (int k = 0; k < 2; ++k) sum = ks_product(&a.x[2 * (2 * i + k)], &b.x[2 * (2 * k + j)], sum);
            d.x[2 * t] = static_cast<D>(sum.x);
            d.x[2 * t + 1] = static_cast<D>(sum.y);
        }
    }
}

}  // namespace wmma
}  // namespace nvcuda
