// The C names of <simd/simd.h>.
#pragma once
#include <metal_stdlib>

#define KS_SIMD(T)                                                                                                     \
    typedef T##2 vector_##T##2;                                                                                        \
    typedef T##3 vector_##T##3;                                                                                        \
    typedef T##4 vector_##T##4;                                                                                        \
    typedef T##2 simd_##T##2;                                                                                          \
    typedef T##3 simd_##T##3;                                                                                          \
    typedef T##4 simd_##T##4;
KS_SIMD(float)
KS_SIMD(int)
KS_SIMD(uint)
KS_SIMD(half)
#undef KS_SIMD
typedef float4x4 simd_float4x4;
typedef float3x3 simd_float3x3;
namespace simd {
using ::float2;
using ::float3;
using ::float4;
using ::float3x3;
using ::float4x4;
using ::int2;
using ::int3;
using ::int4;
using ::uint2;
using ::uint3;
using ::uint4;
}  // namespace simd
