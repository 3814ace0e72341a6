/// Polynomial coefficients, lowest power first.
///
/// Each polynomial interpolates its function at the Chebyshev nodes of the interval, computed with 70 digits and then
/// rounded to f64. The error given is the largest absolute one of the polynomial before that rounding.
#ifndef KS_LANES_COEFFICIENTS_H
#define KS_LANES_COEFFICIENTS_H

/// 2^x on [-1/2, 1/2]; error 2^-34.
static const double EXP2_32[8] = {
    0x1.ffffffffa7135p-1, 0x1.62e42fef9cc69p-1, 0x1.ebfbe0aa03df0p-3, 0x1.c6b08da70cce3p-5, 0x1.3b29d8bb0b97ep-7,
    0x1.5d877598350dep-10, 0x1.446c79efd4834p-13, 0x1.00c0e4e15189cp-16,
};
/// (e^x - 1)/x on [-ln 2/2, ln 2/2]; error 2^-43.
static const double EXPM1_32[9] = {
    0x1.0000000000000p+0, 0x1.fffffffff7165p-2, 0x1.5555555553b6ap-3, 0x1.555555743a253p-5, 0x1.1111111c4c1fep-7,
    0x1.6c164dc9135e4p-10, 0x1.a019ad8c940e8p-13, 0x1.a15a8b818f713p-16, 0x1.72c74c41a6016p-19,
};
/// atanh(s)/s by s^2 on [0, 0.02944]; error 2^-45.
static const double LOG_32[6] = {
    0x1.fffffffffff12p-1, 0x1.5555555671e8cp-2, 0x1.9999962a792dbp-3, 0x1.249438c79022ap-3, 0x1.c620b4d69d21fp-4,
    0x1.91964a6f6a870p-4,
};
/// sin(x)/x by x^2 on [0, (pi/4)^2]; error 2^-38.
static const double SIN_32[5] = {
    0x1.fffffffff6793p-1, -0x1.5555554945120p-3, 0x1.111107496164dp-7, -0x1.a00ee6861ac47p-13, 0x1.6cb6f7fb271a2p-19,
};
/// cos(x) by x^2 on [0, (pi/4)^2]; error 2^-44.
static const double COS_32[6] = {
    0x1.ffffffffffe0bp-1, -0x1.ffffffffe36d6p-2, 0x1.5555554472131p-5, -0x1.6c16b2d12fa87p-10, 0x1.a00e951c119bdp-16,
    -0x1.23c5802d12bc8p-22,
};
/// atan(x)/x by x^2 on [0, tan(pi/8)^2]; error 2^-40.
static const double ATAN_32[8] = {
    0x1.fffffffffe56bp-1, -0x1.5555554ba3b18p-2, 0x1.99999046475dap-3, -0x1.2490912fd0fbep-3, 0x1.c6cc2c34dd014p-4,
    -0x1.7055a4b9e6bcap-4, 0x1.1da944b08361cp-4, -0x1.3476b60263bf7p-5,
};
/// asin(x)/x by x^2 on [0, 1/4]; error 2^-44.
static const double ASIN_32[10] = {
    0x1.ffffffffffe37p-1, 0x1.55555556ba261p-3, 0x1.333331c54a5c9p-4, 0x1.6db76c4073936p-5, 0x1.f1aa2e3259ba2p-6,
    0x1.703109f1e31b1p-6, 0x1.0de3abdd2358ep-6, 0x1.315f91ce454b4p-6, -0x1.76633841944a1p-9, 0x1.05af6a78bec66p-5,
};
/// erf(x)/x by x^2 on [0, 1]; error 2^-46.
static const double ERF_32[10] = {
    0x1.20dd750429b19p+0, -0x1.812746b0271ecp-2, 0x1.ce2f2197bc2efp-4, -0x1.b82ce15c3b7f8p-6, 0x1.565ba0406c001p-8,
    -0x1.c0286cad68e02p-11, 0x1.f941bed7e7847p-14, -0x1.f0705a1dde9aap-17, 0x1.9ae0986f9de4fp-20,
    -0x1.c1a515de8637ap-24,
};
/// (1 + 2x) e^(x^2) erfc(x) by (x - 2)/(x + 2) on [-1, 0.68], that is x in [0, 10.5]; error 2^-37.
static const double ERFCX_32[15] = {
    0x1.46e80e2276bccp+0, -0x1.7bf5ec1358af0p-4, -0x1.5407bebf37b8bp-3, 0x1.4ffa1da6daf75p-3, -0x1.bc2b93ecdb573p-5,
    -0x1.0741b6bdfa10dp-7, 0x1.1dd28a29931acp-7, 0x1.4d24af69357ecp-10, -0x1.7dd5469d767aap-10,
    -0x1.d9fa9bfb2b742p-12, 0x1.b05f68c965743p-13, 0x1.3012f1f7eb77bp-13, -0x1.c294655e27760p-19,
    -0x1.db3e6ceab4dbbp-16, -0x1.076a5d744b6e1p-17,
};
/// (2^x - 1)/x on [-1/2, 1/2]; error 2^-68.
static const double EXP2_64[13] = {
    0x1.62e42fefa39efp-1, 0x1.ebfbdff82c58fp-3, 0x1.c6b08d704a0c0p-5, 0x1.3b2ab6fba4e7bp-7, 0x1.5d87fe78a675ap-10,
    0x1.430912f86ac5bp-13, 0x1.ffcbfc5878c6dp-17, 0x1.62c022460176ep-20, 0x1.b5253d7ab2e4ap-24, 0x1.e4cf03bac04a7p-28,
    0x1.e8c9d851d5735p-32, 0x1.c4b5b04b1e8f9p-36, 0x1.82f8871720a3ep-40,
};
/// (e^x - 1)/x on [-ln 2/2, ln 2/2]; error 2^-67.
static const double EXPM1_64[13] = {
    0x1.0000000000000p+0, 0x1.0000000000000p-1, 0x1.5555555555555p-3, 0x1.5555555555559p-5, 0x1.111111111113fp-7,
    0x1.6c16c16c14d60p-10, 0x1.a01a01a005112p-13, 0x1.a01a01adca27cp-16, 0x1.71de3aa1c25bbp-19, 0x1.27e4cc0690b09p-22,
    0x1.ae633e29fd559p-26, 0x1.1f8b616ede81cp-29, 0x1.62f2befdc5a45p-33,
};
/// (atanh(s)/s - 1 - s^2/3)/s^4 by s^2 on [0, 0.02944]; error 2^-67.
static const double LOG_64[9] = {
    0x1.999999999999ap-3, 0x1.2492492492491p-3, 0x1.c71c71c71cfdep-4, 0x1.745d174512f5ep-4, 0x1.3b13b1bcae4fap-4,
    0x1.1110df9bb9145p-4, 0x1.e1f80050fe02dp-5, 0x1.ac4a0689e4f11p-5, 0x1.b8d8d83f51283p-5,
};
/// (sin(x)/x - 1)/x^2 by x^2 on [0, (pi/4)^2]; error 2^-77.
static const double SIN_64[8] = {
    -0x1.5555555555555p-3, 0x1.1111111111111p-7, -0x1.a01a01a01a019p-13, 0x1.71de3a556c2c7p-19,
    -0x1.ae64567e72e9ap-26, 0x1.61245fb4bee94p-33, -0x1.ae7c5370664f0p-41, 0x1.92428e5825432p-49,
};
/// (cos(x) - 1 + x^2/2)/x^4 by x^2 on [0, (pi/4)^2]; error 2^-70.
static const double COS_64[7] = {
    0x1.5555555555555p-5, -0x1.6c16c16c16c16p-10, 0x1.a01a01a019d09p-16, -0x1.27e4fb7712b8cp-22,
    0x1.1eed8deb644b7p-29, -0x1.9394b9bb6e16dp-37, 0x1.ab782b04de8dep-45,
};
/// (atan(x)/x - 1)/x^2 by x^2 on [0, tan(pi/8)^2]; error 2^-64.
static const double ATAN_64[13] = {
    -0x1.5555555555555p-2, 0x1.9999999999997p-3, -0x1.24924924920adp-3, 0x1.c71c71c6ddb9cp-4, -0x1.745d173563ab2p-4,
    0x1.3b13aea9b6b8dp-4, -0x1.1110cee3bf64ep-4, 0x1.e1d8e942d6a22p-5, -0x1.aebd1ae878fa4p-5, 0x1.829cc4e1e78d4p-5,
    -0x1.503bca231ad2dp-5, 0x1.f5ed3e270c8a5p-6, -0x1.c80e16e6bcb9dp-7,
};
/// (tanh(x)/x - 1)/x^2 by x^2 on [0, 0.3025]; error 2^-62.
static const double TANH_64[12] = {
    -0x1.5555555555555p-2, 0x1.1111111111109p-3, -0x1.ba1ba1ba1a732p-5, 0x1.664f48822e9a5p-6, -0x1.226e3539b9272p-7,
    0x1.d6d3c60009e9cp-9, -0x1.7da25da5066b5p-10, 0x1.3547bfaa42508p-11, -0x1.f41d11ba745a0p-13,
    0x1.8c93b7d5aba25p-14, -0x1.1adede7706052p-15, 0x1.08378067f032ap-17,
};
/// erf(x)/x - 1 by x^2 on [0, 1]; error 2^-75.
static const double ERF_64[15] = {
    0x1.06eba8214db69p-3, -0x1.812746b0379e7p-2, 0x1.ce2f21a042be2p-4, -0x1.b82ce31288b47p-6, 0x1.565bcd0e6a2eep-8,
    -0x1.c02db40035f1ep-11, 0x1.f9a326f7ac5b1p-14, -0x1.f4d25bf9af03ap-17, 0x1.b9e6c38e5cf3dp-20,
    -0x1.5f73c3bf14b91p-23, 0x1.fcbb312b48443p-27, -0x1.517ce02f1265fp-30, 0x1.9a0fcb5e22c5bp-34,
    -0x1.b40e7abf9f000p-38, 0x1.3c01fd3a74542p-42,
};
/// (1 + 2x) e^(x^2) erfc(x) by (x - 2)/(x + 2) on [-1/3, 1/2], that is x in [1, 6]; error 2^-63.
static const double ERFCX_64[19] = {
    0x1.46e80e2277953p+0, -0x1.7bf5ec1700631p-4, -0x1.5407bebf32442p-3, 0x1.4ffa1e14e2740p-3, -0x1.bc2b956199070p-5,
    -0x1.0742340460b70p-7, 0x1.1dd2ec91073f8p-7, 0x1.4d461cfcf0811p-10, -0x1.7de5214455332p-10,
    -0x1.dc691de70ad1dp-12, 0x1.b0c89134109aep-13, 0x1.3cbe15decf233p-13, -0x1.943a8a750f409p-20,
    -0x1.3130740977973p-15, -0x1.c712700945d17p-17, 0x1.d97ae28fd72d3p-19, 0x1.7e90acd8c0aa0p-18,
    0x1.bffcc68b460c1p-20, -0x1.04aab31b00c4cp-19,
};

#endif
