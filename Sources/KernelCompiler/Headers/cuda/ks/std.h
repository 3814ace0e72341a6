// The few names of namespace std that device code uses.
#pragma once

namespace std {
using ::abs;
using ::ceilf;
using ::cos;
using ::exp;
using ::fabs;
using ::floorf;
using ::fmax;
using ::fmin;
using ::isfinite;
using ::isinf;
using ::isnan;
using ::log;
using ::max;
using ::min;
using ::pow;
using ::sin;
using ::size_t;
using ::sqrt;
using ::tanh;

template <typename T, T V>
struct integral_constant {
    static constexpr T value = V;
    constexpr KS_MEMBER operator T() const { return V; }
};
template <bool B>
using bool_constant = integral_constant<bool, B>;
using true_type = bool_constant<true>;
using false_type = bool_constant<false>;
template <typename A, typename B>
struct is_same : integral_constant<bool, __is_same(A, B)> {};
template <typename A, typename B>
inline constexpr bool is_same_v = __is_same(A, B);
template <typename T>
inline constexpr bool is_integral_v = __is_integral(T);
template <typename T>
inline constexpr bool is_floating_point_v = __is_floating_point(T);
template <bool B, typename T = void>
struct enable_if {};
template <typename T>
struct enable_if<true, T> {
    using type = T;
};
template <bool B, typename T = void>
using enable_if_t = typename enable_if<B, T>::type;
template <bool B, typename T, typename F>
struct conditional {
    using type = T;
};
template <typename T, typename F>
struct conditional<false, T, F> {
    using type = F;
};
template <bool B, typename T, typename F>
using conditional_t = typename conditional<B, T, F>::type;
template <typename T>
using remove_const_t = __remove_const(T);
template <typename T>
using decay_t = __decay(T);

template <typename T>
struct numeric_limits;
#define KS_LIMITS(T, LOW, HIGH)                                                                                        \
    template <>                                                                                                        \
    struct numeric_limits<T> {                                                                                         \
        static constexpr KS_MEMBER T lowest() { return LOW; }                                                          \
        static constexpr KS_MEMBER T max() { return HIGH; }                                                            \
        static constexpr KS_MEMBER T infinity() { return static_cast<T>(__builtin_inff()); }                           \
    };
KS_LIMITS(float, -FLT_MAX, FLT_MAX)
KS_LIMITS(double, -DBL_MAX, DBL_MAX)
#undef KS_LIMITS
#define KS_LIMITS(T, LOW, HIGH)                                                                                        \
    template <>                                                                                                        \
    struct numeric_limits<T> {                                                                                         \
        static constexpr KS_MEMBER T lowest() { return LOW; }                                                          \
        static constexpr KS_MEMBER T min() { return LOW; }                                                             \
        static constexpr KS_MEMBER T max() { return HIGH; }                                                            \
    };
KS_LIMITS(int, INT_MIN, INT_MAX)
KS_LIMITS(unsigned, 0, UINT_MAX)
KS_LIMITS(long, -LLONG_MAX - 1, LLONG_MAX)
KS_LIMITS(unsigned long, 0, ULLONG_MAX)
#undef KS_LIMITS

template <typename T>
KS_FN void swap(T& a, T& b) {
    T kept = a;
    a = b;
    b = kept;
}
}  // namespace std
