/// Whole accesses: segment, bounds and alignment checked in one pass over the addresses, then the quickest way to move.
#ifndef KS_LANES_ACCESS_H
#define KS_LANES_ACCESS_H

#include "lanes_memory.h"

/// Classifies the addresses and finds where they point: `*low` is the kernel address of `*base`.
KS_INLINE enum ks_pattern examine(
    const struct ks_access *access, const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments,
    uint32_t segment_count, uint8_t **base, uint64_t *low) {
    const uint64_t origin = addresses[__builtin_ctz(mask)];
    const uint64_t number = origin >> KS_SEGMENT_SHIFT;
    const uint64_t size = access->byte_count;
    if (number >= segment_count || segments[number].byte_count < size) return KS_PATTERN_REFUSED;
    const uint64_t start = (number << KS_SEGMENT_SHIFT) + (UINT64_C(1) << KS_SEGMENT_BIAS_SHIFT);
    const uint64_t last = segments[number].byte_count - size;
    *base = segments[number].base;
    *low = start;
    uint64_t bits = 0, outside = 0;
    if (mask == KS_FULL) {
        uint64_t run = 0, same = 0;
        KS_EACH_LANE {
            const uint64_t address = addresses[l];
            outside |= address - start > last;
            bits |= address;
            run |= address ^ (origin + size * (uint64_t)l);
            same |= address ^ origin;
        }
        if (outside | (bits & access->alignment_mask)) return KS_PATTERN_REFUSED;
        return run == 0 ? KS_PATTERN_RUN : same == 0 ? KS_PATTERN_SAME : KS_PATTERN_SCATTERED;
    }
    const uint64_t wide = mask;
    KS_EACH_LANE {
        // Lanes that do not take part stand where the first one does.
        const uint64_t address = wide & (UINT64_C(1) << l) ? addresses[l] : origin;
        outside |= address - start > last;
        bits |= address;
    }
    return outside | (bits & access->alignment_mask) ? KS_PATTERN_REFUSED : KS_PATTERN_SCATTERED;
}

/// The row of a component.
KS_INLINE void *row_of(const struct ks_component *component, void *registers) {
    return (uint8_t *)registers + component->row;
}

static int help_load(
    const struct ks_access *access, const struct ks_component *components, void *registers, const uint64_t *addresses,
    uint32_t mask, const struct ks_segment *segments, uint32_t segment_count) {
    uint8_t *base;
    uint64_t low;
    const enum ks_pattern pattern = examine(access, addresses, mask, segments, segment_count, &base, &low);
    if (pattern == KS_PATTERN_REFUSED) return pattern;
    const struct ks_component *const first = components + access->first_component;
    const uint32_t count = access->component_count, words = access->words;
    if (pattern == KS_PATTERN_SAME && words != 0) {
        const uint8_t *const start = base + (addresses[0] - low);
        for (uint32_t i = 0; i < words; i++) {
            row32 *const row = row_of(first + i, registers);
            uint32_t value;
            memcpy(&value, start + 4 * i, 4);
            KS_EACH_LANE { row[l] = value; }
        }
        return pattern;
    }
    if (words == 1) {
        row32 *const row = row_of(first, registers);
        if (pattern == KS_PATTERN_RUN) {
            memcpy(row, base + (addresses[0] - low), 4 * KS_LANES);
        } else if (mask == KS_FULL) {
            for (int l = 0; l < KS_LANES; l++) memcpy(row + l, base + (addresses[l] - low), 4);
        } else {
            KS_EACH_ACTIVE(mask) memcpy(row + l, base + (addresses[l] - low), 4);
        }
        return pattern;
    }
    if (words == 4 && mask == KS_FULL) {
        for (int l = 0; l < KS_LANES; l += 4) {
            words4 v[4];
            for (int i = 0; i < 4; i++) memcpy(&v[i], base + (addresses[l + i] - low), 16);
            transpose4(v);
            for (int i = 0; i < 4; i++) *(words4 *)((row32 *)row_of(first + i, registers) + l) = v[i];
        }
        return pattern;
    }
    for (uint32_t i = 0; i < count; i++) {
        void *const row = row_of(first + i, registers);
        const uint8_t *const start = base + first[i].offset;
        switch (first[i].byte_count) {
        case 1: help_gather_8(row, start, addresses, low, mask); break;
        case 2: help_gather_16(row, start, addresses, low, mask); break;
        case 4: help_gather_32(row, start, addresses, low, mask); break;
        default: help_gather_64(row, start, addresses, low, mask); break;
        }
    }
    return pattern;
}

static int help_store(
    const struct ks_access *access, const struct ks_component *components, void *registers, const uint64_t *addresses,
    uint32_t mask, const struct ks_segment *segments, uint32_t segment_count) {
    uint8_t *base;
    uint64_t low;
    const enum ks_pattern pattern = examine(access, addresses, mask, segments, segment_count, &base, &low);
    if (pattern == KS_PATTERN_REFUSED) return pattern;
    const struct ks_component *const first = components + access->first_component;
    const uint32_t count = access->component_count, words = access->words;
    if (words == 1) {
        const row32 *const row = row_of(first, registers);
        if (pattern == KS_PATTERN_RUN) {
            memcpy(base + (addresses[0] - low), row, 4 * KS_LANES);
        } else {
            KS_EACH_ACTIVE(mask) memcpy(base + (addresses[l] - low), row + l, 4);
        }
        return pattern;
    }
    if (words == 4 && mask == KS_FULL) {
        for (int l = 0; l < KS_LANES; l += 4) {
            words4 v[4];
            for (int i = 0; i < 4; i++) v[i] = *(const words4 *)((const row32 *)row_of(first + i, registers) + l);
            transpose4(v);
            for (int i = 0; i < 4; i++) memcpy(base + (addresses[l + i] - low), &v[i], 16);
        }
        return pattern;
    }
    for (uint32_t i = 0; i < count; i++) {
        const void *const row = row_of(first + i, registers);
        uint8_t *const start = base + first[i].offset;
        switch (first[i].byte_count) {
        case 1: help_scatter_8(row, start, addresses, low, mask); break;
        case 2: help_scatter_16(row, start, addresses, low, mask); break;
        case 4: help_scatter_32(row, start, addresses, low, mask); break;
        default: help_scatter_64(row, start, addresses, low, mask); break;
        }
    }
    return pattern;
}

#endif
