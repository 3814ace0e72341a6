// Arithmetic rounded in a direction: in double precision, whose own error says on which side of it the true result lies.
#pragma once

// The float beside `x` towards (above) or away from (below) positive infinity.
KS_FN float ks_next_float(float x, bool above) {
    const unsigned bits = __builtin_bit_cast(unsigned, x);
    if (x == 0.0f) return __builtin_bit_cast(float, above ? 1u : 0x80000001u);
    return __builtin_bit_cast(float, above == (bits >> 31 == 0) ? bits + 1u : bits - 1u);
}
// How a result is rounded.
enum ks_direction { ks_toward_zero, ks_upward, ks_downward };
// `near` plus something so small that only its sign counts, `side`, as a float.
KS_FN float ks_directed(double near, double side, ks_direction direction) {
    const float nearest = static_cast<float>(near);
    if (near != near || __builtin_fabs(near) == __builtin_inf()) return nearest;
    const double back = nearest;
    const bool isUp = direction == ks_upward || (direction == ks_toward_zero && (near < 0.0 || (near == 0.0 && side < 0.0)));
    const bool isBelow = back < near || (back == near && side > 0.0);
    const bool isAbove = back > near || (back == near && side < 0.0);
    if (isUp && isBelow) return ks_next_float(nearest, true);
    if (!isUp && isAbove) return ks_next_float(nearest, false);
    return nearest;
}
KS_FN float ks_directed_sum(double a, double b, ks_direction direction) {
#pragma clang fp contract(off)
    const double sum = a + b;
    if (sum == 0.0 && (a != 0.0 || __builtin_signbit(a) != __builtin_signbit(b))) {
        return direction == ks_downward ? -0.0f : 0.0f;
    }
    const double part = sum - a;
    const double error = (a - (sum - part)) + (b - part);
    return ks_directed(sum, error, direction);
}
KS_FN float ks_directed_quotient(double a, double b, ks_direction direction) {
#pragma clang fp contract(off)
    const double quotient = a / b;
    const double rest = __builtin_fma(-quotient, b, a);
    return ks_directed(quotient, b < 0.0 ? -rest : rest, direction);
}
KS_FN float ks_directed_root(double a, ks_direction direction) {
    const double root = __builtin_elementwise_sqrt(a);
    return ks_directed(root, __builtin_fma(-root, root, a), direction);
}
#define KS_DIRECTED(SUFFIX, DIRECTION)                                                                                 \
    KS_FN float __fadd_##SUFFIX(float a, float b) { return ks_directed_sum(a, b, DIRECTION); }                         \
    KS_FN float __fsub_##SUFFIX(float a, float b) { return ks_directed_sum(a, -static_cast<double>(b), DIRECTION); }   \
    KS_FN float __fmul_##SUFFIX(float a, float b) {                                                                    \
        return ks_directed(static_cast<double>(a) * static_cast<double>(b), 0.0, DIRECTION);                           \
    }                                                                                                                  \
    KS_FN float __fmaf_##SUFFIX(float a, float b, float c) {                                                           \
        return ks_directed_sum(static_cast<double>(a) * static_cast<double>(b), c, DIRECTION);                         \
    }                                                                                                                  \
    KS_FN float __fdiv_##SUFFIX(float a, float b) { return ks_directed_quotient(a, b, DIRECTION); }                    \
    KS_FN float __frcp_##SUFFIX(float a) { return ks_directed_quotient(1.0, a, DIRECTION); }                           \
    KS_FN float __fsqrt_##SUFFIX(float a) { return ks_directed_root(a, DIRECTION); }                                   \
    KS_FN float __double2float_##SUFFIX(double a) { return ks_directed(a, 0.0, DIRECTION); }
KS_DIRECTED(rz, ks_toward_zero)
KS_DIRECTED(ru, ks_upward)
KS_DIRECTED(rd, ks_downward)
#undef KS_DIRECTED
