// Which path runs, and the public names of the helpers.

#include "lanes_path.h"

/// Paths this host can run, plain code first; the last is used.
static const struct ks_path *path_at(int index) {
#if defined(__x86_64__)
    if (index == 1) return &ks_path_avx2;
    if (index == 2) return &ks_path_avx512;
#else
    (void)index;
#endif
    return &ks_path_baseline;
}

/// How many of the paths the processor can run.
static int count_paths(void) {
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("f16c") ||
        !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("lzcnt")) {
        return 1;
    }
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512cd") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl")) {
        return 2;
    }
    return 3;
#else
    return 1;
#endif
}

/// The path in use; valid before and after `choose_path`, which only makes it faster.
static const struct ks_path *chosen = &ks_path_baseline;
/// How many paths there are.
static int path_count = 1;

/// Chooses once, before `main` and so before any thread exists.
__attribute__((constructor)) static void choose_path(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    path_count = count_paths();
    chosen = path_at(path_count - 1);
}

/// What an invalid operation number gets.
static void do_nothing(void *dst, const void *a, const void *b, const void *c) {
    (void)dst, (void)a, (void)b, (void)c;
}

static int is_valid(enum ks_op op) { return (unsigned)op < KS_OP_COUNT; }

static const struct ks_path *path_or_first(int path) {
    return path > 0 && path < path_count ? path_at(path) : &ks_path_baseline;
}

int ks_path_count(void) { return path_count; }
const char *ks_path_name(int path) {
    return path >= 0 && path < path_count ? path_at(path)->name : "invalid";
}
ks_lane_fn ks_lane_function(enum ks_op op) { return is_valid(op) ? chosen->functions[op] : do_nothing; }
ks_lane_fn ks_lane_function_for(int path, enum ks_op op) {
    return is_valid(op) ? path_or_first(path)->functions[op] : do_nothing;
}
const struct ks_helpers *ks_helpers_for(int path) { return &path_or_first(path)->helpers; }
int ks_op_arity(enum ks_op op) { return is_valid(op) ? ks_path_baseline.arities[op] : 0; }

#define KS_OP_NAME(NAME) #NAME,
const char *ks_op_name(enum ks_op op) {
    static const char *const names[] = {KS_ALL_OPS(KS_OP_NAME)};
    return is_valid(op) ? names[op] : "INVALID";
}

void ks_blend_32(uint32_t *dst, const uint32_t *src, uint32_t mask) { chosen->helpers.blend_32(dst, src, mask); }
void ks_blend_64(uint64_t *dst, const uint64_t *src, uint32_t mask) { chosen->helpers.blend_64(dst, src, mask); }
void ks_splat_32(uint32_t *dst, uint32_t value) {
    for (int l = 0; l < KS_LANES; l++) dst[l] = value;
}
void ks_splat_64(uint64_t *dst, uint64_t value) {
    for (int l = 0; l < KS_LANES; l++) dst[l] = value;
}
uint32_t ks_pack_mask(const uint32_t *i1row) { return chosen->helpers.pack_mask(i1row); }
void ks_unpack_mask(uint32_t *i1row, uint32_t mask) { chosen->helpers.unpack_mask(i1row, mask); }
uint32_t ks_out_of_bounds(const uint64_t *addresses, uint32_t mask, uint64_t low, uint64_t last_start) {
    return chosen->helpers.out_of_bounds(addresses, mask, low, last_start);
}
uint32_t ks_misaligned(const uint64_t *addresses, uint32_t mask, uint32_t alignment_minus_1) {
    return chosen->helpers.misaligned(addresses, mask, alignment_minus_1);
}
int ks_spacing(const uint64_t *addresses, uint64_t size) { return chosen->helpers.spacing(addresses, size); }
int ks_same_high(const uint64_t *addresses, uint32_t mask, uint64_t high_mask, uint64_t *common) {
    return chosen->helpers.same_high(addresses, mask, high_mask, common);
}

/// Defines a gather's and a scatter's public name.
#define KS_PUBLIC_ACCESS(BITS, ROW)                                                                                    \
    void ks_gather_##BITS(                                                                                             \
        ROW *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask) {                       \
        chosen->helpers.gather_##BITS(dst, base, addresses, low, mask);                                                \
    }                                                                                                                  \
    void ks_scatter_##BITS(                                                                                            \
        const ROW *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask) {                       \
        chosen->helpers.scatter_##BITS(src, base, addresses, low, mask);                                               \
    }
KS_PUBLIC_ACCESS(8, uint32_t)
KS_PUBLIC_ACCESS(16, uint32_t)
KS_PUBLIC_ACCESS(32, uint32_t)
KS_PUBLIC_ACCESS(64, uint64_t)

void ks_gather_32xN(
    uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n) {
    chosen->helpers.gather_32xN(dst, base, addresses, low, mask, n);
}
void ks_scatter_32xN(
    const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n) {
    chosen->helpers.scatter_32xN(src, base, addresses, low, mask, n);
}
int ks_load(
    const struct ks_access *access, const struct ks_component *components, void *registers, const uint64_t *addresses,
    uint32_t mask, const struct ks_segment *segments, uint32_t segment_count) {
    return chosen->helpers.load(access, components, registers, addresses, mask, segments, segment_count);
}
int ks_store(
    const struct ks_access *access, const struct ks_component *components, void *registers, const uint64_t *addresses,
    uint32_t mask, const struct ks_segment *segments, uint32_t segment_count) {
    return chosen->helpers.store(access, components, registers, addresses, mask, segments, segment_count);
}
uint32_t ks_watch_load(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark) {
    return chosen->helpers.watch_load(shadows, access, components, addresses, mask, pattern, mark);
}
uint32_t ks_watch_examine(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments, uint32_t segment_count,
    uint64_t mark) {
    return chosen->helpers.watch_examine(
        shadows, access, components, addresses, mask, segments, segment_count, mark);
}
uint32_t ks_watch_store(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark) {
    return chosen->helpers.watch_store(shadows, access, components, addresses, mask, pattern, mark);
}
uint32_t ks_private_access(
    const struct ks_private *memory, const struct ks_access *access, const struct ks_component *components,
    void *registers, const uint64_t *addresses, uint32_t mask, int is_store) {
    return chosen->helpers.private_access(memory, access, components, registers, addresses, mask, is_store);
}
int ks_sectors(
    const uint64_t *addresses, uint32_t mask, uint32_t size, uint64_t flat_base_minus_low, uint32_t *out) {
    return chosen->helpers.sectors(addresses, mask, size, flat_base_minus_low, out);
}
int ks_bank_wavefronts(
    const uint64_t *addresses, uint32_t mask, uint32_t size, int joins, int *groups, int *saved) {
    return chosen->helpers.bank_wavefronts(addresses, mask, size, joins, groups, saved);
}
int ks_max_multiplicity(const uint64_t *addresses, uint32_t mask) {
    return chosen->helpers.max_multiplicity(addresses, mask);
}
void ks_matrix_multiply_add_f32(
    uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth) {
    chosen->helpers.matrix_multiply_add_f32(sums, left, right, rows, depth);
}
void ks_matrix_multiply_add_i32(
    uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth) {
    chosen->helpers.matrix_multiply_add_i32(sums, left, right, rows, depth);
}
