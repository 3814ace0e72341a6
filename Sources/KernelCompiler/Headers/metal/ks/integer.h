// <metal_integer>, select, any and all.
#pragma once

#define KS_INTEGERS(M)                                                                                                 \
    M(char) M(uchar) M(short) M(ushort) M(int) M(uint) M(long) M(ulong)
namespace metal {

#define KS_INTEGER(T)                                                                                                  \
    KS_FN T min(T a, T b) { return __builtin_elementwise_min(a, b); }                                                  \
    KS_FN T max(T a, T b) { return __builtin_elementwise_max(a, b); }                                                  \
    KS_FN T clamp(T x, T low, T high) {                                                                                \
        return __builtin_elementwise_min(__builtin_elementwise_max(x, low), high);                                     \
    }                                                                                                                  \
    KS_FN T min3(T a, T b, T c) { return __builtin_elementwise_min(a, __builtin_elementwise_min(b, c)); }              \
    KS_FN T max3(T a, T b, T c) { return __builtin_elementwise_max(a, __builtin_elementwise_max(b, c)); }              \
    KS_FN T median3(T a, T b, T c) {                                                                                   \
        T low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b);                               \
        return __builtin_elementwise_max(low, __builtin_elementwise_min(high, c));                                     \
    }                                                                                                                  \
    KS_FN T absdiff(T a, T b) { return __builtin_elementwise_max(a, b) - __builtin_elementwise_min(a, b); }            \
    KS_FN T addsat(T a, T b) { return __builtin_elementwise_add_sat(a, b); }                                           \
    KS_FN T subsat(T a, T b) { return __builtin_elementwise_sub_sat(a, b); }                                           \
    KS_FN T popcount(T x) { return __builtin_elementwise_popcount(x); }                                                \
    KS_FN T reverse_bits(T x) { return __builtin_elementwise_bitreverse(x); }                                          \
    KS_FN T hadd(T a, T b) { return (a & b) + ((a ^ b) >> 1); }                                                        \
    KS_FN T rhadd(T a, T b) { return (a | b) - ((a ^ b) >> 1); }                                                       \
    KS_FN T mul24(T a, T b) { return a * b; }                                                                          \
    KS_FN T mad24(T a, T b, T c) { return a * b + c; }
KS_INTEGERS(KS_INTEGER)
#undef KS_INTEGER
KS_FN char abs(char x) { return __builtin_elementwise_abs(x); }
KS_FN short abs(short x) { return __builtin_elementwise_abs(x); }
KS_FN int abs(int x) { return __builtin_elementwise_abs(x); }
KS_FN long abs(long x) { return __builtin_elementwise_abs(x); }
KS_FN uchar abs(uchar x) { return x; }
KS_FN ushort abs(ushort x) { return x; }
KS_FN uint abs(uint x) { return x; }
KS_FN ulong abs(ulong x) { return x; }

// Vectors of integers; templates, since a thousand overloads would be read at every compile. A scalar may stand for a
// vector in the last places.
#define KS_VECTOR template <typename T, int N, typename = enable_if_t<__is_integral(T)>>
#define KS_LAST ks_identity_t<vec<T, N>>
template <typename T>
struct ks_identity {
    using type = T;
};
template <typename T>
using ks_identity_t = typename ks_identity<T>::type;
KS_VECTOR KS_FN vec<T, N> min(vec<T, N> a, KS_LAST b) { return __builtin_elementwise_min(a, b); }
KS_VECTOR KS_FN vec<T, N> max(vec<T, N> a, KS_LAST b) { return __builtin_elementwise_max(a, b); }
KS_VECTOR KS_FN vec<T, N> clamp(vec<T, N> x, KS_LAST low, KS_LAST high) { return min(max(x, low), high); }
KS_VECTOR KS_FN vec<T, N> min3(vec<T, N> a, KS_LAST b, KS_LAST c) { return min(a, min(b, c)); }
KS_VECTOR KS_FN vec<T, N> max3(vec<T, N> a, KS_LAST b, KS_LAST c) { return max(a, max(b, c)); }
KS_VECTOR KS_FN vec<T, N> median3(vec<T, N> a, KS_LAST b, KS_LAST c) { return max(min(a, b), min(max(a, b), c)); }
KS_VECTOR KS_FN vec<T, N> absdiff(vec<T, N> a, KS_LAST b) { return max(a, b) - min(a, b); }
KS_VECTOR KS_FN vec<T, N> addsat(vec<T, N> a, KS_LAST b) { return __builtin_elementwise_add_sat(a, b); }
KS_VECTOR KS_FN vec<T, N> subsat(vec<T, N> a, KS_LAST b) { return __builtin_elementwise_sub_sat(a, b); }
KS_VECTOR KS_FN vec<T, N> popcount(vec<T, N> x) { return __builtin_elementwise_popcount(x); }
KS_VECTOR KS_FN vec<T, N> reverse_bits(vec<T, N> x) { return __builtin_elementwise_bitreverse(x); }
KS_VECTOR KS_FN vec<T, N> hadd(vec<T, N> a, KS_LAST b) { return (a & b) + ((a ^ b) >> T(1)); }
KS_VECTOR KS_FN vec<T, N> rhadd(vec<T, N> a, KS_LAST b) { return (a | b) - ((a ^ b) >> T(1)); }
KS_VECTOR KS_FN vec<T, N> mul24(vec<T, N> a, KS_LAST b) { return a * b; }
KS_VECTOR KS_FN vec<T, N> mad24(vec<T, N> a, KS_LAST b, KS_LAST c) { return a * b + c; }
KS_VECTOR KS_FN vec<T, N> abs(vec<T, N> x) {
    if constexpr (__is_signed(T)) return __builtin_elementwise_abs(x);
    else return x;
}
// The same, element by element.
#define KS_AT3(I, NAME, A, B, C) NAME(A[I], B[I], C[I])

#define KS_BITS(T)                                                                                                     \
    KS_FN T clz(T x) {                                                                                                 \
        return static_cast<T>(__builtin_clzg(static_cast<__make_unsigned(T)>(x), static_cast<int>(sizeof(T) * 8)));    \
    }                                                                                                                  \
    KS_FN T ctz(T x) {                                                                                                 \
        return static_cast<T>(__builtin_ctzg(static_cast<__make_unsigned(T)>(x), static_cast<int>(sizeof(T) * 8)));    \
    }                                                                                                                  \
    KS_FN T rotate(T x, T n) {                                                                                         \
        using U = __make_unsigned(T);                                                                                  \
        constexpr uint width = sizeof(T) * 8;                                                                          \
        U bits = static_cast<U>(x);                                                                                    \
        uint left = static_cast<uint>(n) % width;                                                                      \
        return static_cast<T>(left == 0 ? bits : static_cast<U>((bits << left) | (bits >> (width - left))));           \
    }                                                                                                                  \
    KS_FN T extract_bits(T x, uint offset, uint count) {                                                               \
        constexpr uint width = sizeof(T) * 8;                                                                          \
        if (count == 0) return T(0);                                                                                   \
        using U = __make_unsigned(T);                                                                                  \
        U moved = static_cast<U>(static_cast<U>(x) << (width - offset - count));                                       \
        return static_cast<T>(static_cast<T>(moved) >> (width - count));                                               \
    }                                                                                                                  \
    KS_FN T insert_bits(T base, T insert, uint offset, uint count) {                                                   \
        using U = __make_unsigned(T);                                                                                  \
        constexpr uint width = sizeof(T) * 8;                                                                          \
        U ones = count == 0 ? U(0) : static_cast<U>(static_cast<U>(~U(0)) >> (width - count));                         \
        U mask = static_cast<U>(ones << offset);                                                                       \
        return static_cast<T>((static_cast<U>(base) & static_cast<U>(~mask)) |                                         \
                              (static_cast<U>(static_cast<U>(insert) << offset) & mask));                              \
    }
KS_INTEGERS(KS_BITS)
#undef KS_BITS

// The upper half of the full product.
#define KS_MULHI(T, WIDE)                                                                                              \
    KS_FN T mulhi(T a, T b) {                                                                                          \
        return static_cast<T>((static_cast<WIDE>(a) * static_cast<WIDE>(b)) >> (sizeof(T) * 8));                       \
    }                                                                                                                  \
    KS_FN T madhi(T a, T b, T c) { return static_cast<T>(mulhi(a, b) + c); }
KS_MULHI(char, int)
KS_MULHI(uchar, uint)
KS_MULHI(short, int)
KS_MULHI(ushort, uint)
KS_MULHI(int, long)
KS_MULHI(uint, ulong)
#undef KS_MULHI
KS_FN ulong mulhi(ulong a, ulong b) { return ks_upper_product(a, b); }
KS_FN long mulhi(long a, long b) {
    return static_cast<long>(ks_upper_product(static_cast<ulong>(a), static_cast<ulong>(b))) - (a < 0 ? b : 0) -
           (b < 0 ? a : 0);
}
KS_FN long madhi(long a, long b, long c) { return mulhi(a, b) + c; }
KS_FN ulong madhi(ulong a, ulong b, ulong c) { return mulhi(a, b) + c; }
KS_VECTOR KS_FN vec<T, N> clz(vec<T, N> x) { KS_ELEMENTS(KS_AT1, clz, x) }
KS_VECTOR KS_FN vec<T, N> ctz(vec<T, N> x) { KS_ELEMENTS(KS_AT1, ctz, x) }
KS_VECTOR KS_FN vec<T, N> rotate(vec<T, N> a, KS_LAST n) { KS_ELEMENTS(KS_AT2, rotate, a, n) }
KS_VECTOR KS_FN vec<T, N> mulhi(vec<T, N> a, KS_LAST b) { KS_ELEMENTS(KS_AT2, mulhi, a, b) }

KS_FN bool any(bool x) { return x; }
KS_FN bool all(bool x) { return x; }
template <int N>
KS_FN bool any(boolean<N> a) {
    bool found = a[0] | a[1];
    if constexpr (N > 2) found |= a[2];
    if constexpr (N > 3) found |= a[3];
    return found;
}
template <int N>
KS_FN bool all(boolean<N> a) {
    bool found = a[0] & a[1];
    if constexpr (N > 2) found &= a[2];
    if constexpr (N > 3) found &= a[3];
    return found;
}
template <typename T, int N>
KS_FN bool any(vec<T, N> a) {
    return any(boolean<N>(a));
}
template <typename T, int N>
KS_FN bool all(vec<T, N> a) {
    return all(boolean<N>(a));
}
template <int N>
KS_FN boolean<N> isunordered(vec<float, N> a, vec<float, N> b) {
    return isnan(a) || isnan(b);
}

// select(a, b, c): b where c holds, else a. `C` is the integer vector that a comparison of `V` gives.
#define KS_SELECT_AT(I, A, B, C) (C[I] ? B[I] : A[I])
#define KS_SELECT(T, C, N)                                                                                             \
    KS_FN T##N select(T##N a, T##N b, C##N c) { return T##N KS_EACH##N(KS_SELECT_AT, a, b, c); }                       \
    KS_FN T##N select(T##N a, T##N b, bool##N c) { return T##N KS_EACH##N(KS_SELECT_AT, a, b, c); }
#define KS_SELECTS(T, C)                                                                                               \
    KS_FN T select(T a, T b, bool c) { return c ? b : a; }                                                             \
    KS_SELECT(T, C, 2)                                                                                                 \
    KS_SELECT(T, C, 3)                                                                                                 \
    KS_SELECT(T, C, 4)
KS_SELECTS(float, int)
KS_SELECTS(half, short)
#undef KS_SELECTS
#undef KS_SELECT
#define KS_SELECT_SCALAR(T)                                                                                            \
    KS_FN T select(T a, T b, bool c) { return c ? b : a; }
KS_INTEGERS(KS_SELECT_SCALAR)
KS_SELECT_SCALAR(bfloat)
KS_SELECT_SCALAR(bool)
#undef KS_SELECT_SCALAR
KS_VECTOR KS_FN vec<T, N> select(vec<T, N> a, KS_LAST b, boolean<N> c) { KS_ELEMENTS(KS_SELECT_AT, a, b, c) }
template <typename T, int N, typename C, typename = enable_if_t<__is_integral(T)>>
KS_FN vec<T, N> select(vec<T, N> a, KS_LAST b, vec<C, N> c) {
    KS_ELEMENTS(KS_SELECT_AT, a, b, c)
}
#undef KS_VECTOR
#undef KS_LAST
#undef KS_ELEMENTS

}  // namespace metal
