// The path every host has.

#if defined(__aarch64__)
#define KS_HW_ROUND 1
#define KS_HW_FMA 1
#else
#define KS_HW_ROUND 0
#define KS_HW_FMA 0
#endif
#define KS_HW_F16 0
#define KS_AVX512 0
#define KS_PATH_NAME "baseline"
#define KS_PATH_SYMBOL ks_path_baseline
#include "lanes_table.h"
