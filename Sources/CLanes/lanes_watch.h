/// What checked execution notes about every access: who touched which granule last, and which bits are undefined.
#ifndef KS_LANES_WATCH_H
#define KS_LANES_WATCH_H

#include "lanes_access.h"
#include "lanes_memory.h"

/// Whether mark `m` belongs to another thread than `mine`, or to a threadgroup before the running one.
KS_INLINE int is_foreign(uint64_t m, uint64_t mine, uint64_t own) {
    return m < own || ((m ^ mine) & KS_MARK_THREAD) != 0;
}

/// The mark of a lane.
KS_INLINE uint64_t mark_of(uint64_t mark, int lane) { return mark + ((uint64_t)lane << KS_MARK_THREAD_SHIFT); }

/// Notes one read of one granule; whether a write of another thread stands unordered before it.
KS_INLINE uint32_t note_read(const struct ks_shadow *shadow, uint64_t granule, uint64_t mine) {
    const uint64_t written = shadow->writes[granule];
    const uint32_t found = written >= shadow->floor && is_foreign(written, mine, shadow->own) ? KS_WATCH_RACE : 0;
    const uint64_t read = shadow->reads[granule];
    if (read >= shadow->floor && is_foreign(read, mine, shadow->own)) {
        if (shadow->others[granule] >= shadow->floor) return found;
        shadow->others[granule] = read;
    }
    shadow->reads[granule] = mine;
    return found;
}

/// Whether a write of one granule follows an unordered access of another thread.
KS_INLINE uint32_t examine_write(const struct ks_shadow *shadow, uint64_t granule, uint64_t mine) {
    const uint64_t written = shadow->writes[granule], read = shadow->reads[granule], other = shadow->others[granule];
    const int races = (written >= shadow->floor && is_foreign(written, mine, shadow->own)) ||
                      (read >= shadow->floor && is_foreign(read, mine, shadow->own)) ||
                      (other >= shadow->floor && is_foreign(other, mine, shadow->own));
    return races ? KS_WATCH_RACE : 0;
}

/// Notes one write of one granule; whether another lane of the same access has written it too.
KS_INLINE uint32_t note_write(const struct ks_shadow *shadow, uint64_t granule, uint64_t mine) {
    const uint64_t written = shadow->writes[granule];
    shadow->writes[granule] = mine;
    return written >= shadow->floor && is_foreign(written, mine, shadow->own) ? KS_WATCH_OVERLAP : 0;
}

/// The bytes' bits in one word; 0 where all are defined.
KS_INLINE uint64_t undefined_bits(const uint8_t *bytes, uint64_t count) {
    uint64_t bits = 0;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        bits |= word;
        bytes += 8;
        count -= 8;
    }
    if (count >= 4) {
        uint32_t word;
        memcpy(&word, bytes, 4);
        bits |= word;
        bytes += 4;
        count -= 4;
    }
    for (; count > 0; count--) bits |= *bytes++;
    return bits;
}

/// Notes a read of one four-byte granule per lane, in any order and by every lane: the usual access to threadgroup memory.
/// Segments without undefined bytes or without marks do not come here.
KS_INLINE uint32_t watch_read_words(
    const struct ks_shadow *shadow, const uint64_t *addresses, uint64_t start, uint64_t mark) {
    const uint64_t floor = shadow->floor, own = shadow->own;
    const uint64_t *const writes = shadow->writes;
    uint64_t *const reads = shadow->reads, *const others = shadow->others;
    const row32 *const undefined = (const row32 *)(const void *)shadow->undefined;
    uint64_t granules[KS_LANES];
    uint64_t races = 0, shared = 0;
    uint32_t bits = 0;
    KS_EACH_LANE { granules[l] = (addresses[l] - start) >> 2; }
    KS_EACH_LANE {
        const uint64_t mine = mark_of(mark, l), written = writes[granules[l]], read = reads[granules[l]];
        races |= (written >= floor) & ((written < own) | (((written ^ mine) & KS_MARK_THREAD) != 0));
        shared |= (read >= floor) & ((read < own) | (((read ^ mine) & KS_MARK_THREAD) != 0));
    }
    KS_EACH_LANE { bits |= undefined[granules[l]]; }
    if (shared) {
        for (int l = 0; l < KS_LANES; l++) (void)note_read(shadow, granules[l], mark_of(mark, l));
    } else {
        // Lanes that share a granule overwrite one another's mark; those whose mark did not stay are the other readers.
        for (int l = 0; l < KS_LANES; l++) reads[granules[l]] = mark_of(mark, l);
        uint64_t lost = 0;
        KS_EACH_LANE { lost |= reads[granules[l]] ^ mark_of(mark, l); }
        if (lost) {
            for (int l = 0; l < KS_LANES; l++) {
                const uint64_t mine = mark_of(mark, l), granule = granules[l];
                if (reads[granule] != mine && others[granule] < floor) others[granule] = mine;
            }
        }
    }
    return (races ? KS_WATCH_RACE : 0) | (bits ? KS_WATCH_UNDEFINED : 0);
}

/// Notes a read of `count` bytes per lane from `offset` bytes after each address.
KS_INLINE uint32_t watch_read_part(
    const struct ks_shadow *shadow, const uint64_t *addresses, uint64_t low, uint32_t mask, int pattern,
    uint64_t offset, uint64_t count, uint64_t mark) {
    uint32_t found = 0;
    if (mask == KS_FULL && pattern == KS_PATTERN_SCATTERED && count == 4 && shadow->shift == 2 && shadow->undefined &&
        shadow->writes) {
        return watch_read_words(shadow, addresses, low - offset, mark);
    }
    const uint64_t first = addresses[__builtin_ctz(mask)] - low + offset;
    if (shadow->undefined) {
        uint64_t bits = 0;
        if (pattern == KS_PATTERN_SAME) {
            bits = undefined_bits(shadow->undefined + first, count);
        } else if (pattern == KS_PATTERN_RUN) {
            bits = undefined_bits(shadow->undefined + first, count * KS_LANES);
        } else if (count == 4) {
            uint32_t narrow = 0;
            KS_EACH_ACTIVE(mask) {
                uint32_t word;
                memcpy(&word, shadow->undefined + (addresses[l] - low + offset), 4);
                narrow |= word;
            }
            bits = narrow;
        } else {
            KS_EACH_ACTIVE(mask) bits |= undefined_bits(shadow->undefined + (addresses[l] - low + offset), count);
        }
        if (bits) found |= KS_WATCH_UNDEFINED;
    }
    if (!shadow->writes) return found;
    const uint32_t shift = shadow->shift;
    const uint64_t granules = count >> shift;
    if (pattern == KS_PATTERN_SAME) {
        for (uint64_t g = first >> shift; g < (first >> shift) + granules; g++) {
            found |= note_read(shadow, g, mark_of(mark, 0)) | note_read(shadow, g, mark_of(mark, KS_LANES - 1));
        }
        return found;
    }
    if (pattern == KS_PATTERN_RUN && granules == 1) {
        const uint64_t *const writes = shadow->writes + (first >> shift);
        uint64_t *const reads = shadow->reads + (first >> shift);
        const uint64_t floor = shadow->floor, own = shadow->own;
        uint64_t races = 0, shared = 0;
        KS_EACH_LANE {
            const uint64_t mine = mark_of(mark, l), written = writes[l], read = reads[l];
            races |= (written >= floor) & ((written < own) | (((written ^ mine) & KS_MARK_THREAD) != 0));
            shared |= (read >= floor) & ((read < own) | (((read ^ mine) & KS_MARK_THREAD) != 0));
        }
        if (races) found |= KS_WATCH_RACE;
        if (!shared) {
            KS_EACH_LANE { reads[l] = mark_of(mark, l); }
            return found;
        }
    }
    KS_EACH_ACTIVE(mask) {
        const uint64_t start = (addresses[l] - low + offset) >> shift, mine = mark_of(mark, l);
        for (uint64_t g = start; g < start + granules; g++) found |= note_read(shadow, g, mine);
    }
    return found;
}

/// Whether a write of `count` bytes per lane follows an unordered access of another thread.
KS_INLINE uint32_t watch_examine_part(
    const struct ks_shadow *shadow, const uint64_t *addresses, uint64_t low, uint32_t mask, int pattern,
    uint64_t offset, uint64_t count, uint64_t mark) {
    uint32_t found = 0;
    const uint32_t shift = shadow->shift;
    const uint64_t granules = count >> shift;
    if (pattern == KS_PATTERN_RUN && granules == 1) {
        const uint64_t first = (addresses[0] - low + offset) >> shift;
        const uint64_t *const writes = shadow->writes + first, *const reads = shadow->reads + first,
                              *const others = shadow->others + first;
        const uint64_t floor = shadow->floor, own = shadow->own;
        uint64_t races = 0;
        KS_EACH_LANE {
            const uint64_t mine = mark_of(mark, l), written = writes[l], read = reads[l], other = others[l];
            races |= (written >= floor) & ((written < own) | (((written ^ mine) & KS_MARK_THREAD) != 0));
            races |= (read >= floor) & ((read < own) | (((read ^ mine) & KS_MARK_THREAD) != 0));
            races |= (other >= floor) & ((other < own) | (((other ^ mine) & KS_MARK_THREAD) != 0));
        }
        return races ? KS_WATCH_RACE : 0;
    }
    KS_EACH_ACTIVE(mask) {
        const uint64_t start = (addresses[l] - low + offset) >> shift, mine = mark_of(mark, l);
        for (uint64_t g = start; g < start + granules; g++) found |= examine_write(shadow, g, mine);
    }
    return found;
}

/// Notes a write of `count` bytes per lane and marks them defined.
KS_INLINE uint32_t watch_write_part(
    const struct ks_shadow *shadow, const uint64_t *addresses, uint64_t low, uint32_t mask, int pattern,
    uint64_t offset, uint64_t count, uint64_t mark) {
    uint32_t found = 0;
    const uint32_t shift = shadow->shift;
    const uint64_t granules = count >> shift;
    const uint64_t first = addresses[__builtin_ctz(mask)] - low + offset;
    if (shadow->undefined) {
        if (pattern == KS_PATTERN_RUN) {
            memset(shadow->undefined + first, 0, count * KS_LANES);
        } else if (count == 4) {
            KS_EACH_ACTIVE(mask) memset(shadow->undefined + (addresses[l] - low + offset), 0, 4);
        } else {
            KS_EACH_ACTIVE(mask) memset(shadow->undefined + (addresses[l] - low + offset), 0, count);
        }
    }
    if (!shadow->writes) return 0;
    if (pattern == KS_PATTERN_RUN && granules == 1) {
        uint64_t *const writes = shadow->writes + (first >> shift);
        KS_EACH_LANE { writes[l] = mark_of(mark, l); }
        return 0;
    }
    KS_EACH_ACTIVE(mask) {
        const uint64_t start = (addresses[l] - low + offset) >> shift, mine = mark_of(mark, l);
        for (uint64_t g = start; g < start + granules; g++) found |= note_write(shadow, g, mine);
    }
    return found;
}

/// Where the segment of the first active lane starts, as kernel addresses count.
KS_INLINE uint64_t segment_start(const uint64_t *addresses, uint32_t mask) {
    return (addresses[__builtin_ctz(mask)] >> KS_SEGMENT_SHIFT << KS_SEGMENT_SHIFT) +
           (UINT64_C(1) << KS_SEGMENT_BIAS_SHIFT);
}

static uint32_t help_watch_load(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark) {
    const struct ks_shadow *const shadow = shadows + (addresses[__builtin_ctz(mask)] >> KS_SEGMENT_SHIFT);
    const uint64_t low = segment_start(addresses, mask);
    if (access->words || access->component_count == 1) {
        const uint64_t offset = (uint64_t)components[access->first_component].offset;
        const int whole = pattern != KS_PATTERN_RUN || offset == 0;
        return watch_read_part(
            shadow, addresses, low, mask, whole ? pattern : KS_PATTERN_SCATTERED, offset, access->byte_count - offset,
            mark);
    }
    uint32_t found = 0;
    // Parts of a structure: even where structures follow one another, one field of each does not.
    const int parts = pattern == KS_PATTERN_SAME ? pattern : KS_PATTERN_SCATTERED;
    for (uint32_t i = 0; i < access->component_count; i++) {
        const struct ks_component *const part = components + access->first_component + i;
        found |= watch_read_part(
            shadow, addresses, low, mask, parts, (uint64_t)part->offset, (uint64_t)part->byte_count, mark);
    }
    return found;
}

static uint32_t help_watch_examine(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments, uint32_t segment_count,
    uint64_t mark) {
    const uint64_t number = addresses[__builtin_ctz(mask)] >> KS_SEGMENT_SHIFT;
    if (number >= segment_count || !shadows[number].writes) return 0;
    const struct ks_shadow *const shadow = shadows + number;
    uint8_t *base;
    uint64_t low;
    const enum ks_pattern pattern = examine(access, addresses, mask, segments, segment_count, &base, &low);
    if (pattern == KS_PATTERN_REFUSED) return 0;
    if (access->words || access->component_count == 1) {
        const uint64_t offset = (uint64_t)components[access->first_component].offset;
        return watch_examine_part(
            shadow, addresses, low, mask, offset == 0 ? pattern : KS_PATTERN_SCATTERED, offset,
            access->byte_count - offset, mark);
    }
    uint32_t found = 0;
    for (uint32_t i = 0; i < access->component_count; i++) {
        const struct ks_component *const part = components + access->first_component + i;
        found |= watch_examine_part(
            shadow, addresses, low, mask, KS_PATTERN_SCATTERED, (uint64_t)part->offset, (uint64_t)part->byte_count,
            mark);
    }
    return found;
}

static uint32_t help_watch_store(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark) {
    const struct ks_shadow *const shadow = shadows + (addresses[__builtin_ctz(mask)] >> KS_SEGMENT_SHIFT);
    const uint64_t low = segment_start(addresses, mask);
    if (access->words || access->component_count == 1) {
        const uint64_t offset = (uint64_t)components[access->first_component].offset;
        return watch_write_part(
            shadow, addresses, low, mask, offset == 0 ? pattern : KS_PATTERN_SCATTERED, offset,
            access->byte_count - offset, mark);
    }
    uint32_t found = 0;
    for (uint32_t i = 0; i < access->component_count; i++) {
        const struct ks_component *const part = components + access->first_component + i;
        found |= watch_write_part(
            shadow, addresses, low, mask, KS_PATTERN_SCATTERED, (uint64_t)part->offset, (uint64_t)part->byte_count,
            mark);
    }
    return found;
}

/// Whether every active lane points into private memory, inside its bounds and aligned.
KS_INLINE int is_private(
    const struct ks_private *memory, const struct ks_access *access, const uint64_t *addresses, uint32_t mask) {
    if (memory->byte_count < access->byte_count) return 0;
    const uint64_t last = memory->byte_count - access->byte_count, wide = mask;
    const uint64_t origin = addresses[__builtin_ctz(mask)];
    uint64_t outside = 0, bits = 0;
    KS_EACH_LANE {
        const uint64_t address = wide & (UINT64_C(1) << l) ? addresses[l] : origin;
        outside |= address - memory->low > last;
        bits |= address;
    }
    return !(outside | (bits & access->alignment_mask));
}

/// Moves one component between its row and the lanes' private memory.
#define KS_PRIVATE_MOVE(UNIT, ROW)                                                                                     \
    {                                                                                                                  \
        ROW *const row = (ROW *)(void *)((uint8_t *)registers + part->row);                                            \
        if (is_store) {                                                                                                \
            KS_EACH_ACTIVE(mask) {                                                                                     \
                const UNIT value = (UNIT)row[l];                                                                       \
                memcpy(place + stride * (uint64_t)l + (addresses[l] - low), &value, sizeof value);                     \
            }                                                                                                          \
        } else {                                                                                                       \
            KS_EACH_ACTIVE(mask) {                                                                                     \
                UNIT value;                                                                                            \
                memcpy(&value, place + stride * (uint64_t)l + (addresses[l] - low), sizeof value);                     \
                row[l] = value;                                                                                        \
            }                                                                                                          \
        }                                                                                                              \
    }

static uint32_t help_private(
    const struct ks_private *memory, const struct ks_access *access, const struct ks_component *components,
    void *registers, const uint64_t *addresses, uint32_t mask, int is_store) {
    if (!is_private(memory, access, addresses, mask)) return KS_PRIVATE_REFUSED;
    const uint64_t low = memory->low, stride = memory->stride;
    uint64_t undefined = 0;
    for (uint32_t i = 0; i < access->component_count; i++) {
        const struct ks_component *const part = components + access->first_component + i;
        uint8_t *const place = memory->bytes + part->offset;
        switch (part->byte_count) {
        case 1: KS_PRIVATE_MOVE(uint8_t, row32) break;
        case 2: KS_PRIVATE_MOVE(uint16_t, row32) break;
        case 4: KS_PRIVATE_MOVE(uint32_t, row32) break;
        default: KS_PRIVATE_MOVE(uint64_t, row64) break;
        }
        if (!memory->undefined) continue;
        uint8_t *const shadow = memory->undefined + part->offset;
        const uint64_t size = (uint64_t)part->byte_count;
        KS_EACH_ACTIVE(mask) {
            uint8_t *const bytes = shadow + stride * (uint64_t)l + (addresses[l] - low);
            if (is_store) {
                if (size == 4) memset(bytes, 0, 4);
                else memset(bytes, 0, size);
            } else if (size == 4) {
                uint32_t word;
                memcpy(&word, bytes, 4);
                undefined |= word;
            } else {
                undefined |= undefined_bits(bytes, size);
            }
        }
    }
    return undefined ? KS_PRIVATE_UNDEFINED : KS_PRIVATE_DONE;
}

#endif
