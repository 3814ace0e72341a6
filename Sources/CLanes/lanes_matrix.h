/// Matrix products of a warp, eight columns at a time.
#ifndef KS_LANES_MATRIX_H
#define KS_LANES_MATRIX_H

#include "lanes_scalar.h"

/// Defines a product; STEP is the sum after one more factor from `a`, `b` and `c`.
#define KS_MATRIX(NAME, STEP, FINISH)                                                                                  \
    static void help_matrix_multiply_add_##NAME(                                                                       \
        uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth) {                  \
        for (uint32_t i = 0; i < rows; i++) {                                                                          \
            uint32_t total[8];                                                                                         \
            memcpy(total, sums + 8 * i, sizeof total);                                                                 \
            for (uint32_t k = 0; k < depth; k++) {                                                                     \
                const uint32_t a = left[i * depth + k];                                                                \
                for (int j = 0; j < 8; j++) {                                                                          \
                    const uint32_t b = right[8 * k + (uint32_t)j], c = total[j];                                       \
                    total[j] = STEP;                                                                                   \
                }                                                                                                      \
            }                                                                                                          \
            for (int j = 0; j < 8; j++) {                                                                              \
                const uint32_t c = total[j];                                                                           \
                sums[8 * i + (uint32_t)j] = FINISH;                                                                    \
            }                                                                                                          \
        }                                                                                                              \
    }
KS_MATRIX(f32, bits_of32(fma32(f32_of(a), f32_of(b), f32_of(c))), put32(f32_of(c)))
KS_MATRIX(i32, a *b + c, c)

#endif
