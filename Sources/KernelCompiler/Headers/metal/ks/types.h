// Scalar and vector types of the Metal language, and how one vector becomes another.
#pragma once

#define device __attribute__((address_space(1)))
#define threadgroup __attribute__((address_space(3)))
#define constant __attribute__((address_space(4))) const
#define thread
#define kernel
#define METAL_FUNC inline __attribute__((always_inline))
#define METAL_CONST static constant constexpr

// Our functions are inlined even in the check IR and carry no lines of their own: what they do is charged to the line
// of the kernel that calls them.
#define KS_FN static inline __attribute__((always_inline, nodebug, unused))
// Those that call a function of the whole SIMD group.
#define KS_GROUP_FN static inline __attribute__((always_inline, nodebug, unused, convergent))
#define KS_CONST static constexpr inline __attribute__((always_inline, nodebug, unused))
#define KS_MEMBER inline __attribute__((always_inline, nodebug))
#define KS_GROUP_MEMBER inline __attribute__((always_inline, nodebug, convergent))
#define KS_CONST_MEMBER constexpr inline __attribute__((always_inline, nodebug))

typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long int64_t;
typedef unsigned long uint64_t;
typedef unsigned long size_t;
typedef long ptrdiff_t;
typedef unsigned long uintptr_t;
typedef long intptr_t;
typedef _Float16 half;
typedef __bf16 bfloat;

namespace metal {
template <typename T, int N>
using vec = T __attribute__((ext_vector_type(N)));
}

#define KS_VECTORS(T)                                                                                                  \
    typedef T T##2 __attribute__((ext_vector_type(2)));                                                                \
    typedef T T##3 __attribute__((ext_vector_type(3)));                                                                \
    typedef T T##4 __attribute__((ext_vector_type(4)));                                                                \
    typedef T packed_##T##2 __attribute__((ext_vector_type(2), aligned(sizeof(T))));                                   \
    typedef T packed_##T##4 __attribute__((ext_vector_type(4), aligned(sizeof(T))));
KS_VECTORS(char)
KS_VECTORS(uchar)
KS_VECTORS(short)
KS_VECTORS(ushort)
KS_VECTORS(int)
KS_VECTORS(uint)
KS_VECTORS(long)
KS_VECTORS(ulong)
KS_VECTORS(half)
KS_VECTORS(bfloat)
KS_VECTORS(float)
#undef KS_VECTORS

// A three-element vector without the fourth element's space.
#define KS_PACKED3(T)                                                                                                  \
    struct packed_##T##3 {                                                                                             \
        T x, y, z;                                                                                                     \
        packed_##T##3() = default;                                                                                     \
        KS_CONST_MEMBER packed_##T##3(T s) : x(s), y(s), z(s) {}                                                       \
        KS_CONST_MEMBER packed_##T##3(T a, T b, T c) : x(a), y(b), z(c) {}                                             \
        KS_CONST_MEMBER packed_##T##3(T##3 v) : x(v.x), y(v.y), z(v.z) {}                                              \
        KS_CONST_MEMBER operator T##3() const { return T##3{x, y, z}; }                                                \
        KS_MEMBER T& operator[](int i) { return (&x)[i]; }                                                             \
        KS_MEMBER T operator[](int i) const { return (&x)[i]; }                                                        \
        KS_MEMBER packed_##T##3& operator+=(T##3 v) { return *this = T##3(*this) + v; }                                \
        KS_MEMBER packed_##T##3& operator-=(T##3 v) { return *this = T##3(*this) - v; }                                \
        KS_MEMBER packed_##T##3& operator*=(T##3 v) { return *this = T##3(*this) * v; }                                \
        KS_MEMBER packed_##T##3& operator/=(T##3 v) { return *this = T##3(*this) / v; }                                \
    };                                                                                                                 \
    KS_CONST T##3 operator+(packed_##T##3 a, packed_##T##3 b) { return T##3(a) + T##3(b); }                            \
    KS_CONST T##3 operator-(packed_##T##3 a, packed_##T##3 b) { return T##3(a) - T##3(b); }                            \
    KS_CONST T##3 operator*(packed_##T##3 a, packed_##T##3 b) { return T##3(a) * T##3(b); }                            \
    KS_CONST T##3 operator/(packed_##T##3 a, packed_##T##3 b) { return T##3(a) / T##3(b); }
KS_PACKED3(char)
KS_PACKED3(uchar)
KS_PACKED3(short)
KS_PACKED3(ushort)
KS_PACKED3(int)
KS_PACKED3(uint)
KS_PACKED3(half)
KS_PACKED3(float)
#undef KS_PACKED3

namespace metal {

// Element type and count of a scalar or vector.
template <typename V>
struct ks_shape {
    static constexpr int count = 1;
    using element = V;
};
template <typename T, int N>
struct ks_shape<vec<T, N>> {
    static constexpr int count = N;
    using element = T;
};
template <typename V>
using ks_element = typename ks_shape<V>::element;

// clang compares vectors into integers (0 or -1) and gives `bool` vectors no components, so the `boolN` of the
// language are classes; a comparison converts to them by itself.
template <int N>
struct ks_bool {
    bool x, y;
    KS_CONST_MEMBER bool get(int i) const { return i == 0 ? x : y; }
};
template <>
struct ks_bool<3> {
    bool x, y, z;
    KS_CONST_MEMBER bool get(int i) const { return i == 0 ? x : i == 1 ? y : z; }
};
template <>
struct ks_bool<4> {
    bool x, y, z, w;
    KS_CONST_MEMBER bool get(int i) const { return i == 0 ? x : i == 1 ? y : i == 2 ? z : w; }
};

template <int N>
struct boolean : ks_bool<N> {
    boolean() = default;
    KS_CONST_MEMBER boolean(bool s) : ks_bool<N>{} {
        this->x = this->y = s;
        if constexpr (N > 2) this->z = s;
        if constexpr (N > 3) this->w = s;
    }
    template <typename T>
    KS_CONST_MEMBER boolean(vec<T, N> v) : ks_bool<N>{} {
        this->x = v.x != 0;
        this->y = v.y != 0;
        if constexpr (N > 2) this->z = v.z != 0;
        if constexpr (N > 3) this->w = v.w != 0;
    }
    KS_CONST_MEMBER boolean(bool a, bool b) : ks_bool<N>{a, b} {}
    KS_CONST_MEMBER boolean(bool a, bool b, bool c) : ks_bool<N>{a, b, c} {}
    KS_CONST_MEMBER boolean(bool a, bool b, bool c, bool d) : ks_bool<N>{a, b, c, d} {}
    KS_CONST_MEMBER bool operator[](int i) const { return this->get(i); }
    KS_MEMBER bool& operator[](int i) { return (&this->x)[i]; }
    KS_CONST_MEMBER vec<int, N> ints() const {
        if constexpr (N == 2) return vec<int, N>{this->x, this->y};
        else if constexpr (N == 3) return vec<int, N>{this->x, this->y, this->z};
        else return vec<int, N>{this->x, this->y, this->z, this->w};
    }
    KS_CONST_MEMBER friend boolean operator!(boolean a) { return boolean(a.ints() == 0); }
    KS_CONST_MEMBER friend boolean operator&&(boolean a, boolean b) { return boolean(a.ints() & b.ints()); }
    KS_CONST_MEMBER friend boolean operator||(boolean a, boolean b) { return boolean(a.ints() | b.ints()); }
    KS_CONST_MEMBER friend boolean operator&(boolean a, boolean b) { return boolean(a.ints() & b.ints()); }
    KS_CONST_MEMBER friend boolean operator|(boolean a, boolean b) { return boolean(a.ints() | b.ints()); }
    KS_CONST_MEMBER friend boolean operator^(boolean a, boolean b) { return boolean(a.ints() ^ b.ints()); }
    KS_CONST_MEMBER friend boolean operator==(boolean a, boolean b) { return boolean(a.ints() == b.ints()); }
    KS_CONST_MEMBER friend boolean operator!=(boolean a, boolean b) { return boolean(a.ints() != b.ints()); }
};
// What an alias of a vector stands for, whose element may turn out to be `bool`.
template <typename T, int N>
struct ks_vector_of {
    using type = vec<T, N>;
};
template <int N>
struct ks_vector_of<bool, N> {
    using type = boolean<N>;
};
template <typename T, int N>
using ks_vector = typename ks_vector_of<T, N>::type;
template <int N>
struct ks_shape<boolean<N>> {
    static constexpr int count = N;
    using element = bool;
};

// Conversion to vector or scalar V of one argument: by value, element by element, never by bit pattern.
template <typename V, typename A>
KS_CONST V ks_convert(A a) {
    using E = ks_element<V>;
    constexpr int from = ks_shape<A>::count, to = ks_shape<V>::count;
    if constexpr (__is_same(V, A)) {
        return a;
    } else if constexpr (__is_same(E, bool) && to > 1) {
        return V(a);
    } else if constexpr (__is_same(ks_element<A>, bool) && from > 1) {
        return __builtin_convertvector(a.ints(), V);
    } else if constexpr (from > 1 && to > 1) {
        static_assert(from == to, "a vector converts only to a vector of the same length");
        if constexpr (from == to) return __builtin_convertvector(a, V);
        else return V{};
    } else if constexpr ((__is_same(V, bfloat) && __is_same(A, half)) || (__is_same(V, half) && __is_same(A, bfloat))) {
        return static_cast<V>(static_cast<float>(a));
    } else if constexpr (to > 1 && __is_class(A)) {
        return static_cast<V>(a);
    } else if constexpr (to > 1) {
        return V(static_cast<E>(a));
    } else {
        return static_cast<V>(a);
    }
}

template <int I, typename A, typename... Rest>
KS_CONST auto ks_pick(A a, Rest... rest) {
    constexpr int count = ks_shape<A>::count;
    if constexpr (I >= count) return ks_pick<I - count>(rest...);
    else if constexpr (count == 1) return a;
    else return a[I];
}

template <typename V, typename A, typename B, typename... Rest>
KS_CONST V ks_join(A a, B b, Rest... rest) {
    using E = ks_element<V>;
    constexpr int to = ks_shape<V>::count;
    constexpr int from = ks_shape<A>::count + ks_shape<B>::count + (0 + ... + ks_shape<Rest>::count);
    static_assert(from == to, "a vector constructor needs as many components as the vector has");
    if constexpr (from != to) {
        return V{};
    } else if constexpr (to == 2) {
        return V{static_cast<E>(a), static_cast<E>(b)};
    } else if constexpr (to == 3) {
        return V{static_cast<E>(ks_pick<0>(a, b, rest...)), static_cast<E>(ks_pick<1>(a, b, rest...)),
                 static_cast<E>(ks_pick<2>(a, b, rest...))};
    } else {
        return V{static_cast<E>(ks_pick<0>(a, b, rest...)), static_cast<E>(ks_pick<1>(a, b, rest...)),
                 static_cast<E>(ks_pick<2>(a, b, rest...)), static_cast<E>(ks_pick<3>(a, b, rest...))};
    }
}
// `V(a, b, …)`: what the pass before clang writes for a vector constructor.
template <typename V, typename A>
KS_CONST V ks_make(A a) {
    return ks_convert<V>(a);
}
template <typename V>
KS_CONST V ks_make() {
    return V{};
}
template <typename V, typename A, typename B, typename... Rest>
KS_CONST V ks_make(A a, B b, Rest... rest) {
    if constexpr (ks_shape<V>::count == 1) {
        // A template parameter that is no vector after all.
        return V(a, b, rest...);
    } else {
        return ks_join<V>(a, b, rest...);
    }
}
// `f({a, b})`: what the pass before clang writes for a list in braces given to a function.
#define KS_LIST(N, TYPES, PARAMETERS, NAMES, CASTS)                                                                    \
    template <TYPES>                                                                                                   \
    struct ks_list##N {                                                                                                \
        PARAMETERS                                                                                                     \
        template <typename E>                                                                                          \
        KS_CONST_MEMBER operator vec<E, N>() const {                                                                   \
            return vec<E, N>{CASTS};                                                                                   \
        }                                                                                                              \
        template <typename T, int = sizeof(int[__is_class(T) || __is_union(T) ? 1 : -1])>                              \
        KS_CONST_MEMBER operator T() const {                                                                           \
            return T{NAMES};                                                                                           \
        }                                                                                                              \
    };
#define KS_COMMA ,
KS_LIST(2, typename A KS_COMMA typename B, A a; B b;, a KS_COMMA b, static_cast<E>(a) KS_COMMA static_cast<E>(b))
KS_LIST(3, typename A KS_COMMA typename B KS_COMMA typename C, A a; B b; C c;, a KS_COMMA b KS_COMMA c,
        static_cast<E>(a) KS_COMMA static_cast<E>(b) KS_COMMA static_cast<E>(c))
KS_LIST(4, typename A KS_COMMA typename B KS_COMMA typename C KS_COMMA typename D, A a; B b; C c; D d;,
        a KS_COMMA b KS_COMMA c KS_COMMA d,
        static_cast<E>(a) KS_COMMA static_cast<E>(b) KS_COMMA static_cast<E>(c) KS_COMMA static_cast<E>(d))
#undef KS_LIST
#undef KS_COMMA
template <typename A, typename B>
KS_CONST ks_list2<A, B> ks_list(A a, B b) {
    return {a, b};
}
template <typename A, typename B, typename C>
KS_CONST ks_list3<A, B, C> ks_list(A a, B b, C c) {
    return {a, b, c};
}
template <typename A, typename B, typename C, typename D>
KS_CONST ks_list4<A, B, C, D> ks_list(A a, B b, C c, D d) {
    return {a, b, c, d};
}
// `floatN(a < b)`: a comparison is 1 where it holds, while clang's vector of it is -1.
template <typename V, typename A>
KS_CONST V ks_truth(A a) {
    if constexpr (ks_shape<A>::count > 1 && !__is_class(A)) return ks_convert<V>(boolean<ks_shape<A>::count>(a));
    else return ks_convert<V>(a);
}

}  // namespace metal

typedef metal::boolean<2> bool2;
typedef metal::boolean<3> bool3;
typedef metal::boolean<4> bool4;

// Reinterpretation of the bits of a value of the same size.
template <typename T, typename A>
KS_CONST T as_type(A a) {
    static_assert(sizeof(T) == sizeof(A), "as_type needs types of the same size");
    return __builtin_bit_cast(T, a);
}

namespace metal {
using ::bool2;
using ::bool3;
using ::bool4;
#define KS_USING(T)                                                                                                    \
    using ::T##2;                                                                                                      \
    using ::T##3;                                                                                                      \
    using ::T##4;                                                                                                      \
    using ::packed_##T##2;                                                                                             \
    using ::packed_##T##4;
KS_USING(char)
KS_USING(uchar)
KS_USING(short)
KS_USING(ushort)
KS_USING(int)
KS_USING(uint)
KS_USING(long)
KS_USING(ulong)
KS_USING(half)
KS_USING(bfloat)
KS_USING(float)
#undef KS_USING
using ::as_type;
using ::bfloat;
using ::half;
using ::packed_float3;
using ::packed_half3;
using ::packed_int3;
using ::packed_uint3;
using ::size_t;
using ::uchar;
using ::uint;
using ::ulong;
using ::ushort;
}  // namespace metal
