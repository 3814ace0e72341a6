/// Lane kernels: one C function per instruction, each working on all 32 lanes of a warp.
///
/// The lockstep machine picks one function per instruction when it lowers a kernel and then calls it through a pointer.
/// Every function exists once per *path* (plain code, AVX2, AVX-512); the bits of every result are the same on every
/// path and on every host, because nothing here uses the C library's mathematics, contraction or reassociation.
///
/// Rows (64-byte aligned):
///
/// | row    | C type         | holds                                                                         |
/// |--------|----------------|-------------------------------------------------------------------------------|
/// | 32-bit | `uint32_t[32]` | i1 (0 or 1), i8, i16, i32, bits of f16 and bf16 in the low 16 (upper 0), f32 bits |
/// | 64-bit | `uint64_t[32]` | i64, f64 bits, pointers                                                       |
///
/// Rules that hold for every lane function:
/// - All 32 lanes are computed; the caller masks afterwards with `ks_blend_32` or `ks_blend_64`.
/// - `dst` may be exactly one of the inputs; rows never overlap partially. Unary operations do not read `b` and `c`,
///   binary ones do not read `c`.
/// - Nothing traps, whatever the bits: x / 0 and x % 0 are 0, INT_MIN / -1 wraps, a shift by the width or more gives 0
///   (`ASHR`: the sign), float to integer saturates and gives 0 for NaN.
/// - A NaN that an operation *computes* is the canonical quiet one (f32 0x7fc00000, f64 0x7ff8000000000000, f16 0x7e00,
///   bf16 0x7fc0). Moves, `SELECT`, `NEG`, `ABS` and `COPYSIGN` are bit operations and keep a NaN's bits.
/// - Subnormals are kept; rounding is to nearest, ties to even.
#ifndef KS_CLANES_H
#define KS_CLANES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Lanes of a warp.
#define KS_LANES 32

/// Integer operations of one width W (I32 or I64). i8 and i16 values use the I32 ones and `KS_MASK_I8`/`KS_MASK_I16`.
///
/// `CTLZ`/`CTTZ` of 0 give the width. `MULHI_U`/`MULHI_S` are the upper half of the double-width product. `FSHL`/`FSHR`
/// are LLVM's funnel shifts of a:b by c modulo the width. `ICMP_*` write an i1 row. `SELECT` is `a & 1 ? b : c`, where
/// a is an i1 row.
#define KS_INTEGER_OPS(X, W)                                                                                           \
    X(ADD_##W) X(SUB_##W) X(MUL_##W) X(UDIV_##W) X(SDIV_##W) X(UREM_##W) X(SREM_##W)                                   \
    X(SHL_##W) X(LSHR_##W) X(ASHR_##W) X(AND_##W) X(OR_##W) X(XOR_##W)                                                 \
    X(UMIN_##W) X(UMAX_##W) X(SMIN_##W) X(SMAX_##W) X(ABS_##W)                                                         \
    X(CTPOP_##W) X(CTLZ_##W) X(CTTZ_##W) X(BITREVERSE_##W) X(BSWAP_##W) X(MULHI_U_##W) X(MULHI_S_##W)                  \
    X(FSHL_##W) X(FSHR_##W) X(UADD_SAT_##W) X(SADD_SAT_##W) X(USUB_SAT_##W) X(SSUB_SAT_##W)                            \
    X(ICMP_EQ_##W) X(ICMP_NE_##W) X(ICMP_UGT_##W) X(ICMP_UGE_##W) X(ICMP_ULT_##W) X(ICMP_ULE_##W)                      \
    X(ICMP_SGT_##W) X(ICMP_SGE_##W) X(ICMP_SLT_##W) X(ICMP_SLE_##W) X(SELECT_##W)

/// Floating-point operations of one format F (F16, BF16, F32, F64), each the exact result rounded once.
///
/// `FMA` is a*b+c with one rounding. `MINNUM`/`MAXNUM`: a NaN loses against a number; -0 counts as less than +0.
/// `ROUND` rounds halves away from zero, `RINT` to even. `REM` is C's `fmod`, exact. `FCMP_*` write an i1 row.
#define KS_FLOAT_OPS(X, F)                                                                                             \
    X(ADD_##F) X(SUB_##F) X(MUL_##F) X(DIV_##F) X(FMA_##F) X(NEG_##F) X(ABS_##F) X(MINNUM_##F) X(MAXNUM_##F)           \
    X(COPYSIGN_##F) X(SQRT_##F) X(FLOOR_##F) X(CEIL_##F) X(TRUNC_##F) X(RINT_##F) X(ROUND_##F) X(REM_##F)              \
    X(FCMP_OEQ_##F) X(FCMP_OGT_##F) X(FCMP_OGE_##F) X(FCMP_OLT_##F) X(FCMP_OLE_##F) X(FCMP_ONE_##F) X(FCMP_ORD_##F)    \
    X(FCMP_UEQ_##F) X(FCMP_UGT_##F) X(FCMP_UGE_##F) X(FCMP_ULT_##F) X(FCMP_ULE_##F) X(FCMP_UNE_##F) X(FCMP_UNO_##F)

/// Conversions between integers and one float format F: `SITOFP_I32_F16` reads i32 and writes f16, and so on.
#define KS_INTEGER_FLOAT_CONVERSIONS(X, F)                                                                             \
    X(SITOFP_I32_##F) X(UITOFP_I32_##F) X(SITOFP_I64_##F) X(UITOFP_I64_##F)                                            \
    X(FPTOSI_##F##_I32) X(FPTOUI_##F##_I32) X(FPTOSI_##F##_I64) X(FPTOUI_##F##_I64)

/// Conversions, named from source to result. `MASK_*` keep the low bits of a 32-bit row: the truncation to i1, i8, i16.
/// The source and the result may be the same address even where the widths differ.
///
/// `SHL_ADD_*` are an element's address, a + (b << c) in 64 bits: a and c are 64-bit rows, b a 64-bit row or a 32-bit one
/// that is zero-extended (U32) or sign-extended (S32). c is below 64.
#define KS_CONVERSION_OPS(X)                                                                                           \
    X(ZEXT_I32_I64) X(SEXT_I32_I64) X(TRUNC_I64_I32)                                                                   \
    X(SHL_ADD_I64) X(SHL_ADD_U32) X(SHL_ADD_S32)                                                                       \
    X(SEXT_I1_I32) X(SEXT_I8_I32) X(SEXT_I16_I32) X(MASK_I1) X(MASK_I8) X(MASK_I16)                                    \
    X(FPEXT_F16_F32) X(FPTRUNC_F32_F16) X(FPEXT_BF16_F32) X(FPTRUNC_F32_BF16) X(FPEXT_F32_F64) X(FPTRUNC_F64_F32)      \
    X(FPEXT_F16_F64) X(FPTRUNC_F64_F16) X(FPEXT_BF16_F64) X(FPTRUNC_F64_BF16)                                          \
    KS_INTEGER_FLOAT_CONVERSIONS(X, F16) KS_INTEGER_FLOAT_CONVERSIONS(X, BF16)                                         \
    KS_INTEGER_FLOAT_CONVERSIONS(X, F32) KS_INTEGER_FLOAT_CONVERSIONS(X, F64)

/// f32 mathematics, evaluated in f64 and rounded once: the error of every function is below 0.51 ulp over its whole
/// domain, subnormal results included.
///
/// `SIN`, `COS`, `TAN` reduce any finite argument exactly. `SINPI`/`COSPI` are sin(pi a), cos(pi a). `ATAN2` is
/// atan2(a, b), `POW` is a to the power b with C's special cases. `RSQRT` is 1/sqrt(a), `RCP` 1/a.
#define KS_MATH_F32_OPS(X)                                                                                             \
    X(EXP_F32) X(EXP2_F32) X(EXP10_F32) X(EXPM1_F32) X(LOG_F32) X(LOG2_F32) X(LOG10_F32) X(LOG1P_F32)                  \
    X(SIN_F32) X(COS_F32) X(TAN_F32) X(SINPI_F32) X(COSPI_F32)                                                         \
    X(ASIN_F32) X(ACOS_F32) X(ATAN_F32) X(ATAN2_F32)                                                                   \
    X(SINH_F32) X(COSH_F32) X(TANH_F32) X(ASINH_F32) X(ACOSH_F32) X(ATANH_F32)                                         \
    X(POW_F32) X(ERF_F32) X(ERFC_F32) X(RSQRT_F32) X(RCP_F32) X(CBRT_F32)

/// f64 mathematics for oracles.
///
/// Largest error: logarithms, `SIN`, `COS`, `TAN`, `ATAN`, `ATAN2` 1 ulp; the others 2 ulp.
#define KS_MATH_F64_OPS(X)                                                                                             \
    X(EXP_F64) X(EXP2_F64) X(LOG_F64) X(LOG2_F64) X(LOG10_F64) X(SIN_F64) X(COS_F64) X(TAN_F64) X(TANH_F64)            \
    X(POW_F64) X(ERF_F64) X(RSQRT_F64) X(ATAN_F64) X(ATAN2_F64)

/// Every operation, in the order of `enum ks_op`.
///
/// `DOT4_*` are c plus the products of a's and b's four bytes, signed or not, modulo 2^32.
#define KS_ALL_OPS(X)                                                                                                  \
    KS_INTEGER_OPS(X, I32) KS_INTEGER_OPS(X, I64)                                                                      \
    KS_FLOAT_OPS(X, F16) KS_FLOAT_OPS(X, BF16) KS_FLOAT_OPS(X, F32) KS_FLOAT_OPS(X, F64)                               \
    KS_CONVERSION_OPS(X) X(MOVE_32) X(MOVE_64) X(DOT4_S32) X(DOT4_U32) KS_MATH_F32_OPS(X) KS_MATH_F64_OPS(X)

/// An operation on rows: `KS_ADD_I32`, `KS_FCMP_OLT_F16`, `KS_EXP_F32`, … (see `KS_ALL_OPS`).
enum ks_op {
#define KS_ENUM_CASE(NAME) KS_##NAME,
    KS_ALL_OPS(KS_ENUM_CASE)
#undef KS_ENUM_CASE
    /// How many operations there are; not an operation itself.
    KS_OP_COUNT
};

#pragma clang assume_nonnull begin

/// One operation on all 32 lanes: reads rows `a`, `b`, `c` as its arity asks and writes row `dst`.
typedef void (*ks_lane_fn)(void *dst, const void *a, const void *_Nullable b, const void *_Nullable c);

/// A warp reduction: the active lanes' values combined, in the row's own encoding.
typedef uint32_t (*ks_reduce_fn)(const uint32_t *row, uint32_t mask);

/// A warp prefix: writes the active lanes of `dst` (which may be `row`) and leaves the others as they are.
typedef void (*ks_prefix_fn)(uint32_t *dst, const uint32_t *row, uint32_t mask);

/// The function for an operation on the best path of this host. A value outside the enum gives a function that does
/// nothing.
ks_lane_fn ks_lane_function(enum ks_op op);

/// The operation's name as in the enum, without the leading `KS_`; "INVALID" for a value outside the enum.
const char *ks_op_name(enum ks_op op);

/// How many rows (1 to 3) the operation reads; 0 for a value outside the enum.
int ks_op_arity(enum ks_op op);

/// How many paths this host can run (at least 1). Path 0 is plain code; the last is the one in use.
int ks_path_count(void);

/// The path's name: "baseline", "avx2", "avx512"; "invalid" outside `0 ..< ks_path_count()`.
const char *ks_path_name(int path);

/// Like `ks_lane_function`, on a path of choice (outside `0 ..< ks_path_count()`: path 0). For tests and measurements.
ks_lane_fn ks_lane_function_for(int path, enum ks_op op);

// Masks. Bit l of a mask stands for lane l.

/// Copies the lanes of `src` named by `mask` into `dst`.
void ks_blend_32(uint32_t *dst, const uint32_t *src, uint32_t mask);

/// Copies the lanes of `src` named by `mask` into `dst`.
void ks_blend_64(uint64_t *dst, const uint64_t *src, uint32_t mask);

/// Writes `value` to all lanes.
void ks_splat_32(uint32_t *dst, uint32_t value);

/// Writes `value` to all lanes.
void ks_splat_64(uint64_t *dst, uint64_t value);

/// The mask whose bit l is bit 0 of lane l of an i1 row.
uint32_t ks_pack_mask(const uint32_t *i1row);

/// Writes bit l of `mask` as 0 or 1 to lane l.
void ks_unpack_mask(uint32_t *i1row, uint32_t mask);

// Addresses. A row of 64-bit addresses and the mask of the lanes that take part.

/// The active lanes whose address is below `low` or above `last_start`, the last address at which an access still fits
/// (end of the memory minus the access's size).
uint32_t ks_out_of_bounds(const uint64_t *addresses, uint32_t mask, uint64_t low, uint64_t last_start);

/// The active lanes whose address has a bit of `alignment_minus_1` set.
uint32_t ks_misaligned(const uint64_t *addresses, uint32_t mask, uint32_t alignment_minus_1);

/// 1 when all active lanes agree in the bits of `high_mask`, which then are in `*common`; 0 otherwise or without an
/// active lane (`*common` is then 0 in the latter case, and the lowest active lane's bits in the former).
int ks_same_high(const uint64_t *addresses, uint32_t mask, uint64_t high_mask, uint64_t *common);
/// How all 32 addresses lie: 1 where they are one address, 2 where they follow one another `size` bytes apart, else 0.
int ks_spacing(const uint64_t *addresses, uint64_t size);

// Memory. Lane l's host address is `base + (addresses[l] - low)`; the caller has checked bounds. Host memory need not
// be aligned. Inactive lanes read and write nothing. Little-endian hosts only.

/// Loads a byte per active lane, zero-extended.
void ks_gather_8(uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Loads two bytes per active lane, zero-extended.
void ks_gather_16(uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Loads four bytes per active lane.
void ks_gather_32(uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Loads eight bytes per active lane.
void ks_gather_64(uint64_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Loads `n` consecutive 32-bit words per active lane; word i goes to row i of the `n` consecutive rows at `dst`.
void ks_gather_32xN(
    uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n);

/// Stores the low byte of each active lane. Where lanes share an address the highest lane's value stays (all scatters).
void ks_scatter_8(const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Stores the low two bytes of each active lane.
void ks_scatter_16(const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Stores four bytes per active lane.
void ks_scatter_32(const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Stores eight bytes per active lane.
void ks_scatter_64(const uint64_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
/// Stores `n` consecutive 32-bit words per active lane, word i from row i of the `n` consecutive rows at `src`.
void ks_scatter_32xN(
    const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n);

// Whole accesses of kernel pointers: segment number in the bits from KS_SEGMENT_SHIFT on, biased byte offset below.

/// Where a kernel pointer's segment number starts.
#define KS_SEGMENT_SHIFT 48
/// What is added to every byte offset below the segment number, as a power of two.
#define KS_SEGMENT_BIAS_SHIFT 46

/// Host memory of one segment, as far as an access may go straight through to it; `byte_count` 0 for none.
struct ks_segment {
    /// First byte.
    uint8_t *_Nullable base;
    /// Size.
    uint64_t byte_count;
};

/// One scalar of an access.
struct ks_component {
    /// Bytes from the access's address.
    int32_t offset;
    /// 1, 2, 4 or 8.
    int32_t byte_count;
    /// Its row, in bytes from the start of the register file.
    int32_t row;
};

/// A load or store.
struct ks_access {
    /// The first of its components in the table.
    uint32_t first_component;
    /// How many there are.
    uint32_t component_count;
    /// Bytes from the address to the end of the last component.
    uint32_t byte_count;
    /// Alignment that the compiler was promised, less one.
    uint32_t alignment_mask;
    /// How many four-byte words the components are, one after another from offset 0; 0 when they are anything else.
    uint32_t words;
};

/// What the addresses of an access look like.
enum ks_pattern {
    /// Not all in one segment, out of bounds or misaligned: nothing has been done.
    KS_PATTERN_REFUSED,
    /// In any order, or not every lane active.
    KS_PATTERN_SCATTERED,
    /// All lanes active, one access after the other.
    KS_PATTERN_RUN,
    /// All lanes active at one address.
    KS_PATTERN_SAME,
};

/// Loads the active lanes' components into their rows when all lanes point into one of the segments, inside its bounds
/// and aligned; otherwise does nothing. `mask` is not 0.
///
/// - Returns: an `enum ks_pattern`.
int ks_load(
    const struct ks_access *access, const struct ks_component *components, void *registers, const uint64_t *addresses,
    uint32_t mask, const struct ks_segment *segments, uint32_t segment_count);
/// Stores them, under the same conditions and with the same result.
int ks_store(
    const struct ks_access *access, const struct ks_component *components, void *registers, const uint64_t *addresses,
    uint32_t mask, const struct ks_segment *segments, uint32_t segment_count);

// Checked execution: what is noted about memory beside its contents.

/// A mark says who touched a granule last: a stamp in the upper 32 bits, the thread's number in its threadgroup in the
/// next 10, the instruction in the lowest 22. Stamps grow with every barrier, so that what a barrier orders is what
/// lies below a floor.
#define KS_MARK_STAMP_SHIFT 32
/// Where a mark's thread number starts.
#define KS_MARK_THREAD_SHIFT 22
/// A mark's thread number.
#define KS_MARK_THREAD (UINT64_C(0x3FF) << KS_MARK_THREAD_SHIFT)
/// A mark's instruction.
#define KS_MARK_INSTRUCTION ((UINT64_C(1) << KS_MARK_THREAD_SHIFT) - 1)

/// What is noted about one segment. Granules are 1, 2 or 4 bytes, at most what any access is aligned to.
struct ks_shadow {
    /// The last write of each granule; null where races are not looked for.
    uint64_t *_Nullable writes;
    /// A read of each granule since the last barrier.
    uint64_t *_Nullable reads;
    /// A read by another thread than that of `reads`.
    uint64_t *_Nullable others;
    /// One byte for each byte, whose set bits are undefined; null where everything is defined.
    uint8_t *_Nullable undefined;
    /// Marks below this one are ordered before everything that happens now.
    uint64_t floor;
    /// Marks below this one belong to threadgroups before the running one.
    uint64_t own;
    /// A granule's bytes, as a power of two of at most 9.
    uint32_t shift;
};

/// What `ks_watch_*` find, as bits.
enum ks_watch {
    /// Another thread's access may be unordered: a closer look is needed.
    KS_WATCH_RACE = 1,
    /// A byte that is read has undefined bits.
    KS_WATCH_UNDEFINED = 2,
    /// Two lanes of this access wrote the same granule.
    KS_WATCH_OVERLAP = 4,
};

/// Notes a load that has been executed, all of it in one segment; `shadows` has one entry for each segment, `pattern` is
/// what `ks_load` returned and `mark` is that of lane 0.
///
/// - Returns: bits of `enum ks_watch`.
uint32_t ks_watch_load(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark);
/// Whether a store that is about to be executed races with what stands noted; notes nothing. `segments` are those of
/// `ks_store`; what it would refuse is found to be no race.
uint32_t ks_watch_examine(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments, uint32_t segment_count,
    uint64_t mark);
/// Notes a store of defined values. Overlap is found only after `ks_watch_examine` found nothing.
uint32_t ks_watch_store(
    const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
    const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark);

/// The private memory of a warp's lanes.
struct ks_private {
    /// Lane 0's first byte.
    uint8_t *_Nullable bytes;
    /// Lane 0's first byte of undefined bits; null where they are not kept.
    uint8_t *_Nullable undefined;
    /// Bytes from one lane's memory to the next lane's.
    uint64_t stride;
    /// Bytes that a lane may use.
    uint64_t byte_count;
    /// The kernel address of a lane's first byte.
    uint64_t low;
};

/// What became of an access to private memory.
enum ks_private_outcome {
    /// Not all lanes point into private memory, or not inside it, or not aligned: nothing has been done.
    KS_PRIVATE_REFUSED,
    /// Done.
    KS_PRIVATE_DONE,
    /// Done; a byte that was read has undefined bits.
    KS_PRIVATE_UNDEFINED,
};

/// Moves the active lanes' components between their rows and private memory; stores mark their bytes defined.
///
/// - Returns: an `enum ks_private_outcome`.
uint32_t ks_private_access(
    const struct ks_private *memory, const struct ks_access *access, const struct ks_component *components,
    void *registers, const uint64_t *addresses, uint32_t mask, int is_store);

// Launches on several threads: what each of them touches, and what memory held before.

/// A page of a buffer, as a power of two of bytes.
#define KS_PAGE_SHIFT 12

/// How a granule or page has been touched, as bits.
enum ks_touch {
    /// Read.
    KS_TOUCH_READ = 1,
    /// Written.
    KS_TOUCH_WRITTEN = 2,
};

/// What one of several threads keeps about one segment. Pages are saved before their first store by whichever thread
/// comes first; `saved`, `saved_undefined`, `pages` and `patterns` belong to all threads, `read`, `written` and
/// `touched_pages` to one.
struct ks_track {
    /// The segment's bytes.
    uint8_t *_Nullable bytes;
    /// Its undefined bits, laid out alike; null where they are not kept.
    uint8_t *_Nullable undefined;
    /// The bytes of saved pages as they were, laid out alike.
    uint8_t *_Nullable saved;
    /// The undefined bits of saved pages as they were; null where they are not kept.
    uint8_t *_Nullable saved_undefined;
    /// For each page 0, or 1 while it is being saved, or more once it is.
    uint8_t *_Nullable pages;
    /// For each page the eight bytes that its bytes repeat, and those that its undefined bits repeat, where they do.
    uint64_t *_Nullable patterns;
    /// A bit for each granule that this thread has read; null where nothing is kept.
    uint8_t *_Nullable read;
    /// A bit for each granule that this thread has written.
    uint8_t *_Nullable written;
    /// For each page how this thread has touched it.
    uint8_t *_Nullable touched_pages;
    /// Bytes of the segment.
    uint64_t byte_count;
    /// A granule's bytes, as a power of two of at most 9.
    uint32_t shift;
};

/// Notes what the active lanes of an access are about to touch, and saves pages before they are stored to. Lanes that
/// point elsewhere than the first one, or out of bounds, are left out.
///
/// - Parameter touch: an `enum ks_touch`.
void ks_track_access(
    const struct ks_track *tracks, uint32_t segment_count, const struct ks_access *access, const uint64_t *addresses,
    uint32_t mask, uint32_t touch);
/// Whether one of two threads has written a granule that the other has touched.
int ks_track_conflict(const struct ks_track *first, const struct ks_track *second);
/// Puts back what the saved pages held. No thread may be running.
void ks_track_restore(const struct ks_track *track);

// Traffic: what the timing model counts.

/// Capacity that `out` of `ks_sectors` must have.
#define KS_SECTORS_CAPACITY 128

/// The distinct 32-byte sectors `(address + flat_base_minus_low) >> 5` that the active lanes touch, as 32-bit numbers
/// in order of first appearance (lanes ascending, each lane's bytes ascending).
///
/// - Precondition: `1 <= size <= 64` (a lane then touches at most 3 sectors, so 96 in all).
/// - Returns: how many were written.
int ks_sectors(
    const uint64_t *addresses, uint32_t mask, uint32_t size, uint64_t flat_base_minus_low, uint32_t *out);

/// Passes that 32 four-byte banks need for one access: the most distinct words in one bank. Sizes above 4 bytes go in
/// groups (8: half-warps, 16 and more: quarter-warps) whose passes add up; a group without an active lane takes none.
///
/// - Parameter joins: whether groups of 8 or 16 bytes may be made together, as loads from NVIDIA's shared memory are: both
///   halves of a warp, or both quarters of a half, where each active lane's neighbour (lane ^ 1), or each one's next but
///   one (lane ^ 2), is inactive or has its address. Found by counting all of 956 patterns on an H200; stores and
///   global accesses do not join.
/// - Parameter groups: set to how many groups with an active lane there were, which is what the passes are without
///   conflicts.
/// - Parameter saved: set to how many passes more there would be without joining.
int ks_bank_wavefronts(const uint64_t *addresses, uint32_t mask, uint32_t size, int joins, int *groups, int *saved);

/// The largest number of active lanes that share one address; 0 without an active lane.
int ks_max_multiplicity(const uint64_t *addresses, uint32_t mask);

// Reductions: a butterfly over lane distances 16, 8, 4, 2, 1 (`v[l] = v[l] op v[l ^ distance]`), lane 0's value.
// Inactive lanes hold the operation's identity (sum: -0 for floats, 0; product: 1; min and max: NaN for floats, the
// extreme integers). f16 rows: every step is an f16 operation. The result has the row's encoding (f16 bits in the low
// half). Without an active lane the result is the identity; for float min and max that is the canonical NaN.

/// Sum of f32 lanes.
uint32_t ks_reduce_sum_f32(const uint32_t *row, uint32_t mask);
/// Sum of f16 lanes.
uint32_t ks_reduce_sum_f16(const uint32_t *row, uint32_t mask);
/// Wrapping sum of i32 lanes.
uint32_t ks_reduce_sum_i32(const uint32_t *row, uint32_t mask);
/// Wrapping sum of u32 lanes (the same bits as `_i32`).
uint32_t ks_reduce_sum_u32(const uint32_t *row, uint32_t mask);
/// Product of f32 lanes.
uint32_t ks_reduce_product_f32(const uint32_t *row, uint32_t mask);
/// Product of f16 lanes.
uint32_t ks_reduce_product_f16(const uint32_t *row, uint32_t mask);
/// Wrapping product of i32 lanes.
uint32_t ks_reduce_product_i32(const uint32_t *row, uint32_t mask);
/// Wrapping product of u32 lanes (the same bits as `_i32`).
uint32_t ks_reduce_product_u32(const uint32_t *row, uint32_t mask);
/// Least f32 lane (`MINNUM`).
uint32_t ks_reduce_min_f32(const uint32_t *row, uint32_t mask);
/// Least f16 lane (`MINNUM`).
uint32_t ks_reduce_min_f16(const uint32_t *row, uint32_t mask);
/// Least i32 lane.
uint32_t ks_reduce_min_i32(const uint32_t *row, uint32_t mask);
/// Least u32 lane.
uint32_t ks_reduce_min_u32(const uint32_t *row, uint32_t mask);
/// Greatest f32 lane (`MAXNUM`).
uint32_t ks_reduce_max_f32(const uint32_t *row, uint32_t mask);
/// Greatest f16 lane (`MAXNUM`).
uint32_t ks_reduce_max_f16(const uint32_t *row, uint32_t mask);
/// Greatest i32 lane.
uint32_t ks_reduce_max_i32(const uint32_t *row, uint32_t mask);
/// Greatest u32 lane.
uint32_t ks_reduce_max_u32(const uint32_t *row, uint32_t mask);
/// Bitwise and of the lanes; all ones without an active lane.
uint32_t ks_reduce_and(const uint32_t *row, uint32_t mask);
/// Bitwise or of the lanes.
uint32_t ks_reduce_or(const uint32_t *row, uint32_t mask);
/// Bitwise exclusive or of the lanes.
uint32_t ks_reduce_xor(const uint32_t *row, uint32_t mask);

// Prefixes: active lanes are combined one after another in ascending order, starting with the first active lane's value
// itself. Exclusive ones give the first active lane the identity (0 or 1). f16 rows: every step is an f16 operation.

/// Inclusive prefix sum of f32 lanes.
void ks_prefix_inclusive_sum_f32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Inclusive prefix sum of f16 lanes.
void ks_prefix_inclusive_sum_f16(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Inclusive wrapping prefix sum of i32 or u32 lanes.
void ks_prefix_inclusive_sum_i32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Exclusive prefix sum of f32 lanes.
void ks_prefix_exclusive_sum_f32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Exclusive prefix sum of f16 lanes.
void ks_prefix_exclusive_sum_f16(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Exclusive wrapping prefix sum of i32 or u32 lanes.
void ks_prefix_exclusive_sum_i32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Inclusive prefix product of f32 lanes.
void ks_prefix_inclusive_product_f32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Inclusive prefix product of f16 lanes.
void ks_prefix_inclusive_product_f16(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Inclusive wrapping prefix product of i32 or u32 lanes.
void ks_prefix_inclusive_product_i32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Exclusive prefix product of f32 lanes.
void ks_prefix_exclusive_product_f32(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Exclusive prefix product of f16 lanes.
void ks_prefix_exclusive_product_f16(uint32_t *dst, const uint32_t *row, uint32_t mask);
/// Exclusive wrapping prefix product of i32 or u32 lanes.
void ks_prefix_exclusive_product_i32(uint32_t *dst, const uint32_t *row, uint32_t mask);

// Matrix products of a warp: sums (rows x 8) += left (rows x depth) * right (depth x 8), all row-major words, each
// element in order of the depth. `rows` and `depth` are 8 or 16.

/// f32 words; one rounding a step, a NaN sum is the canonical one.
void ks_matrix_multiply_add_f32(
    uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth);
/// Wrapping i32 words.
void ks_matrix_multiply_add_i32(
    uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth);

/// The helpers above that have a version per path, as one path's functions. For tests and for hoisting the dispatch.
struct ks_helpers {
    /// `ks_blend_32`.
    void (*blend_32)(uint32_t *dst, const uint32_t *src, uint32_t mask);
    /// `ks_blend_64`.
    void (*blend_64)(uint64_t *dst, const uint64_t *src, uint32_t mask);
    /// `ks_pack_mask`.
    uint32_t (*pack_mask)(const uint32_t *i1row);
    /// `ks_unpack_mask`.
    void (*unpack_mask)(uint32_t *i1row, uint32_t mask);
    /// `ks_out_of_bounds`.
    uint32_t (*out_of_bounds)(const uint64_t *addresses, uint32_t mask, uint64_t low, uint64_t last_start);
    /// `ks_misaligned`.
    uint32_t (*misaligned)(const uint64_t *addresses, uint32_t mask, uint32_t alignment_minus_1);
    /// `ks_spacing`.
    int (*spacing)(const uint64_t *addresses, uint64_t size);
    /// `ks_same_high`.
    int (*same_high)(const uint64_t *addresses, uint32_t mask, uint64_t high_mask, uint64_t *common);
    /// `ks_gather_8`.
    void (*gather_8)(uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_gather_16`.
    void (*gather_16)(uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_gather_32`.
    void (*gather_32)(uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_gather_64`.
    void (*gather_64)(uint64_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_gather_32xN`.
    void (*gather_32xN)(
        uint32_t *dst, const uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n);
    /// `ks_scatter_8`.
    void (*scatter_8)(const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_scatter_16`.
    void (*scatter_16)(const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_scatter_32`.
    void (*scatter_32)(const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_scatter_64`.
    void (*scatter_64)(const uint64_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask);
    /// `ks_scatter_32xN`.
    void (*scatter_32xN)(
        const uint32_t *src, uint8_t *base, const uint64_t *addresses, uint64_t low, uint32_t mask, uint32_t n);
    /// `ks_load`.
    int (*load)(
        const struct ks_access *access, const struct ks_component *components, void *registers,
        const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments, uint32_t segment_count);
    /// `ks_store`.
    int (*store)(
        const struct ks_access *access, const struct ks_component *components, void *registers,
        const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments, uint32_t segment_count);
    /// `ks_watch_load`.
    uint32_t (*watch_load)(
        const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
        const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark);
    /// `ks_watch_examine`.
    uint32_t (*watch_examine)(
        const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
        const uint64_t *addresses, uint32_t mask, const struct ks_segment *segments, uint32_t segment_count,
        uint64_t mark);
    /// `ks_watch_store`.
    uint32_t (*watch_store)(
        const struct ks_shadow *shadows, const struct ks_access *access, const struct ks_component *components,
        const uint64_t *addresses, uint32_t mask, int pattern, uint64_t mark);
    /// `ks_private_access`.
    uint32_t (*private_access)(
        const struct ks_private *memory, const struct ks_access *access, const struct ks_component *components,
        void *registers, const uint64_t *addresses, uint32_t mask, int is_store);
    /// `ks_sectors`.
    int (*sectors)(
        const uint64_t *addresses, uint32_t mask, uint32_t size, uint64_t flat_base_minus_low, uint32_t *out);
    /// `ks_bank_wavefronts`.
    int (*bank_wavefronts)(
        const uint64_t *addresses, uint32_t mask, uint32_t size, int joins, int *groups, int *saved);
    /// `ks_max_multiplicity`.
    int (*max_multiplicity)(const uint64_t *addresses, uint32_t mask);
    /// `ks_matrix_multiply_add_f32`.
    void (*matrix_multiply_add_f32)(
        uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth);
    /// `ks_matrix_multiply_add_i32`.
    void (*matrix_multiply_add_i32)(
        uint32_t *sums, const uint32_t *left, const uint32_t *right, uint32_t rows, uint32_t depth);
};

/// The helpers on a path of choice (outside `0 ..< ks_path_count()`: path 0).
const struct ks_helpers *ks_helpers_for(int path);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
