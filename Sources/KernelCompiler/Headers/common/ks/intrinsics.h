// The functions that the machine provides; INTRINSICS.md says what each of them does.
#pragma once
#include <ks/names.h>

// In CUDA every function is taken for convergent unless it says otherwise, and no loop that calls one is unrolled.
#ifdef __CUDA__
#define KS_PURE __attribute__((const, nothrow, noconvergent))
#else
#define KS_PURE __attribute__((const, nothrow))
#endif
#define KS_GROUP __attribute__((const, nothrow, convergent))
#define KS_SYNC __attribute__((nothrow, convergent))

extern "C" {
#define KS_DECLARE1(NAME)                                                                                              \
    float __ks_##NAME##_f32(float) KS_PURE;                                                                            \
    double __ks_##NAME##_f64(double) KS_PURE;
#define KS_DECLARE2(NAME)                                                                                              \
    float __ks_##NAME##_f32(float, float) KS_PURE;                                                                     \
    double __ks_##NAME##_f64(double, double) KS_PURE;
KS_EACH_UNARY(KS_DECLARE1)
KS_EACH_BINARY(KS_DECLARE2)
#define KS_DECLARE_FLOAT(NAME) float __ks_##NAME##_f32(float) KS_PURE;
KS_EACH_WRITTEN(KS_DECLARE_FLOAT)
KS_DECLARE_FLOAT(erfc)
#undef KS_DECLARE_FLOAT
#undef KS_DECLARE1
#undef KS_DECLARE2
float __ks_rcp_f32(float) KS_PURE;
float __ks_fast_sin_f32(float) KS_PURE;
float __ks_fast_cos_f32(float) KS_PURE;
float __ks_fast_tanh_f32(float) KS_PURE;
float __ks_fast_div_f32(float, float) KS_PURE;
float __ks_precise_log2_f32(float) KS_PURE;
float __ks_precise_sinpi_f32(float) KS_PURE;
float __ks_precise_cospi_f32(float) KS_PURE;
int __ks_dp4a_s32(int, int, int) KS_PURE;
int __ks_dp4a_u32(int, int, int) KS_PURE;
// The optimiser's own: the upper, the lower word of two that are shifted together by `n % 32` bits.
unsigned __ks_fshl_u32(unsigned high, unsigned low, unsigned n) __asm("llvm.fshl.i32") KS_PURE;
unsigned __ks_fshr_u32(unsigned high, unsigned low, unsigned n) __asm("llvm.fshr.i32") KS_PURE;

int __ks_lane_id(void) KS_PURE;
// CUDA's places in the grid. Nothing is said of their ranges, because the vendor's compiler goes by none: what is divided
// by eight may be negative, and a loop from threadIdx.x in steps of blockDim.x may go round more than once.
#define KS_DECLARE_PLACE(NAME)                                                                                         \
    int __ks_##NAME##_x(void) KS_PURE;                                                                                 \
    int __ks_##NAME##_y(void) KS_PURE;                                                                                 \
    int __ks_##NAME##_z(void) KS_PURE;
KS_DECLARE_PLACE(tid)
KS_DECLARE_PLACE(ctaid)
KS_DECLARE_PLACE(ntid)
KS_DECLARE_PLACE(nctaid)
#undef KS_DECLARE_PLACE
#define KS_DECLARE_GROUP(NAME)                                                                                         \
    float __ks_simd_##NAME##_f32(float) KS_GROUP;                                                                      \
    int __ks_simd_##NAME##_i32(int) KS_GROUP;
KS_DECLARE_GROUP(sum)
KS_DECLARE_GROUP(product)
KS_DECLARE_GROUP(min)
KS_DECLARE_GROUP(max)
KS_DECLARE_GROUP(prefix_inclusive_sum)
KS_DECLARE_GROUP(prefix_exclusive_sum)
KS_DECLARE_GROUP(prefix_inclusive_product)
KS_DECLARE_GROUP(prefix_exclusive_product)
#undef KS_DECLARE_GROUP
int __ks_simd_min_u32(int) KS_GROUP;
int __ks_simd_max_u32(int) KS_GROUP;
int __ks_simd_and_b32(int) KS_GROUP;
int __ks_simd_or_b32(int) KS_GROUP;
int __ks_simd_xor_b32(int) KS_GROUP;
int __ks_simd_shuffle_b32(int value, int lane) KS_GROUP;
int __ks_row_address_b32(int value, int lane) KS_GROUP;
int __ks_simd_shuffle_xor_b32(int value, int mask) KS_GROUP;
int __ks_simd_shuffle_up_b32(int value, int delta) KS_GROUP;
int __ks_simd_shuffle_down_b32(int value, int delta) KS_GROUP;
int __ks_simd_broadcast_b32(int value, int lane) KS_GROUP;
int __ks_simd_broadcast_first_b32(int value) KS_GROUP;
long __ks_simd_ballot(int truth) KS_GROUP;
int __ks_simd_all(int truth) KS_GROUP;
int __ks_simd_any(int truth) KS_GROUP;
void __ks_simdgroup_barrier(int flags) KS_SYNC;
void __ks_warp_members(int mask) KS_SYNC;
void __ks_warp_barrier(int mask) KS_SYNC;
void __ks_threadgroup_barrier(int flags) KS_SYNC;
// Asynchronous copies: what is stored, the end of a group, and the wait for all but the newest groups.
void __ks_async_store_1(__attribute__((address_space(3))) unsigned char*, unsigned) __attribute__((nothrow));
void __ks_async_store_2(__attribute__((address_space(3))) unsigned char*, unsigned, unsigned) __attribute__((nothrow));
void __ks_async_store_4(__attribute__((address_space(3))) unsigned char*, unsigned, unsigned, unsigned, unsigned)
    __attribute__((nothrow));
void __ks_async_commit(void) __attribute__((nothrow));
void __ks_async_wait_0(void) __attribute__((nothrow));
void __ks_async_wait_1(void) __attribute__((nothrow));
void __ks_async_wait_2(void) __attribute__((nothrow));
void __ks_async_wait_3(void) __attribute__((nothrow));
int __ks_threadgroup_barrier_count(int truth) KS_SYNC;
int __ks_threadgroup_barrier_and(int truth) KS_SYNC;
int __ks_threadgroup_barrier_or(int truth) KS_SYNC;
long __ks_clock(void) KS_SYNC;

typedef float ks_f32x2 __attribute__((ext_vector_type(2)));
typedef _Float16 ks_f16x2 __attribute__((ext_vector_type(2)));
typedef __bf16 ks_bf16x2 __attribute__((ext_vector_type(2)));
ks_f32x2 __ks_simdgroup_multiply_accumulate_f32(ks_f32x2, ks_f32x2, ks_f32x2) KS_GROUP;
ks_f32x2 __ks_simdgroup_multiply_accumulate_f16(ks_f16x2, ks_f16x2, ks_f32x2) KS_GROUP;
ks_f32x2 __ks_simdgroup_multiply_accumulate_bf16(ks_bf16x2, ks_bf16x2, ks_f32x2) KS_GROUP;

typedef float ks_f32x4 __attribute__((ext_vector_type(4)));
typedef _Float16 ks_f16x4 __attribute__((ext_vector_type(4)));
typedef _Float16 ks_f16x8 __attribute__((ext_vector_type(8)));
typedef __bf16 ks_bf16x4 __attribute__((ext_vector_type(4)));
typedef __bf16 ks_bf16x8 __attribute__((ext_vector_type(8)));
typedef int ks_i32x4 __attribute__((ext_vector_type(4)));
typedef int ks_i32x8 __attribute__((ext_vector_type(8)));
ks_f32x4 __ks_mma_m16n8k16_f16(ks_f16x8, ks_f16x4, ks_f32x4) KS_GROUP;
ks_f32x4 __ks_mma_m16n8k16_bf16(ks_bf16x8, ks_bf16x4, ks_f32x4) KS_GROUP;
ks_i32x4 __ks_mma_m16n8k16_i8(ks_i32x8, ks_i32x4, ks_i32x4) KS_GROUP;
ks_f32x4 __ks_mma_m16n8k8_tf32(ks_f32x4, ks_f32x2, ks_f32x4) KS_GROUP;
}
