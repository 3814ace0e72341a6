/// What an access costs: distinct sectors, bank passes, equal addresses.
#ifndef KS_LANES_TRAFFIC_H
#define KS_LANES_TRAFFIC_H

#include "lanes_memory.h"

/// Slots of the hash tables that find a number again; a power of two well above the numbers they hold.
enum { HASH_SLOTS = 256 };

/// The slot at which the search for a number starts.
KS_INLINE uint32_t first_slot(uint64_t number) {
    return (uint32_t)((number * UINT64_C(0x9e3779b97f4a7c15)) >> 56);
}

/// Distinct sectors of addresses in any order, through a hash table of positions in `out`.
static int sectors_in_any_order(
    const uint64_t *addresses, uint32_t mask, uint32_t size, uint64_t offset, uint32_t *out) {
    uint8_t slots[HASH_SLOTS] = {0};
    int count = 0;
    KS_EACH_ACTIVE(mask) {
        const uint64_t first = (addresses[l] + offset) >> 5, last = (addresses[l] + offset + size - 1) >> 5;
        for (uint64_t wide = first; wide <= last; wide++) {
            const uint32_t sector = (uint32_t)wide;
            uint32_t slot = first_slot(sector);
            while (slots[slot] && out[slots[slot] - 1] != sector) slot = (slot + 1) % HASH_SLOTS;
            if (slots[slot]) continue;
            if (count == KS_SECTORS_CAPACITY) return count;
            out[count] = sector;
            slots[slot] = (uint8_t)++count;
        }
    }
    return count;
}

static int help_sectors(
    const uint64_t *addresses, uint32_t mask, uint32_t size, uint64_t flat_base_minus_low, uint32_t *out) {
    if (mask == KS_FULL && consecutive(addresses, size)) {
        const uint64_t start = addresses[0] + flat_base_minus_low;
        const uint32_t first = (uint32_t)(start >> 5);
        const int count = (int)(((start + (uint64_t)size * KS_LANES - 1) >> 5) - (start >> 5)) + 1;
        for (int i = 0; i < count; i++) out[i] = first + (uint32_t)i;
        return count;
    }
    if (mask != 0 && evenly_spaced(addresses, mask, 0)) mask &= 0 - mask;
    // Ascending addresses, the usual case: a sector seen before can only be the newest one.
    int count = 0;
    uint64_t previous = 0, next = 0;
    KS_EACH_ACTIVE(mask) {
        const uint64_t start = addresses[l] + flat_base_minus_low;
        if (start < previous) return sectors_in_any_order(addresses, mask, size, flat_base_minus_low, out);
        previous = start;
        const uint64_t first = start >> 5, last = (start + size - 1) >> 5;
        for (uint64_t sector = first > next || count == 0 ? first : next; sector <= last; sector++) {
            if (count == KS_SECTORS_CAPACITY) return count;
            out[count++] = (uint32_t)sector;
        }
        next = last + 1 > next ? last + 1 : next;
    }
    return count;
}

/// Passes of one group: how many distinct words the busiest bank has.
static int group_wavefronts(const uint64_t *addresses, uint32_t mask, uint32_t size) {
    // 8 lanes of 17 words, 16 of 5 or 32 of 3 at most.
    uint64_t words[8 * 17];
    uint8_t slots[HASH_SLOTS] = {0}, load[KS_LANES] = {0};
    int used = 0, most = 0;
    KS_EACH_ACTIVE(mask) {
        const uint64_t first = addresses[l] >> 2;
        const uint64_t more = ((addresses[l] & 3) + size - 1) >> 2;
        for (uint64_t i = 0; i <= more; i++) {
            const uint64_t word = first + i;
            uint32_t slot = first_slot(word);
            while (slots[slot] && words[slots[slot] - 1] != word) slot = (slot + 1) % HASH_SLOTS;
            if (slots[slot]) continue;
            words[used] = word;
            slots[slot] = (uint8_t)++used;
            const int now = ++load[word % KS_LANES];
            most = now > most ? now : most;
        }
    }
    return most;
}

/// Whether each active lane of `lanes` has the address of the lane whose number differs in `bit`, or that one is inactive.
KS_INLINE int are_paired(const uint64_t *addresses, uint32_t mask, uint32_t lanes, int bit) {
    KS_EACH_ACTIVE(mask & lanes) {
        const int other = l ^ bit;
        if ((mask >> other & 1) && addresses[other] != addresses[l]) return 0;
    }
    return 1;
}

static int help_bank_wavefronts(
    const uint64_t *addresses, uint32_t mask, uint32_t size, int joins, int *groups, int *saved) {
    *groups = 0;
    *saved = 0;
    if (mask == 0 || size == 0) return 0;
    if (size > 64) size = 64;
    const int lanes = size <= 4 ? 32 : size <= 8 ? 16 : 8;
    const int whole_words = (addresses[__builtin_ctz(mask)] & 3) == 0 && (size == 4 || size == 8 || size == 16);
    // Neighbouring words lie in different banks, equal ones are read once.
    const int free_of_conflicts =
        whole_words && (evenly_spaced(addresses, mask, size) || evenly_spaced(addresses, mask, 0));
    joins = joins && (size == 8 || size == 16);
    int total = 0;
    for (int start = 0; start < KS_LANES;) {
        uint32_t group = lanes == 32 ? KS_FULL : ((UINT32_C(1) << lanes) - 1) << start;
        int count = lanes;
        if (joins && start % (2 * lanes) == 0) {
            const uint32_t both = group | group << lanes;
            if (are_paired(addresses, mask, both, 1) || are_paired(addresses, mask, both, 2)) {
                group = both;
                count = 2 * lanes;
            }
        }
        start += count;
        group &= mask;
        if (group == 0) continue;
        *groups += 1;
        const int passes = free_of_conflicts ? 1 : group_wavefronts(addresses, group, size);
        total += passes;
        if (count > lanes) {
            const uint32_t first = group & ((UINT32_C(1) << lanes) - 1) << (start - count);
            const uint32_t halves[2] = {first, group & ~first};
            for (int half = 0; half < 2; half++) {
                if (halves[half]) *saved += free_of_conflicts ? 1 : group_wavefronts(addresses, halves[half], size);
            }
            *saved -= passes;
        }
    }
    return total;
}

static int help_max_multiplicity(const uint64_t *addresses, uint32_t mask) {
    if (mask == 0) return 0;
    if (evenly_spaced(addresses, mask, 0)) return __builtin_popcount(mask);
    uint8_t slots[HASH_SLOTS] = {0}, count[KS_LANES] = {0};
    int most = 0;
    KS_EACH_ACTIVE(mask) {
        uint32_t slot = first_slot(addresses[l]);
        while (slots[slot] && addresses[slots[slot] - 1] != addresses[l]) slot = (slot + 1) % HASH_SLOTS;
        if (!slots[slot]) slots[slot] = (uint8_t)(l + 1);
        const int now = ++count[slots[slot] - 1];
        most = now > most ? now : most;
    }
    return most;
}

#endif
