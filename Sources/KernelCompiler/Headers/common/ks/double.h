// Mathematics in double precision on what the machine has: some few units in the last place of double. `KS_FN` is the
// dialect's own way to declare a function.
#pragma once

KS_FN double ks_root(double x) { return __builtin_elementwise_sqrt(x); }
KS_FN double ks_exp10_f64(double x) { return __ks_pow_f64(10.0, x); }
// Near 0 by its series, else as it is written.
KS_FN double ks_expm1_f64(double x) {
    if (__builtin_fabs(x) > 0.35) return __ks_exp_f64(x) - 1.0;
    double sum = 0.0;
    for (int n = 16; n > 0; --n) sum = (sum + 1.0) * x / n;
    return sum;
}
// The error that 1 + x has is made good.
KS_FN double ks_log1p_f64(double x) {
    const double whole = 1.0 + x;
    if (whole == 1.0 || whole - whole != 0.0) return whole == 1.0 ? x : __ks_log_f64(whole);
    return __ks_log_f64(whole) + (x - (whole - 1.0)) / whole;
}
KS_FN double ks_asin_f64(double x) { return __ks_atan2_f64(x, ks_root((1.0 - x) * (1.0 + x))); }
KS_FN double ks_acos_f64(double x) { return __ks_atan2_f64(ks_root((1.0 - x) * (1.0 + x)), x); }
KS_FN double ks_sinh_f64(double x) {
    const double size = __builtin_fabs(x);
    if (size > 700.0) return __builtin_copysign(__ks_exp_f64(size - 0.69314718055994530942), x);
    const double e = ks_expm1_f64(size);
    return __builtin_copysign(0.5 * (e + e / (e + 1.0)), x);
}
KS_FN double ks_cosh_f64(double x) {
    const double size = __builtin_fabs(x);
    if (size > 700.0) return __ks_exp_f64(size - 0.69314718055994530942);
    const double e = __ks_exp_f64(size);
    return 0.5 * (e + 1.0 / e);
}
KS_FN double ks_asinh_f64(double x) {
    const double size = __builtin_fabs(x);
    if (size > 1e8) return __builtin_copysign(__ks_log_f64(size) + 0.69314718055994530942, x);
    return __builtin_copysign(ks_log1p_f64(size + size * size / (1.0 + ks_root(size * size + 1.0))), x);
}
KS_FN double ks_acosh_f64(double x) {
    if (x > 1e8) return __ks_log_f64(x) + 0.69314718055994530942;
    return ks_log1p_f64((x - 1.0) + ks_root((x - 1.0) * (x + 1.0)));
}
KS_FN double ks_atanh_f64(double x) { return 0.5 * ks_log1p_f64(2.0 * x / (1.0 - x)); }
// A power and one of Newton's steps.
KS_FN double ks_cbrt_f64(double x) {
    const double size = __builtin_fabs(x);
    if (size == 0.0 || size - size != 0.0) return x;
    double root = __ks_pow_f64(size, 1.0 / 3.0);
    root -= (root * root * root - size) / (3.0 * root * root);
    return __builtin_copysign(root, x);
}
// Lanczos's sum with g = 7 and nine terms, for x >= 0.5.
KS_FN double ks_lanczos(double x) {
    double sum = 0.99999999999980993;
    sum += 676.5203681218851 / x;
    sum += -1259.1392167224028 / (x + 1.0);
    sum += 771.32342877765313 / (x + 2.0);
    sum += -176.61502916214059 / (x + 3.0);
    sum += 12.507343278686905 / (x + 4.0);
    sum += -0.13857109526572012 / (x + 5.0);
    sum += 9.9843695780195716e-6 / (x + 6.0);
    sum += 1.5056327351493116e-7 / (x + 7.0);
    return sum;
}
KS_FN double ks_lgamma_right(double x) {
    const double t = x + 6.5;
    return 0.91893853320467274178 + (x - 0.5) * __ks_log_f64(t) - t + __ks_log_f64(ks_lanczos(x));
}
// The functions of |x| and, left of 0.5, Euler's reflection.
KS_FN double ks_lgamma_f64(double x) {
    if (x - x != 0.0) return x * x;
    if (x >= 0.5) return ks_lgamma_right(x);
    if (x == __builtin_floor(x)) return __builtin_inf();
    const double part = x - __builtin_floor(x);
    const double sine = __builtin_fabs(__ks_sin_f64(3.14159265358979323846 * part));
    return 1.14472988584940017414 - __ks_log_f64(sine) - ks_lgamma_right(1.0 - x);
}
KS_FN double ks_tgamma_f64(double x) {
    if (x - x != 0.0) return x > 0.0 ? x : __builtin_nan("");
    if (x == 0.0) return __builtin_copysign(__builtin_inf(), x);
    if (x == __builtin_floor(x) && x < 0.0) return __builtin_nan("");
    if (x >= 0.5) return __ks_exp_f64(ks_lgamma_right(x));
    const double floor = __builtin_floor(x), part = x - floor;
    const double sine = __ks_sin_f64(3.14159265358979323846 * part);
    const bool odd = __ks_fmod_f64(__builtin_fabs(floor), 2.0) != 0.0;
    return 3.14159265358979323846 / ((odd ? -sine : sine) * __ks_exp_f64(ks_lgamma_right(1.0 - x)));
}
