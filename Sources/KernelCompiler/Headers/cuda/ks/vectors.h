// Vector types of CUDA and their makers.
#pragma once

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

#define KS_VECTORS(NAME, T, ALIGN2, ALIGN4)                                                                            \
    struct NAME##1 { T x; };                                                                                           \
    struct __attribute__((aligned(ALIGN2))) NAME##2 { T x, y; };                                                       \
    struct NAME##3 { T x, y, z; };                                                                                     \
    struct __attribute__((aligned(ALIGN4))) NAME##4 { T x, y, z, w; };                                                 \
    KS_FN NAME##1 make_##NAME##1(T x) { return NAME##1{x}; }                                                           \
    KS_FN NAME##2 make_##NAME##2(T x, T y) { return NAME##2{x, y}; }                                                   \
    KS_FN NAME##3 make_##NAME##3(T x, T y, T z) { return NAME##3{x, y, z}; }                                           \
    KS_FN NAME##4 make_##NAME##4(T x, T y, T z, T w) { return NAME##4{x, y, z, w}; }
KS_VECTORS(char, signed char, 2, 4)
KS_VECTORS(uchar, unsigned char, 2, 4)
KS_VECTORS(short, short, 4, 8)
KS_VECTORS(ushort, unsigned short, 4, 8)
KS_VECTORS(int, int, 8, 16)
KS_VECTORS(uint, unsigned int, 8, 16)
KS_VECTORS(long, long, 16, 16)
KS_VECTORS(ulong, unsigned long, 16, 16)
KS_VECTORS(longlong, long long, 16, 16)
KS_VECTORS(ulonglong, unsigned long long, 16, 16)
KS_VECTORS(float, float, 8, 16)
KS_VECTORS(double, double, 16, 16)
#undef KS_VECTORS

struct dim3 {
    unsigned int x, y, z;
    KS_MEMBER constexpr dim3(unsigned int a = 1, unsigned int b = 1, unsigned int c = 1) : x(a), y(b), z(c) {}
    KS_MEMBER constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
    KS_MEMBER constexpr operator uint3() const { return uint3{x, y, z}; }
};
