// <metal_simdgroup_matrix> and <metal_matrix>.
#pragma once

namespace metal {

// An 8 x 8 matrix of a SIMD group, two elements per lane (see INTRINSICS.md for the layout).
template <typename T, int Columns, int Rows = Columns>
struct simdgroup_matrix {
    static_assert(Columns == 8 && Rows == 8, "a simdgroup_matrix is 8 x 8");
    using storage_type = vec<T, 2>;
    vec<T, 2> ks_elements;
    simdgroup_matrix() = default;
    KS_MEMBER explicit simdgroup_matrix(T diagonal) {
        int2 at = place();
        ks_elements = vec<T, 2>{at.x == at.y ? diagonal : T(0), at.x + 1 == at.y ? diagonal : T(0)};
    }
    KS_MEMBER thread vec<T, 2>& thread_elements() { return ks_elements; }
    KS_MEMBER vec<T, 2> thread_elements() const { return ks_elements; }
    // Column and row of this lane's first element.
    static KS_MEMBER int2 place() {
        int lane = __ks_lane_id(), quad = lane / 4;
        return int2{(quad & 2) * 2 + (lane % 2) * 2, (quad & 4) + (lane / 2) % 4};
    }
};

template <typename T, int C, int R = C>
KS_FN simdgroup_matrix<T, C, R> make_filled_simdgroup_matrix(T value) {
    simdgroup_matrix<T, C, R> m;
    m.ks_elements = vec<T, 2>{value, value};
    return m;
}
template <typename T, int C, int R = C>
KS_FN simdgroup_matrix<T, C, R> make_diagonal_simdgroup_matrix(T value) {
    return simdgroup_matrix<T, C, R>(value);
}

// `from` points to device, constant, threadgroup or thread memory.
template <typename T, int C, int R, typename P>
KS_FN void simdgroup_load(thread simdgroup_matrix<T, C, R>& d, P from, ulong elements_per_row = C,
                          ulong2 origin = ulong2{0, 0}, bool transpose = false) {
    int2 at = d.place();
    ulong x = static_cast<ulong>(at.x) + origin.x, y = static_cast<ulong>(at.y) + origin.y;
    if (transpose) {
        x = static_cast<ulong>(at.y) + origin.x;
        y = static_cast<ulong>(at.x) + origin.y;
        d.ks_elements = vec<T, 2>{from[y * elements_per_row + x], from[(y + 1) * elements_per_row + x]};
    } else {
        d.ks_elements = vec<T, 2>{from[y * elements_per_row + x], from[y * elements_per_row + x + 1]};
    }
}
template <typename T, int C, int R, typename P>
KS_FN void simdgroup_store(simdgroup_matrix<T, C, R> a, P to, ulong elements_per_row = C, ulong2 origin = ulong2{0, 0},
                           bool transpose = false) {
    int2 at = a.place();
    ulong x = static_cast<ulong>(at.x) + origin.x, y = static_cast<ulong>(at.y) + origin.y;
    if (transpose) {
        x = static_cast<ulong>(at.y) + origin.x;
        y = static_cast<ulong>(at.x) + origin.y;
        to[y * elements_per_row + x] = a.ks_elements.x;
        to[(y + 1) * elements_per_row + x] = a.ks_elements.y;
    } else {
        to[y * elements_per_row + x] = a.ks_elements.x;
        to[y * elements_per_row + x + 1] = a.ks_elements.y;
    }
}

// d = a * b + c. Operands of two types meet in float.
template <typename D, typename A, typename B, typename C>
KS_GROUP_FN void simdgroup_multiply_accumulate(thread simdgroup_matrix<D, 8, 8>& d, simdgroup_matrix<A, 8, 8> a,
                                         simdgroup_matrix<B, 8, 8> b, simdgroup_matrix<C, 8, 8> c) {
    float2 sum = __builtin_convertvector(c.ks_elements, float2);
    if constexpr (__is_same(A, half) && __is_same(B, half))
        sum = __ks_simdgroup_multiply_accumulate_f16(a.ks_elements, b.ks_elements, sum);
    else if constexpr (__is_same(A, bfloat) && __is_same(B, bfloat))
        sum = __ks_simdgroup_multiply_accumulate_bf16(a.ks_elements, b.ks_elements, sum);
    else
        sum = __ks_simdgroup_multiply_accumulate_f32(__builtin_convertvector(a.ks_elements, float2),
                                                     __builtin_convertvector(b.ks_elements, float2), sum);
    d.ks_elements = __builtin_convertvector(sum, vec<D, 2>);
}
template <typename D, typename A, typename B>
KS_GROUP_FN void simdgroup_multiply(thread simdgroup_matrix<D, 8, 8>& d, simdgroup_matrix<A, 8, 8> a,
                              simdgroup_matrix<B, 8, 8> b) {
    simdgroup_multiply_accumulate(d, a, b, make_filled_simdgroup_matrix<D, 8, 8>(D(0)));
}
template <typename T>
KS_GROUP_FN simdgroup_matrix<T, 8, 8> operator*(simdgroup_matrix<T, 8, 8> a, simdgroup_matrix<T, 8, 8> b) {
    simdgroup_matrix<T, 8, 8> d;
    simdgroup_multiply(d, a, b);
    return d;
}

// A small matrix of one thread, held by columns.
template <typename T, int C, int R>
struct matrix {
    vec<T, R> columns[C];
    matrix() = default;
    KS_MEMBER explicit matrix(T diagonal) {
        for (int c = 0; c < C; ++c)
            for (int r = 0; r < R; ++r) columns[c][r] = c == r ? diagonal : T(0);
    }
    template <typename U>
    KS_MEMBER explicit matrix(const matrix<U, C, R>& other) {
        for (int c = 0; c < C; ++c) columns[c] = __builtin_convertvector(other.columns[c], vec<T, R>);
    }
    KS_MEMBER matrix(vec<T, R> a, vec<T, R> b) : columns{a, b} {}
    KS_MEMBER matrix(vec<T, R> a, vec<T, R> b, vec<T, R> c) : columns{a, b, c} {}
    KS_MEMBER matrix(vec<T, R> a, vec<T, R> b, vec<T, R> c, vec<T, R> d) : columns{a, b, c, d} {}
    KS_MEMBER vec<T, R>& operator[](int c) { return columns[c]; }
    KS_MEMBER vec<T, R> operator[](int c) const { return columns[c]; }
};
template <typename T, int C, int R>
KS_FN vec<T, R> operator*(matrix<T, C, R> m, vec<T, C> v) {
    vec<T, R> sum = m.columns[0] * v[0];
    for (int c = 1; c < C; ++c) sum += m.columns[c] * v[c];
    return sum;
}
template <typename T, int C, int R>
KS_FN vec<T, C> operator*(vec<T, R> v, matrix<T, C, R> m) {
    vec<T, C> product;
    for (int c = 0; c < C; ++c) product[c] = dot(v, m.columns[c]);
    return product;
}
template <typename T, int K, int C, int R>
KS_FN matrix<T, C, R> operator*(matrix<T, K, R> a, matrix<T, C, K> b) {
    matrix<T, C, R> product;
    for (int c = 0; c < C; ++c) product.columns[c] = a * b.columns[c];
    return product;
}
template <typename T, int C, int R>
KS_FN matrix<T, C, R> operator*(matrix<T, C, R> m, T s) {
    for (int c = 0; c < C; ++c) m.columns[c] *= s;
    return m;
}
template <typename T, int C, int R>
KS_FN matrix<T, C, R> operator+(matrix<T, C, R> a, matrix<T, C, R> b) {
    for (int c = 0; c < C; ++c) a.columns[c] += b.columns[c];
    return a;
}
template <typename T, int C, int R>
KS_FN matrix<T, R, C> transpose(matrix<T, C, R> m) {
    matrix<T, R, C> turned;
    for (int c = 0; c < C; ++c)
        for (int r = 0; r < R; ++r) turned.columns[r][c] = m.columns[c][r];
    return turned;
}

}  // namespace metal

typedef metal::simdgroup_matrix<float, 8, 8> simdgroup_float8x8;
typedef metal::simdgroup_matrix<half, 8, 8> simdgroup_half8x8;
typedef metal::simdgroup_matrix<bfloat, 8, 8> simdgroup_bfloat8x8;
#define KS_MATRICES(T)                                                                                                 \
    typedef metal::matrix<T, 2, 2> T##2x2;                                                                             \
    typedef metal::matrix<T, 2, 3> T##2x3;                                                                             \
    typedef metal::matrix<T, 2, 4> T##2x4;                                                                             \
    typedef metal::matrix<T, 3, 2> T##3x2;                                                                             \
    typedef metal::matrix<T, 3, 3> T##3x3;                                                                             \
    typedef metal::matrix<T, 3, 4> T##3x4;                                                                             \
    typedef metal::matrix<T, 4, 2> T##4x2;                                                                             \
    typedef metal::matrix<T, 4, 3> T##4x3;                                                                             \
    typedef metal::matrix<T, 4, 4> T##4x4;
KS_MATRICES(float)
KS_MATRICES(half)
#undef KS_MATRICES
namespace metal {
using ::float2x2;
using ::float3x3;
using ::float4x4;
using ::simdgroup_bfloat8x8;
using ::simdgroup_float8x8;
using ::simdgroup_half8x8;
}  // namespace metal
