// Read before every CUDA kernel: the language's words, vector types and device functions.
#pragma once

#define __host__ __attribute__((host))
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
#define __managed__ __attribute__((managed))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __align__(n) __attribute__((aligned(n)))
#define __grid_constant__

#pragma clang force_cuda_host_device begin
#include <ks/intrinsics.h>
#pragma clang force_cuda_host_device end

// For both sides, so that a text's own host functions, which are read but not compiled, may call them.
#define KS_FN static __host__ __device__ inline __attribute__((always_inline, nodebug, unused))
#define KS_MEMBER __host__ __device__ inline __attribute__((always_inline, nodebug))
#define NULL __null

#include <ks/double.h>
#include <ks/wide.h>
#include <ks/vectors.h>
#include <ks/builtins.h>
#include <ks/functions.h>
#include <ks/mathematics.h>
#include <ks/integers.h>
#include <ks/words.h>
#include <ks/rounding.h>
#include <ks/std.h>
#include <ks/half.h>
#include <ks/bfloat16.h>
#include <ks/ptx.h>
