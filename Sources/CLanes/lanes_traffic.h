/// What an access costs: distinct sectors, bank passes, equal addresses.
#ifndef KS_LANES_TRAFFIC_H
#define KS_LANES_TRAFFIC_H

#include "lanes_memory.h"

/// Slots of the hash table that finds a sector again; a power of two well above the capacity of `out`.
enum { SECTOR_SLOTS = 256 };

/// Distinct sectors of addresses in any order, through a hash table of positions in `out`.
static int sectors_in_any_order(
    const uint64_t *addresses, uint32_t mask, uint32_t size, uint64_t offset, uint32_t *out) {
    uint8_t slots[SECTOR_SLOTS] = {0};
    int count = 0;
    KS_EACH_ACTIVE(mask) {
        const uint64_t first = (addresses[l] + offset) >> 5, last = (addresses[l] + offset + size - 1) >> 5;
        for (uint64_t wide = first; wide <= last; wide++) {
            const uint32_t sector = (uint32_t)wide;
            uint32_t slot = (sector * UINT32_C(0x9e3779b1)) >> 24;
            while (slots[slot] && out[slots[slot] - 1] != sector) slot = (slot + 1) % SECTOR_SLOTS;
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

/// Passes of one group: distinct words are chained per bank; the longest chain is the answer.
static int group_wavefronts(const uint64_t *addresses, uint32_t mask, uint32_t size) {
    // A lane covers at most 16 words here; larger sizes are cut, which the caller's groups never need.
    enum { WORDS_PER_LANE = 17, CAPACITY = KS_LANES * WORDS_PER_LANE };
    uint64_t words[CAPACITY];
    int16_t next[CAPACITY], head[KS_LANES];
    uint16_t length[KS_LANES] = {0};
    memset(head, 0xff, sizeof head);
    int used = 0, most = 0;
    KS_EACH_ACTIVE(mask) {
        const uint64_t first = addresses[l] >> 2, last = (addresses[l] + size - 1) >> 2;
        for (uint64_t word = first; word - first <= last - first; word++) {
            const int bank = (int)(word % KS_LANES);
            int entry = head[bank];
            while (entry >= 0 && words[entry] != word) entry = next[entry];
            if (entry >= 0) continue;
            if (used == CAPACITY) return most;
            words[used] = word;
            next[used] = head[bank];
            head[bank] = (int16_t)used++;
            if (++length[bank] > most) most = length[bank];
        }
    }
    return most;
}

/// Whether all lanes have one address.
KS_INLINE int uniform(const uint64_t *addresses) {
    uint64_t differences = 0;
    KS_EACH_LANE { differences |= addresses[l] ^ addresses[0]; }
    return differences == 0;
}

static int help_bank_wavefronts(const uint64_t *addresses, uint32_t mask, uint32_t size) {
    if (mask == 0 || size == 0) return 0;
    if (size > 64) size = 64;
    if (mask == KS_FULL && size == 4 && (addresses[0] & 3) == 0 &&
        (consecutive(addresses, 4) || uniform(addresses))) {
        return 1;
    }
    const int lanes = size <= 4 ? 32 : size <= 8 ? 16 : 8;
    int total = 0;
    for (int start = 0; start < KS_LANES; start += lanes) {
        const uint32_t group = lanes == 32 ? KS_FULL : ((UINT32_C(1) << lanes) - 1) << start;
        total += group_wavefronts(addresses, mask & group, size);
    }
    return total;
}

static int help_max_multiplicity(const uint64_t *addresses, uint32_t mask) {
    int most = 0;
    for (uint32_t left = mask; left; ) {
        const uint64_t address = addresses[__builtin_ctz(left)];
        uint8_t flags[KS_LANES];
        KS_EACH_LANE { flags[l] = addresses[l] == address; }
        const uint32_t same = pack_flags(flags) & mask;
        const int count = (int)__builtin_popcount(same);
        most = count > most ? count : most;
        left &= ~same;
        if (most >= (int)__builtin_popcount(left)) break;
    }
    return most;
}

#endif
