// <metal_atomic>: atomic operations on device and threadgroup memory.
#pragma once

namespace metal {

enum memory_order {
    memory_order_relaxed = __ATOMIC_RELAXED,
    memory_order_acquire = __ATOMIC_ACQUIRE,
    memory_order_release = __ATOMIC_RELEASE,
    memory_order_acq_rel = __ATOMIC_ACQ_REL,
    memory_order_seq_cst = __ATOMIC_SEQ_CST,
};
enum thread_scope { thread_scope_thread, thread_scope_simdgroup, thread_scope_threadgroup, thread_scope_device };

template <typename T>
struct atomic {
    T ks_value;
};

// Every operation for both memories. All orders act as relaxed ones on one location, as the hardware has it; ordering
// between locations comes from barriers and fences.
#define KS_ATOMIC_UPDATE(SPACE, NAME, BUILTIN)                                                                         \
    template <typename T, typename V>                                                                                  \
    KS_FN T atomic_##NAME##_explicit(volatile SPACE atomic<T>* object, V operand, memory_order) {                      \
        return BUILTIN(&object->ks_value, static_cast<T>(operand), __ATOMIC_RELAXED);                                  \
    }
#define KS_ATOMIC(SPACE)                                                                                               \
    template <typename T>                                                                                              \
    KS_FN T atomic_load_explicit(const volatile SPACE atomic<T>* object, memory_order) {                               \
        if constexpr (__is_same(T, float))                                                                             \
            return __builtin_bit_cast(                                                                                 \
                float, __atomic_load_n((const volatile SPACE int*)&object->ks_value, __ATOMIC_RELAXED));               \
        else return __atomic_load_n(&object->ks_value, __ATOMIC_RELAXED);                                              \
    }                                                                                                                  \
    template <typename T, typename V>                                                                                  \
    KS_FN void atomic_store_explicit(volatile SPACE atomic<T>* object, V desired, memory_order) {                      \
        if constexpr (__is_same(T, float))                                                                             \
            __atomic_store_n((volatile SPACE int*)&object->ks_value,                                                   \
                             __builtin_bit_cast(int, static_cast<float>(desired)), __ATOMIC_RELAXED);                  \
        else __atomic_store_n(&object->ks_value, static_cast<T>(desired), __ATOMIC_RELAXED);                           \
    }                                                                                                                  \
    template <typename T, typename V>                                                                                  \
    KS_FN T atomic_exchange_explicit(volatile SPACE atomic<T>* object, V desired, memory_order) {                      \
        if constexpr (__is_same(T, float))                                                                             \
            return __builtin_bit_cast(                                                                                 \
                float, __atomic_exchange_n((volatile SPACE int*)&object->ks_value,                                     \
                                           __builtin_bit_cast(int, static_cast<float>(desired)), __ATOMIC_RELAXED));   \
        else return __atomic_exchange_n(&object->ks_value, static_cast<T>(desired), __ATOMIC_RELAXED);                 \
    }                                                                                                                  \
    template <typename T, typename V>                                                                                  \
    KS_FN bool atomic_compare_exchange_weak_explicit(volatile SPACE atomic<T>* object, thread T* expected, V desired,  \
                                                     memory_order, memory_order) {                                     \
        if constexpr (__is_same(T, float))                                                                             \
            return __atomic_compare_exchange_n((volatile SPACE int*)&object->ks_value, (int*)expected,                 \
                                               __builtin_bit_cast(int, static_cast<float>(desired)), false,            \
                                               __ATOMIC_RELAXED, __ATOMIC_RELAXED);                                    \
        else                                                                                                           \
            return __atomic_compare_exchange_n(&object->ks_value, expected, static_cast<T>(desired), false,            \
                                               __ATOMIC_RELAXED, __ATOMIC_RELAXED);                                    \
    }                                                                                                                  \
    KS_ATOMIC_UPDATE(SPACE, fetch_add, __atomic_fetch_add)                                                             \
    KS_ATOMIC_UPDATE(SPACE, fetch_sub, __atomic_fetch_sub)                                                             \
    KS_ATOMIC_UPDATE(SPACE, fetch_and, __atomic_fetch_and)                                                             \
    KS_ATOMIC_UPDATE(SPACE, fetch_or, __atomic_fetch_or)                                                               \
    KS_ATOMIC_UPDATE(SPACE, fetch_xor, __atomic_fetch_xor)                                                             \
    KS_ATOMIC_UPDATE(SPACE, fetch_min, __atomic_fetch_min)                                                             \
    KS_ATOMIC_UPDATE(SPACE, fetch_max, __atomic_fetch_max)
KS_ATOMIC(device)
KS_ATOMIC(threadgroup)
#undef KS_ATOMIC
#undef KS_ATOMIC_UPDATE

KS_FN void atomic_thread_fence(mem_flags, memory_order, thread_scope = thread_scope_device) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

}  // namespace metal

typedef metal::atomic<int> atomic_int;
typedef metal::atomic<uint> atomic_uint;
typedef metal::atomic<float> atomic_float;
typedef metal::atomic<bool> atomic_bool;
typedef metal::atomic<ulong> atomic_ulong;
namespace metal {
using ::atomic_bool;
using ::atomic_float;
using ::atomic_int;
using ::atomic_uint;
using ::atomic_ulong;
}  // namespace metal
