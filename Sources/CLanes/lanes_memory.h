/// Masks, address checks and memory access.
#ifndef KS_LANES_MEMORY_H
#define KS_LANES_MEMORY_H

#include "lanes_base.h"

/// Every lane active.
#define KS_FULL UINT32_MAX

/// Runs the body for each active lane in ascending order, with `l` the lane.
#define KS_EACH_ACTIVE(MASK)                                                                                           \
    for (uint32_t left = (MASK); left; left &= left - 1)                                                               \
        for (int l = __builtin_ctz(left), once = 1; once; once = 0)

/// Packs 32 flags of 0 or 1 into a mask.
KS_INLINE uint32_t pack_flags(const uint8_t *flags) {
    uint32_t mask = 0;
    for (int group = 0; group < 4; group++) {
        uint64_t eight;
        memcpy(&eight, flags + 8 * group, 8);
        // The multiplication moves bit 8i to bit 56 + i.
        mask |= (uint32_t)((eight * UINT64_C(0x0102040810204080)) >> 56) << (8 * group);
    }
    return mask;
}

#if KS_AVX512
static void help_blend_32(uint32_t *dst, const uint32_t *src, uint32_t mask) {
    for (int part = 0; part < 2; part++) {
        const __m512i lanes = _mm512_loadu_si512(src + 16 * part);
        _mm512_mask_storeu_epi32(dst + 16 * part, (__mmask16)(mask >> (16 * part)), lanes);
    }
}

static void help_blend_64(uint64_t *dst, const uint64_t *src, uint32_t mask) {
    for (int part = 0; part < 4; part++) {
        const __m512i lanes = _mm512_loadu_si512(src + 8 * part);
        _mm512_mask_storeu_epi64(dst + 8 * part, (__mmask8)(mask >> (8 * part)), lanes);
    }
}
#else
static void help_blend_32(uint32_t *dst, const uint32_t *src, uint32_t mask) {
    KS_EACH_LANE {
        const uint32_t kept = dst[l], taken = src[l];
        dst[l] = mask & (UINT32_C(1) << l) ? taken : kept;
    }
}

static void help_blend_64(uint64_t *dst, const uint64_t *src, uint32_t mask) {
    const uint64_t wide = mask;
    KS_EACH_LANE {
        const uint64_t kept = dst[l], taken = src[l];
        dst[l] = wide & (UINT64_C(1) << l) ? taken : kept;
    }
}
#endif

#if KS_AVX512
static uint32_t help_pack_mask(const uint32_t *i1row) {
    const __m512i one = _mm512_set1_epi32(1);
    const uint32_t lower = _mm512_test_epi32_mask(_mm512_loadu_si512(i1row), one);
    return lower | (uint32_t)_mm512_test_epi32_mask(_mm512_loadu_si512(i1row + 16), one) << 16;
}
#else
static uint32_t help_pack_mask(const uint32_t *i1row) {
    uint8_t flags[KS_LANES];
    KS_EACH_LANE { flags[l] = i1row[l] & 1; }
    return pack_flags(flags);
}
#endif

static void help_unpack_mask(uint32_t *i1row, uint32_t mask) {
    KS_EACH_LANE { i1row[l] = (mask >> l) & 1; }
}

static uint32_t help_out_of_bounds(const uint64_t *addresses, uint32_t mask, uint64_t low, uint64_t last_start) {
    uint8_t flags[KS_LANES];
    KS_EACH_LANE { flags[l] = (addresses[l] < low) | (addresses[l] > last_start); }
    return pack_flags(flags) & mask;
}

static uint32_t help_misaligned(const uint64_t *addresses, uint32_t mask, uint32_t alignment_minus_1) {
    uint8_t flags[KS_LANES];
    KS_EACH_LANE { flags[l] = (addresses[l] & alignment_minus_1) != 0; }
    return pack_flags(flags) & mask;
}

static int help_same_high(const uint64_t *addresses, uint32_t mask, uint64_t high_mask, uint64_t *common) {
    *common = 0;
    if (mask == 0) return 0;
    const uint64_t first = addresses[__builtin_ctz(mask)] & high_mask;
    *common = first;
    uint64_t differences = 0;
    KS_EACH_LANE { differences |= (mask >> l) & 1 ? (addresses[l] & high_mask) ^ first : 0; }
    return differences == 0;
}

/// Whether the active lanes lie as if all lanes followed one another `stride` bytes apart (0: one address for all).
///
/// - Precondition: a lane is active.
KS_INLINE int evenly_spaced(const uint64_t *addresses, uint32_t mask, uint64_t stride) {
    const int lowest = __builtin_ctz(mask);
    const uint64_t origin = addresses[lowest] - stride * (uint64_t)lowest;
    const uint64_t wide = mask;
    uint64_t differences = 0;
    KS_EACH_LANE {
        const uint64_t difference = addresses[l] ^ (origin + stride * (uint64_t)l);
        differences |= wide & (UINT64_C(1) << l) ? difference : 0;
    }
    return differences == 0;
}

/// Whether all 32 lanes follow one another `size` bytes apart.
KS_INLINE int consecutive(const uint64_t *addresses, uint64_t size) {
    const uint64_t first = addresses[0];
    uint64_t differences = 0;
    KS_EACH_LANE { differences |= addresses[l] ^ (first + size * (uint64_t)l); }
    return differences == 0;
}

static int help_spacing(const uint64_t *addresses, uint64_t size) {
    if (consecutive(addresses, size)) return 2;
    return consecutive(addresses, 0);
}

/// Defines a gather and a scatter of UNIT-sized elements, held in rows of ROW; DIRECT: the row is memory's image.
#define KS_ACCESS(BITS, UNIT, ROW, DIRECT)                                                                             \
    static void help_gather_##BITS(                                                                                    \
        ROW *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask) {                       \
        if (mask == KS_FULL) {                                                                                         \
            if (consecutive(addresses, sizeof(UNIT))) {                                                                \
                UNIT run[KS_LANES];                                                                                    \
                const uint8_t *const start = base + (addresses[0] - low);                                              \
                memcpy(DIRECT ? (void *)dst : (void *)run, start, sizeof run);                                         \
                if (!DIRECT) KS_EACH_LANE { dst[l] = run[l]; }                                                         \
                return;                                                                                                \
            }                                                                                                          \
            for (int l = 0; l < KS_LANES; l++) {                                                                       \
                UNIT value;                                                                                            \
                memcpy(&value, base + (addresses[l] - low), sizeof value);                                             \
                dst[l] = value;                                                                                        \
            }                                                                                                          \
            return;                                                                                                    \
        }                                                                                                              \
        KS_EACH_ACTIVE(mask) {                                                                                         \
            UNIT value;                                                                                                \
            memcpy(&value, base + (addresses[l] - low), sizeof value);                                                 \
            dst[l] = value;                                                                                            \
        }                                                                                                              \
    }                                                                                                                  \
    static void help_scatter_##BITS(                                                                                   \
        const ROW *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask) {                       \
        if (mask == KS_FULL && consecutive(addresses, sizeof(UNIT))) {                                                 \
            UNIT run[KS_LANES];                                                                                        \
            if (!DIRECT) KS_EACH_LANE { run[l] = (UNIT)src[l]; }                                                       \
            memcpy(base + (addresses[0] - low), DIRECT ? (const void *)src : (const void *)run, sizeof run);           \
            return;                                                                                                    \
        }                                                                                                              \
        KS_EACH_ACTIVE(mask) {                                                                                         \
            const UNIT value = (UNIT)src[l];                                                                           \
            memcpy(base + (addresses[l] - low), &value, sizeof value);                                                 \
        }                                                                                                              \
    }
KS_ACCESS(8, uint8_t, uint32_t, 0)
KS_ACCESS(16, uint16_t, uint32_t, 0)
KS_ACCESS(32, uint32_t, uint32_t, 1)
KS_ACCESS(64, uint64_t, uint64_t, 1)

/// Four words, as a lane's float4 in memory.
typedef uint32_t __attribute__((vector_size(16), aligned(4), may_alias)) words4;

/// Turns four lanes of four words into four words of four lanes, and back.
KS_INLINE void transpose4(words4 *v) {
    const words4 low01 = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5);
    const words4 high01 = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
    const words4 low23 = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
    const words4 high23 = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
    v[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    v[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    v[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    v[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

static void help_gather_32xN(
    uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n) {
    if (mask == KS_FULL && n == 4) {
        for (int l = 0; l < KS_LANES; l += 4) {
            words4 v[4];
            for (int i = 0; i < 4; i++) memcpy(&v[i], base + (addresses[l + i] - low), 16);
            transpose4(v);
            for (int word = 0; word < 4; word++) *(words4 *)(dst + KS_LANES * word + l) = v[word];
        }
        return;
    }
    KS_EACH_ACTIVE(mask) {
        const uint8_t *const start = base + (addresses[l] - low);
        for (uint32_t word = 0; word < n; word++) memcpy(dst + KS_LANES * word + l, start + 4 * word, 4);
    }
}

static void help_scatter_32xN(
    const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n) {
    if (mask == KS_FULL && n == 4) {
        for (int l = 0; l < KS_LANES; l += 4) {
            words4 v[4];
            for (int word = 0; word < 4; word++) v[word] = *(const words4 *)(src + KS_LANES * word + l);
            transpose4(v);
            for (int i = 0; i < 4; i++) memcpy(base + (addresses[l + i] - low), &v[i], 16);
        }
        return;
    }
    KS_EACH_ACTIVE(mask) {
        uint8_t *const start = base + (addresses[l] - low);
        for (uint32_t word = 0; word < n; word++) memcpy(start + 4 * word, src + KS_LANES * word + l, 4);
    }
}

#endif
