// Inline PTX, instruction by instruction: what the pass before clang writes for `asm`. Operands in PTX's order, an
// address as pointer (or 32-bit shared address) and offset in bytes.
#pragma once

extern __shared__ unsigned char ks_shared_origin[];

namespace ks_ptx {

// A shared address as PTX has it, 32 bits from the start of the threadgroup's memory, and back.
KS_FN unsigned ks_window(const void* p) { return static_cast<unsigned>(reinterpret_cast<unsigned long>(p)); }
#define KS_IN_SHARED __attribute__((address_space(3)))
typedef KS_IN_SHARED unsigned char ks_shared_byte;
template <typename A>
KS_FN ks_shared_byte* ks_shared(A address, int offset) {
    const unsigned long origin = reinterpret_cast<unsigned long>(&ks_shared_origin[0]) & ~0xfffffffful;
    return (ks_shared_byte*)(origin | static_cast<unsigned>(static_cast<unsigned>(address) + offset));
}
template <typename A>
KS_FN unsigned char* ks_global(A address, int offset) {
    return reinterpret_cast<unsigned char*>((unsigned long)address) + offset;
}
template <typename T>
KS_FN unsigned ks_bits(T v) {
    static_assert(sizeof(T) == 4, "a 32-bit register");
    return __builtin_bit_cast(unsigned, v);
}
template <typename T>
KS_FN void ks_set(T& to, unsigned bits) {
    to = __builtin_bit_cast(T, bits);
}

// Asynchronous copies are done at once; that nobody waits for them before the wait is for the model of time.
typedef unsigned ks_u32x2 __attribute__((ext_vector_type(2)));
typedef unsigned ks_u32x4 __attribute__((ext_vector_type(4)));
template <typename D, typename S>
KS_FN void cp_async_shared_global(D to, int to_offset, S from, int from_offset, int bytes) {
    ks_shared_byte* target = ks_shared(to, to_offset);
    const unsigned char* source = ks_global(from, from_offset);
    if (bytes == 16) {
        const ks_u32x4 v = *reinterpret_cast<const ks_u32x4*>(source);
        __ks_async_store_4(target, v.x, v.y, v.z, v.w);
    } else if (bytes == 8) {
        const ks_u32x2 v = *reinterpret_cast<const ks_u32x2*>(source);
        __ks_async_store_2(target, v.x, v.y);
    } else {
        __ks_async_store_1(target, *reinterpret_cast<const unsigned*>(source));
    }
}
template <typename D, typename S>
KS_FN void cp_async_shared_global(D to, int to_offset, S from, int from_offset, int bytes, int source_bytes) {
    if (source_bytes >= bytes) return cp_async_shared_global(to, to_offset, from, from_offset, bytes);
    ks_shared_byte* target = ks_shared(to, to_offset);
    const unsigned char* source = ks_global(from, from_offset);
    for (int i = 0; i < bytes; ++i) target[i] = i < source_bytes ? source[i] : 0;
}
KS_FN void cp_async_commit_group() { __ks_async_commit(); }
KS_FN void cp_async_wait_group(int left) {
    if (left <= 0) __ks_async_wait_0();
    else if (left == 1) __ks_async_wait_1();
    else if (left == 2) __ks_async_wait_2();
    else __ks_async_wait_3();
}
KS_FN void cp_async_wait_all() {
    __ks_async_commit();
    __ks_async_wait_0();
}

// Rows of eight 16-bit elements (the hint `nontemporal` marks what one instruction of the hardware loads), whose addresses the lanes 8i to 8i + 7 hold for matrix i.
template <bool TRANSPOSED>
KS_FN unsigned ks_matrix(unsigned address, int number) {
    const int lane = __ks_lane_id(), group = lane >> 2, place = lane & 3;
    if constexpr (!TRANSPOSED) {
        const unsigned row = __ks_row_address_b32(address, 8 * number + group);
        return __builtin_nontemporal_load((const KS_IN_SHARED unsigned*)ks_shared(row, 4 * place));
    } else {
        const unsigned first = __ks_row_address_b32(address, 8 * number + 2 * place);
        const unsigned second = __ks_row_address_b32(address, 8 * number + 2 * place + 1);
        const unsigned low = __builtin_nontemporal_load((const KS_IN_SHARED unsigned short*)ks_shared(first, 2 * group));
        const unsigned high = __builtin_nontemporal_load((const KS_IN_SHARED unsigned short*)ks_shared(second, 2 * group));
        return low | (high << 16);
    }
}
#define KS_LDMATRIX(NAME, TRANSPOSED)                                                                                  \
    template <typename R, typename A>                                                                                  \
    KS_FN void ldmatrix_sync_aligned_m8n8_x1_##NAME(R& a, A at, int offset) {                                          \
        ks_set(a, ks_matrix<TRANSPOSED>(at + offset, 0));                                                              \
    }                                                                                                                  \
    template <typename R, typename A>                                                                                  \
    KS_FN void ldmatrix_sync_aligned_m8n8_x2_##NAME(R& a, R& b, A at, int offset) {                                    \
        const unsigned address = at + offset;                                                                          \
        ks_set(a, ks_matrix<TRANSPOSED>(address, 0));                                                                  \
        ks_set(b, ks_matrix<TRANSPOSED>(address, 1));                                                                  \
    }                                                                                                                  \
    template <typename R, typename A>                                                                                  \
    KS_FN void ldmatrix_sync_aligned_m8n8_x4_##NAME(R& a, R& b, R& c, R& d, A at, int offset) {                        \
        const unsigned address = at + offset;                                                                          \
        ks_set(a, ks_matrix<TRANSPOSED>(address, 0));                                                                  \
        ks_set(b, ks_matrix<TRANSPOSED>(address, 1));                                                                  \
        ks_set(c, ks_matrix<TRANSPOSED>(address, 2));                                                                  \
        ks_set(d, ks_matrix<TRANSPOSED>(address, 3));                                                                  \
    }
KS_LDMATRIX(shared_b16, false)
KS_LDMATRIX(trans_shared_b16, true)
#undef KS_LDMATRIX

typedef _Float16 ks_halves __attribute__((ext_vector_type(2)));
typedef __bf16 ks_bfloats __attribute__((ext_vector_type(2)));
// The elements of four and of two registers of pairs.
#define KS_LEFT(PAIR, R0, R1, R2, R3)                                                                                  \
    __builtin_shufflevector(__builtin_shufflevector(__builtin_bit_cast(PAIR, ks_bits(R0)),                             \
                                                    __builtin_bit_cast(PAIR, ks_bits(R1)), 0, 1, 2, 3),                \
                            __builtin_shufflevector(__builtin_bit_cast(PAIR, ks_bits(R2)),                             \
                                                    __builtin_bit_cast(PAIR, ks_bits(R3)), 0, 1, 2, 3),                \
                            0, 1, 2, 3, 4, 5, 6, 7)
#define KS_RIGHT(PAIR, R0, R1)                                                                                         \
    __builtin_shufflevector(__builtin_bit_cast(PAIR, ks_bits(R0)), __builtin_bit_cast(PAIR, ks_bits(R1)), 0, 1, 2, 3)

#define KS_MMA(NAME, PAIR, PRODUCT)                                                                                    \
    template <typename D, typename A, typename B, typename C>                                                          \
    KS_FN void NAME(D& d0, D& d1, D& d2, D& d3, A a0, A a1, A a2, A a3, B b0, B b1, C c0, C c1, C c2, C c3) {          \
        const ks_f32x4 d = PRODUCT(KS_LEFT(PAIR, a0, a1, a2, a3), KS_RIGHT(PAIR, b0, b1), ks_f32x4{c0, c1, c2, c3});   \
        d0 = d.x;                                                                                                      \
        d1 = d.y;                                                                                                      \
        d2 = d.z;                                                                                                      \
        d3 = d.w;                                                                                                      \
    }
KS_MMA(mma_sync_aligned_m16n8k16_row_col_f32_f16_f16_f32, ks_halves, __ks_mma_m16n8k16_f16)
KS_MMA(mma_sync_aligned_m16n8k16_row_col_f32_bf16_bf16_f32, ks_bfloats, __ks_mma_m16n8k16_bf16)
#undef KS_MMA
template <typename D, typename A, typename B, typename C>
KS_FN void mma_sync_aligned_m16n8k16_row_col_f16_f16_f16_f16(
    D& d0, D& d1, A a0, A a1, A a2, A a3, B b0, B b1, C c0, C c1) {
    const ks_halves low = __builtin_bit_cast(ks_halves, ks_bits(c0)), high = __builtin_bit_cast(ks_halves, ks_bits(c1));
    const ks_f32x4 d = __ks_mma_m16n8k16_f16(
        KS_LEFT(ks_halves, a0, a1, a2, a3), KS_RIGHT(ks_halves, b0, b1),
        ks_f32x4{(float)low.x, (float)low.y, (float)high.x, (float)high.y});
    ks_set(d0, __builtin_bit_cast(unsigned, ks_halves{(_Float16)d.x, (_Float16)d.y}));
    ks_set(d1, __builtin_bit_cast(unsigned, ks_halves{(_Float16)d.z, (_Float16)d.w}));
}
template <typename D, typename A, typename B, typename C>
KS_FN void mma_sync_aligned_m16n8k8_row_col_f32_f16_f16_f32(
    D& d0, D& d1, D& d2, D& d3, A a0, A a1, B b0, C c0, C c1, C c2, C c3) {
    mma_sync_aligned_m16n8k16_row_col_f32_f16_f16_f32(
        d0, d1, d2, d3, ks_bits(a0), ks_bits(a1), 0u, 0u, ks_bits(b0), 0u, c0, c1, c2, c3);
}
template <typename D, typename A, typename B, typename C>
KS_FN void mma_sync_aligned_m16n8k8_row_col_f32_tf32_tf32_f32(
    D& d0, D& d1, D& d2, D& d3, A a0, A a1, A a2, A a3, B b0, B b1, C c0, C c1, C c2, C c3) {
    const ks_f32x4 d = __ks_mma_m16n8k8_tf32(
        ks_f32x4{__builtin_bit_cast(float, a0), __builtin_bit_cast(float, a1), __builtin_bit_cast(float, a2),
                 __builtin_bit_cast(float, a3)},
        ks_f32x2{__builtin_bit_cast(float, b0), __builtin_bit_cast(float, b1)}, ks_f32x4{c0, c1, c2, c3});
    d0 = d.x;
    d1 = d.y;
    d2 = d.z;
    d3 = d.w;
}
// Bytes: the depth may be counted in any order as long as both factors agree, so a register's bytes are two pairs.
KS_FN int ks_byte(unsigned word, int i) { return static_cast<signed char>(word >> (8 * i)); }
KS_FN ks_i32x4 ks_bytes_product(unsigned a0, unsigned a1, unsigned b, ks_i32x4 c) {
    const ks_i32x8 left = {ks_byte(a0, 0), ks_byte(a0, 1), ks_byte(a1, 0), ks_byte(a1, 1),
                           ks_byte(a0, 2), ks_byte(a0, 3), ks_byte(a1, 2), ks_byte(a1, 3)};
    return __ks_mma_m16n8k16_i8(left, ks_i32x4{ks_byte(b, 0), ks_byte(b, 1), ks_byte(b, 2), ks_byte(b, 3)}, c);
}
template <typename D, typename A, typename B, typename C>
KS_FN void mma_sync_aligned_m16n8k16_row_col_s32_s8_s8_s32(
    D& d0, D& d1, D& d2, D& d3, A a0, A a1, B b0, C c0, C c1, C c2, C c3) {
    const ks_i32x4 c = {(int)c0, (int)c1, (int)c2, (int)c3};
    const ks_i32x4 d = ks_bytes_product(ks_bits(a0), ks_bits(a1), ks_bits(b0), c);
    d0 = d.x;
    d1 = d.y;
    d2 = d.z;
    d3 = d.w;
}
template <typename D, typename A, typename B, typename C>
KS_FN void mma_sync_aligned_m16n8k32_row_col_s32_s8_s8_s32(
    D& d0, D& d1, D& d2, D& d3, A a0, A a1, A a2, A a3, B b0, B b1, C c0, C c1, C c2, C c3) {
    ks_i32x4 d = ks_bytes_product(ks_bits(a0), ks_bits(a1), ks_bits(b0), ks_i32x4{(int)c0, (int)c1, (int)c2, (int)c3});
    d = ks_bytes_product(ks_bits(a2), ks_bits(a3), ks_bits(b1), d);
    d0 = d.x;
    d1 = d.y;
    d2 = d.z;
    d3 = d.w;
}

template <typename D, typename A>
KS_FN void cvta_to_shared_u64(D& d, A p) {
    d = static_cast<D>(static_cast<unsigned>((unsigned long)p));
}
template <typename D, typename A>
KS_FN void cvt_u32_u64(D& d, A a) {
    d = static_cast<unsigned>(a);
}
template <typename D, typename A>
KS_FN void mov_u32(D& d, A a) {
    d = static_cast<D>(a);
}
template <typename D, typename A>
KS_FN void mov_b32(D& d, A a) {
    if constexpr (sizeof(A) == 4) ks_set(d, ks_bits(a));
    else d = static_cast<D>(a);
}
template <typename D, typename A>
KS_FN void mov_u64(D& d, A a) {
    d = (D)a;
}
template <typename A, typename B>
KS_FN void setp_ne_b32(bool& p, A a, B b) {
    p = static_cast<unsigned>(a) != static_cast<unsigned>(b);
}
template <typename A, typename B>
KS_FN void setp_eq_u32(bool& p, A a, B b) {
    p = static_cast<unsigned>(a) == static_cast<unsigned>(b);
}
KS_FN void bar_sync(int) { __ks_threadgroup_barrier(3); }
KS_FN void barrier_sync(int) { __ks_threadgroup_barrier(3); }
KS_FN void membar_gl() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void membar_cta() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
KS_FN void ex2_approx_f32(float& d, float a) { d = __ks_exp2_f32(a); }
KS_FN void lg2_approx_f32(float& d, float a) { d = __ks_log2_f32(a); }
KS_FN void rcp_approx_f32(float& d, float a) { d = __ks_rcp_f32(a); }
KS_FN void rsqrt_approx_f32(float& d, float a) { d = __ks_rsqrt_f32(a); }
KS_FN void sqrt_approx_f32(float& d, float a) { d = __builtin_elementwise_sqrt(a); }
KS_FN void tanh_approx_f32(float& d, float a) { d = __ks_fast_tanh_f32(a); }
KS_FN void fma_rn_f32(float& d, float a, float b, float c) { d = __builtin_fmaf(a, b, c); }
template <typename D>
KS_FN void cvt_rna_tf32_f32(D& d, float a) {
    const unsigned bits = __builtin_bit_cast(unsigned, a);
    ks_set(d, a == a ? (bits + 0x1000u) & ~0x1fffu : bits);
}
template <typename D>
KS_FN void cvt_rn_f16x2_f32(D& d, float high, float low) {
    ks_set(d, __builtin_bit_cast(unsigned, ks_halves{(_Float16)low, (_Float16)high}));
}
template <typename D>
KS_FN void cvt_rn_bf16x2_f32(D& d, float high, float low) {
    ks_set(d, __builtin_bit_cast(unsigned, ks_bfloats{(__bf16)low, (__bf16)high}));
}
template <typename D>
KS_FN void lop3_b32(D& d, unsigned a, unsigned b, unsigned c, int table) {
    unsigned bits = 0;
    for (int i = 0; i < 8; ++i)
        if (table >> i & 1) bits |= (i & 4 ? a : ~a) & (i & 2 ? b : ~b) & (i & 1 ? c : ~c);
    ks_set(d, bits);
}
template <typename D>
KS_FN void prmt_b32(D& d, unsigned a, unsigned b, unsigned pick) {
    ks_set(d, __byte_perm(a, b, pick));
}
template <typename A>
KS_FN void prefetch_global_L2(A, int) {}
template <typename A>
KS_FN void prefetch_global_L1(A, int) {}

// Loads and stores of one, two and four words.
#define KS_ACCESS(SPACE, TYPE, T, V2, V4)                                                                              \
    template <typename R, typename A>                                                                                  \
    KS_FN void ld_##SPACE##_##TYPE(R& r, A at, int offset) {                                                           \
        r = __builtin_bit_cast(R, *reinterpret_cast<const T*>(ks_##SPACE(at, offset)));                                \
    }                                                                                                                  \
    template <typename R, typename A>                                                                                  \
    KS_FN void ld_##SPACE##_v2_##TYPE(R& r0, R& r1, A at, int offset) {                                                \
        const V2 v = *reinterpret_cast<const V2*>(ks_##SPACE(at, offset));                                             \
        r0 = __builtin_bit_cast(R, v.x);                                                                               \
        r1 = __builtin_bit_cast(R, v.y);                                                                               \
    }                                                                                                                  \
    template <typename R, typename A>                                                                                  \
    KS_FN void ld_##SPACE##_v4_##TYPE(R& r0, R& r1, R& r2, R& r3, A at, int offset) {                                  \
        const V4 v = *reinterpret_cast<const V4*>(ks_##SPACE(at, offset));                                             \
        r0 = __builtin_bit_cast(R, v.x);                                                                               \
        r1 = __builtin_bit_cast(R, v.y);                                                                               \
        r2 = __builtin_bit_cast(R, v.z);                                                                               \
        r3 = __builtin_bit_cast(R, v.w);                                                                               \
    }                                                                                                                  \
    template <typename A, typename R>                                                                                  \
    KS_FN void st_##SPACE##_##TYPE(A at, int offset, R r) {                                                            \
        *reinterpret_cast<T*>(ks_##SPACE(at, offset)) = __builtin_bit_cast(T, r);                                      \
    }                                                                                                                  \
    template <typename A, typename R>                                                                                  \
    KS_FN void st_##SPACE##_v2_##TYPE(A at, int offset, R r0, R r1) {                                                  \
        *reinterpret_cast<V2*>(ks_##SPACE(at, offset)) = V2{__builtin_bit_cast(T, r0), __builtin_bit_cast(T, r1)};     \
    }                                                                                                                  \
    template <typename A, typename R>                                                                                  \
    KS_FN void st_##SPACE##_v4_##TYPE(A at, int offset, R r0, R r1, R r2, R r3) {                                      \
        *reinterpret_cast<V4*>(ks_##SPACE(at, offset)) =                                                               \
            V4{__builtin_bit_cast(T, r0), __builtin_bit_cast(T, r1), __builtin_bit_cast(T, r2),                        \
               __builtin_bit_cast(T, r3)};                                                                             \
    }
#define KS_ACCESSES(SPACE)                                                                                             \
    KS_ACCESS(SPACE, f32, float, float2, float4)                                                                       \
    KS_ACCESS(SPACE, b32, unsigned, uint2, uint4)                                                                      \
    KS_ACCESS(SPACE, u32, unsigned, uint2, uint4)                                                                      \
    KS_ACCESS(SPACE, s32, int, int2, int4)
KS_ACCESSES(global)
KS_ACCESSES(shared)
#undef KS_ACCESSES
#undef KS_ACCESS
#undef KS_LEFT
#undef KS_RIGHT

}  // namespace ks_ptx

KS_FN size_t __cvta_generic_to_shared(const void* p) { return static_cast<size_t>(ks_ptx::ks_window(p)); }
KS_FN void* __cvta_shared_to_generic(size_t p) { return (void*)ks_ptx::ks_shared(p, 0); }
