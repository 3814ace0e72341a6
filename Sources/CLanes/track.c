// What each of several threads touches of the buffers that they share, and what these held before.

#include "CLanes.h"
#include <string.h>

/// Bytes of a page.
#define KS_PAGE (UINT64_C(1) << KS_PAGE_SHIFT)

/// State of a page: untouched, or being saved, or saved with what is kept of it.
enum {
    PAGE_UNTOUCHED = 0,
    PAGE_BEING_SAVED = 1,
    PAGE_SAVED = 2,
    /// The page's bytes repeat every eight bytes, which stand in `patterns`.
    PAGE_UNIFORM = 4,
    /// The same of its undefined bits.
    PAGE_UNDEFINED_UNIFORM = 8,
};

/// Bytes of page `page` that lie inside the segment.
static uint64_t page_size(const struct ks_track *track, uint64_t page) {
    const uint64_t left = track->byte_count - (page << KS_PAGE_SHIFT);
    return left < KS_PAGE ? left : KS_PAGE;
}

/// Keeps `size` bytes; whether they repeat, so that eight of them in `pattern` are all there is to keep. Fresh buffers
/// hold one value throughout, and copies of them would cost more than running most kernels.
static int keep(uint8_t *saved, uint64_t *pattern, uint8_t *bytes, uint64_t size) {
    // Storing to a page that nobody has touched takes one fault, reading it first would take two: this exchange of a
    // byte for itself counts as a store whatever the byte is.
    uint8_t expected = 0;
    __atomic_compare_exchange_n(bytes, &expected, 0, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    if (size >= 16 && memcmp(bytes, bytes + 8, size - 8) == 0) {
        memcpy(pattern, bytes, 8);
        return 1;
    }
    memcpy(saved, bytes, size);
    return 0;
}

/// Puts back what `keep` has kept.
static void put_back(uint8_t *bytes, const uint8_t *saved, uint64_t pattern, uint64_t size, int is_uniform) {
    if (!is_uniform) {
        memcpy(bytes, saved, size);
        return;
    }
    uint64_t done = 0;
    for (; done + 8 <= size; done += 8) memcpy(bytes + done, &pattern, 8);
    memcpy(bytes + done, &pattern, size - done);
}

/// Copies a page aside unless a thread has done so; returns once it is safe to store to it.
__attribute__((noinline)) static void save_page(const struct ks_track *track, uint64_t page) {
    uint8_t expected = PAGE_UNTOUCHED;
    if (__atomic_compare_exchange_n(
            track->pages + page, &expected, PAGE_BEING_SAVED, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
        const uint64_t start = page << KS_PAGE_SHIFT, size = page_size(track, page);
        uint8_t state = PAGE_SAVED;
        if (keep(track->saved + start, track->patterns + 2 * page, track->bytes + start, size)) state |= PAGE_UNIFORM;
        if (track->undefined &&
            keep(track->saved_undefined + start, track->patterns + 2 * page + 1, track->undefined + start, size)) {
            state |= PAGE_UNDEFINED_UNIFORM;
        }
        __atomic_store_n(track->pages + page, state, __ATOMIC_RELEASE);
        return;
    }
    // Another thread copies 4 KiB.
    while (__atomic_load_n(track->pages + page, __ATOMIC_ACQUIRE) < PAGE_SAVED) {}
}

/// Sets `count` bits from bit `first` on.
static inline void set_bits(uint8_t *bits, uint64_t first, uint64_t count) {
    bits += first >> 3;
    const uint32_t offset = first & 7;
    // What 32 lanes store side by side is 32 granules, from a byte's first bit on.
    if (count + offset <= 64) {
        // The room ends 8 bytes after the last granule's byte, so that a word may be changed anywhere.
        uint64_t word;
        memcpy(&word, bits, 8);
        word |= (count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1) << offset;
        memcpy(bits, &word, 8);
        return;
    }
    for (uint64_t place = offset; place < offset + count; place++) bits[place >> 3] |= (uint8_t)(1 << (place & 7));
}

/// Notes `size` bytes from `start` on, all of them inside the segment.
static inline void touch_range(const struct ks_track *track, uint64_t start, uint64_t size, uint8_t touch) {
    const uint64_t end = start + size - 1;
    for (uint64_t page = start >> KS_PAGE_SHIFT; page <= end >> KS_PAGE_SHIFT; page++) {
        if (touch == KS_TOUCH_WRITTEN && __atomic_load_n(track->pages + page, __ATOMIC_ACQUIRE) < PAGE_SAVED) {
            save_page(track, page);
        }
        track->touched_pages[page] |= touch;
    }
    const uint64_t first = start >> track->shift;
    set_bits(touch == KS_TOUCH_WRITTEN ? track->written : track->read, first, (end >> track->shift) - first + 1);
}

void ks_track_access(
    const struct ks_track *tracks, uint32_t segment_count, const struct ks_access *access, const uint64_t *addresses,
    uint32_t mask, uint32_t touch) {
    const uint64_t origin = addresses[__builtin_ctz(mask)];
    const uint64_t number = origin >> KS_SEGMENT_SHIFT;
    if (number >= segment_count || !tracks[number].read) return;
    const struct ks_track *const track = tracks + number;
    const uint64_t low = (number << KS_SEGMENT_SHIFT) + (UINT64_C(1) << KS_SEGMENT_BIAS_SHIFT);
    const uint64_t size = access->byte_count;
    if (size == 0 || track->byte_count < size) return;
    const uint64_t last = track->byte_count - size;
    if (mask == UINT32_MAX) {
        const int spacing = ks_spacing(addresses, size);
        const uint64_t start = origin - low;
        if (spacing == 1) {
            if (start <= last) touch_range(track, start, size, (uint8_t)touch);
            return;
        }
        if (spacing == 2 && track->byte_count / KS_LANES >= size && start <= track->byte_count - size * KS_LANES) {
            touch_range(track, start, size * KS_LANES, (uint8_t)touch);
            return;
        }
    }
    for (uint32_t left = mask; left; left &= left - 1) {
        const uint64_t start = addresses[__builtin_ctz(left)] - low;
        if (start <= last) touch_range(track, start, size, (uint8_t)touch);
    }
}

/// Whether one of two marks says written where the other says anything.
static int meets(uint8_t a, uint8_t b) {
    return ((a & KS_TOUCH_WRITTEN) && b) || ((b & KS_TOUCH_WRITTEN) && a);
}

int ks_track_conflict(const struct ks_track *first, const struct ks_track *second) {
    if (!first->read || !second->read) return 0;
    const uint64_t pages = (first->byte_count + KS_PAGE - 1) >> KS_PAGE_SHIFT;
    for (uint64_t page = 0; page < pages; page++) {
        if (!meets(first->touched_pages[page], second->touched_pages[page])) continue;
        // A page's granules fill whole bytes.
        const uint64_t start = page << KS_PAGE_SHIFT, end = start + page_size(first, page) - 1;
        for (uint64_t byte = start >> first->shift >> 3; byte <= end >> first->shift >> 3; byte++) {
            const int mine = first->written[byte], other = second->written[byte];
            if ((mine & (other | second->read[byte])) || (other & first->read[byte])) return 1;
        }
    }
    return 0;
}

void ks_track_restore(const struct ks_track *track) {
    if (!track->read) return;
    const uint64_t pages = (track->byte_count + KS_PAGE - 1) >> KS_PAGE_SHIFT;
    for (uint64_t page = 0; page < pages; page++) {
        const uint8_t state = track->pages[page];
        if (state < PAGE_SAVED) continue;
        const uint64_t start = page << KS_PAGE_SHIFT, size = page_size(track, page);
        put_back(
            track->bytes + start, track->saved + start, track->patterns[2 * page], size, (state & PAGE_UNIFORM) != 0);
        if (track->undefined) {
            put_back(
                track->undefined + start, track->saved_undefined + start, track->patterns[2 * page + 1], size,
                (state & PAGE_UNDEFINED_UNIFORM) != 0);
        }
    }
}
