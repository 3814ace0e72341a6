// The same lane functions for processors with AVX2.

#if defined(__x86_64__)
#define KS_HW_ROUND 1
#define KS_HW_FMA 1
#define KS_HW_F16 1
#define KS_AVX512 0
#define KS_PATH_NAME "avx2"
#define KS_PATH_SYMBOL ks_path_avx2
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#include "lanes_table.h"
#pragma clang attribute pop
#endif
