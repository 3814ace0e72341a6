// The same lane functions for processors with AVX-512.

#if defined(__x86_64__)
#define KS_HW_ROUND 1
#define KS_HW_FMA 1
#define KS_HW_F16 1
#define KS_AVX512 1
#define KS_PATH_NAME "avx512"
#define KS_PATH_SYMBOL ks_path_avx512
// Before the attribute, which must not reach the compiler's own functions.
#include <immintrin.h>
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,f16c,bmi,bmi2,lzcnt,popcnt"))), \
    apply_to = function)
#include "lanes_table.h"
#pragma clang attribute pop
#endif
