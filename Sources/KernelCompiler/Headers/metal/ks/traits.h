// Type traits, numeric limits and numeric macros.
#pragma once

#define INFINITY (__builtin_inff())
#define NAN (__builtin_nanf(""))
#define HUGE_VALF (__builtin_inff())
#define HUGE_VALH (static_cast<half>(__builtin_inff()))
#define MAXFLOAT 3.402823466e+38f
#define FLT_MAX 3.402823466e+38f
#define FLT_MIN 1.175494351e-38f
#define FLT_EPSILON 1.192092896e-07f
#define FLT_DIG 6
#define FLT_MANT_DIG 24
#define FLT_RADIX 2
#define HALF_MAX (static_cast<half>(65504.0f))
#define HALF_MIN (static_cast<half>(6.103515625e-05f))
#define HALF_EPSILON (static_cast<half>(9.765625e-04f))
#define MAXHALF HALF_MAX
#define CHAR_BIT 8
#define CHAR_MAX 127
#define CHAR_MIN (-128)
#define UCHAR_MAX 255
#define SHRT_MAX 32767
#define SHRT_MIN (-32768)
#define USHRT_MAX 65535
#define INT_MAX 2147483647
#define INT_MIN (-2147483647 - 1)
#define UINT_MAX 4294967295u
#define LONG_MAX 9223372036854775807l
#define LONG_MIN (-9223372036854775807l - 1)
#define ULONG_MAX 18446744073709551615ul
#define M_E_F 2.71828182845904523536f
#define M_LOG2E_F 1.44269504088896340736f
#define M_LOG10E_F 0.43429448190325182765f
#define M_LN2_F 0.69314718055994530942f
#define M_LN10_F 2.30258509299404568402f
#define M_PI_F 3.14159265358979323846f
#define M_PI_2_F 1.57079632679489661923f
#define M_PI_4_F 0.78539816339744830962f
#define M_1_PI_F 0.31830988618379067154f
#define M_2_PI_F 0.63661977236758134308f
#define M_2_SQRTPI_F 1.12837916709551257390f
#define M_SQRT2_F 1.41421356237309504880f
#define M_SQRT1_2_F 0.70710678118654752440f
#define M_PI_H (static_cast<half>(M_PI_F))

namespace metal {

template <typename T, T V>
struct integral_constant {
    static constexpr T value = V;
    using value_type = T;
    using type = integral_constant;
    KS_CONST_MEMBER operator T() const { return V; }
    KS_CONST_MEMBER T operator()() const { return V; }
};
template <bool B>
using bool_constant = integral_constant<bool, B>;
using true_type = bool_constant<true>;
using false_type = bool_constant<false>;

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

// Under `#pragma METAL internals`.
template <typename... T>
struct _disjunction : bool_constant<(false || ... || T::value)> {};
template <typename... T>
struct _conjunction : bool_constant<(true && ... && T::value)> {};

template <typename T, typename U>
struct is_same : bool_constant<__is_same(T, U)> {};
template <typename T, typename U>
static constexpr bool is_same_v = __is_same(T, U);
template <typename T>
struct is_integral : bool_constant<__is_integral(T)> {};
template <typename T>
static constexpr bool is_integral_v = __is_integral(T);
template <typename T>
struct is_floating_point : bool_constant<__is_floating_point(T)> {};
template <typename T>
static constexpr bool is_floating_point_v = __is_floating_point(T);
template <typename T>
struct is_signed : bool_constant<__is_signed(T)> {};
template <typename T>
static constexpr bool is_signed_v = __is_signed(T);
template <typename T>
struct is_unsigned : bool_constant<__is_unsigned(T)> {};
template <typename T>
static constexpr bool is_unsigned_v = __is_unsigned(T);
template <typename T>
struct is_arithmetic : bool_constant<__is_arithmetic(T)> {};
template <typename T>
static constexpr bool is_arithmetic_v = __is_arithmetic(T);
template <typename T>
struct is_pointer : bool_constant<__is_pointer(T)> {};
template <typename T, typename U>
struct is_convertible : bool_constant<__is_convertible(T, U)> {};
template <typename T, typename U>
static constexpr bool is_convertible_v = __is_convertible(T, U);
// The type without its address space and without the `const` that goes with `constant`.
template <typename T>
struct ks_plain_space {
    using type = T;
};
template <typename T>
struct ks_plain_space<device T> {
    using type = T;
};
template <typename T>
struct ks_plain_space<threadgroup T> {
    using type = T;
};
template <typename T>
struct ks_plain_space<__attribute__((address_space(4))) T> {
    using type = T;
};
template <typename T>
using remove_addrspace_t = __remove_const(typename ks_plain_space<T>::type);
template <typename T>
using remove_cv_t = __remove_cv(T);
template <typename T>
using remove_reference_t = __remove_reference_t(T);
template <typename T>
using remove_pointer_t = __remove_pointer(T);
template <typename T>
using make_unsigned_t = __make_unsigned(T);
template <typename T>
using make_signed_t = __make_signed(T);

template <typename T>
struct numeric_limits {
    static constexpr bool is_specialized = false;
};
#define KS_INTEGER_LIMITS(T, LOW, HIGH)                                                                                \
    template <>                                                                                                        \
    struct numeric_limits<T> {                                                                                         \
        static constexpr bool is_specialized = true, is_integer = true, is_signed = (LOW) < 0;                         \
        static constexpr bool has_infinity = false;                                                                    \
        static constexpr int digits = sizeof(T) * 8 - ((LOW) < 0 ? 1 : 0);                                             \
        KS_CONST T min() { return LOW; }                                                                               \
        KS_CONST T max() { return HIGH; }                                                                              \
        KS_CONST T lowest() { return LOW; }                                                                            \
    };
KS_INTEGER_LIMITS(bool, 0, 1)
KS_INTEGER_LIMITS(char, CHAR_MIN, CHAR_MAX)
KS_INTEGER_LIMITS(signed char, CHAR_MIN, CHAR_MAX)
KS_INTEGER_LIMITS(uchar, 0, UCHAR_MAX)
KS_INTEGER_LIMITS(short, SHRT_MIN, SHRT_MAX)
KS_INTEGER_LIMITS(ushort, 0, USHRT_MAX)
KS_INTEGER_LIMITS(int, INT_MIN, INT_MAX)
KS_INTEGER_LIMITS(uint, 0, UINT_MAX)
KS_INTEGER_LIMITS(long, LONG_MIN, LONG_MAX)
KS_INTEGER_LIMITS(ulong, 0, ULONG_MAX)
#undef KS_INTEGER_LIMITS
#define KS_FLOAT_LIMITS(T, LEAST, MOST, STEP, DIGITS)                                                                  \
    template <>                                                                                                        \
    struct numeric_limits<T> {                                                                                         \
        static constexpr bool is_specialized = true, is_integer = false, is_signed = true, has_infinity = true;        \
        static constexpr int digits = DIGITS;                                                                          \
        KS_CONST T min() { return static_cast<T>(LEAST); }                                                             \
        KS_CONST T max() { return static_cast<T>(MOST); }                                                              \
        KS_CONST T lowest() { return static_cast<T>(-(MOST)); }                                                        \
        KS_CONST T epsilon() { return static_cast<T>(STEP); }                                                          \
        KS_CONST T infinity() { return static_cast<T>(INFINITY); }                                                     \
        KS_CONST T quiet_NaN() { return static_cast<T>(NAN); }                                                         \
    };
KS_FLOAT_LIMITS(float, FLT_MIN, FLT_MAX, FLT_EPSILON, 24)
KS_FLOAT_LIMITS(half, 6.103515625e-05f, 65504.0f, 9.765625e-04f, 11)
KS_FLOAT_LIMITS(bfloat, FLT_MIN, 3.38953139e+38f, 0.0078125f, 8)
#undef KS_FLOAT_LIMITS

}  // namespace metal
