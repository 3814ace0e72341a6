/// A path: the lane functions and helpers compiled for one set of processor features.
#ifndef KS_LANES_PATH_H
#define KS_LANES_PATH_H

#include "CLanes.h"

/// One path's tables, indexed by `enum ks_op`.
struct ks_path {
    /// What `ks_path_name` gives.
    const char *name;
    /// The lane functions.
    ks_lane_fn functions[KS_OP_COUNT];
    /// Rows each operation reads.
    unsigned char arities[KS_OP_COUNT];
    /// The helpers.
    struct ks_helpers helpers;
};

/// Plain code: x86-64's baseline, or NEON on arm64.
extern const struct ks_path ks_path_baseline;

#if defined(__x86_64__)
/// AVX2, FMA and F16C.
extern const struct ks_path ks_path_avx2;
/// AVX-512 F, BW, CD, DQ and VL.
extern const struct ks_path ks_path_avx512;
#endif

#endif
