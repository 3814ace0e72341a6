// cooperative_groups: the block, tiles of a warp, coalesced lanes, and collectives over them.
#pragma once

namespace cooperative_groups {

#define KS_REFUSED(WHAT) __attribute__((unavailable(WHAT)))

// All threads of the block.
struct thread_block {
    KS_MEMBER static void sync() { __ks_threadgroup_barrier(3); }
    KS_MEMBER static void barrier_sync() { __ks_threadgroup_barrier(3); }
    KS_MEMBER static unsigned thread_rank() {
        return (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    }
    KS_MEMBER static unsigned num_threads() { return blockDim.x * blockDim.y * blockDim.z; }
    KS_MEMBER static unsigned size() { return num_threads(); }
    KS_MEMBER static dim3 group_index() { return dim3(blockIdx.x, blockIdx.y, blockIdx.z); }
    KS_MEMBER static dim3 thread_index() { return dim3(threadIdx.x, threadIdx.y, threadIdx.z); }
    KS_MEMBER static dim3 dim_threads() { return dim3(blockDim.x, blockDim.y, blockDim.z); }
    KS_MEMBER static dim3 group_dim() { return dim_threads(); }
};
KS_FN thread_block this_thread_block() { return thread_block{}; }
KS_FN void sync(thread_block) { __ks_threadgroup_barrier(3); }

// All threads of the launch: places and sizes, but no meeting point.
struct grid_group {
    KS_MEMBER KS_REFUSED("grid-wide synchronisation is not supported") static void sync();
    KS_MEMBER static bool is_valid() { return false; }
    KS_MEMBER static unsigned long long num_blocks() {
        return static_cast<unsigned long long>(gridDim.x) * gridDim.y * gridDim.z;
    }
    KS_MEMBER static unsigned long long block_rank() {
        return (static_cast<unsigned long long>(blockIdx.z) * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    }
    KS_MEMBER static unsigned long long thread_rank() {
        return block_rank() * thread_block::num_threads() + thread_block::thread_rank();
    }
    KS_MEMBER static unsigned long long num_threads() { return num_blocks() * thread_block::num_threads(); }
    KS_MEMBER static unsigned long long size() { return num_threads(); }
};
KS_FN grid_group this_grid() { return grid_group{}; }
KS_REFUSED("groups of several devices are not supported") __device__ int this_multi_grid();
KS_REFUSED("clusters of blocks are not supported") __device__ int this_cluster();

// `Size` neighbouring threads of a warp.
template <unsigned ks_Size, typename ks_Parent = thread_block>
struct thread_block_tile {
    static_assert(ks_Size == 1 || ks_Size == 2 || ks_Size == 4 || ks_Size == 8 || ks_Size == 16 || ks_Size == 32,
                  "a tile has 1, 2, 4, 8, 16 or 32 threads");
    KS_MEMBER static void sync() { __syncwarp(lanes()); }
    KS_MEMBER static unsigned thread_rank() { return ks_lane() & (ks_Size - 1); }
    static constexpr KS_MEMBER unsigned size() { return ks_Size; }
    static constexpr KS_MEMBER unsigned num_threads() { return ks_Size; }
    KS_MEMBER static unsigned meta_group_rank() { return thread_block::thread_rank() / ks_Size; }
    KS_MEMBER static unsigned meta_group_size() { return (thread_block::num_threads() + ks_Size - 1) / ks_Size; }
    // The tile's lanes in its warp.
    KS_MEMBER static unsigned lanes() {
        return ks_Size == 32 ? ~0u : ((1u << (ks_Size & 31)) - 1) << (ks_lane() & ~(ks_Size - 1) & 31);
    }
    template <typename ks_T>
    KS_MEMBER static ks_T shfl(ks_T v, int lane) {
        return __shfl_sync(lanes(), v, lane, ks_Size);
    }
    template <typename ks_T>
    KS_MEMBER static ks_T shfl_up(ks_T v, unsigned delta) {
        return __shfl_up_sync(lanes(), v, delta, ks_Size);
    }
    template <typename ks_T>
    KS_MEMBER static ks_T shfl_down(ks_T v, unsigned delta) {
        return __shfl_down_sync(lanes(), v, delta, ks_Size);
    }
    template <typename ks_T>
    KS_MEMBER static ks_T shfl_xor(ks_T v, unsigned mask) {
        return __shfl_xor_sync(lanes(), v, static_cast<int>(mask), ks_Size);
    }
    KS_MEMBER static unsigned ballot(int truth) {
        KS_MEMBERS(lanes());
        const unsigned found = ks_ballot(truth) >> (ks_lane() & ~(ks_Size - 1));
        return ks_Size == 32 ? found : found & ((1u << (ks_Size & 31)) - 1);
    }
    KS_MEMBER static int any(int truth) { return ballot(truth) != 0; }
    KS_MEMBER static int all(int truth) { return ballot(!truth) == 0; }
    template <typename ks_T>
    KS_MEMBER static unsigned match_any(ks_T v) {
        KS_MEMBERS(lanes());
        const unsigned found = ks_match_any(~0u, v) >> (ks_lane() & ~(ks_Size - 1));
        return ks_Size == 32 ? found : found & ((1u << (ks_Size & 31)) - 1);
    }
};
template <unsigned ks_Size, typename ks_Parent>
KS_FN thread_block_tile<ks_Size, ks_Parent> tiled_partition(const ks_Parent&) {
    return thread_block_tile<ks_Size, ks_Parent>{};
}
template <unsigned ks_Size, typename ks_Parent>
KS_FN void sync(const thread_block_tile<ks_Size, ks_Parent>& tile) {
    tile.sync();
}

// The lanes of a warp that are here.
struct coalesced_group {
    unsigned lanes;
    KS_MEMBER void sync() const { __syncwarp(lanes); }
    KS_MEMBER unsigned size() const { return static_cast<unsigned>(__builtin_popcount(lanes)); }
    KS_MEMBER unsigned num_threads() const { return size(); }
    KS_MEMBER unsigned thread_rank() const {
        return static_cast<unsigned>(__builtin_popcount(lanes & ((1u << ks_lane()) - 1)));
    }
    template <typename ks_T>
    KS_MEMBER ks_T shfl(ks_T v, int rank) const {
        unsigned left = lanes;
        for (int i = 0; i < rank; ++i) left &= left - 1;
        return __shfl_sync(lanes, v, __builtin_ctzg(left, 0));
    }
    KS_MEMBER int any(int truth) const { return __any_sync(lanes, truth); }
    KS_MEMBER int all(int truth) const { return __all_sync(lanes, truth); }
};
KS_FN coalesced_group coalesced_threads() { return coalesced_group{__activemask()}; }

#define KS_OPERATION(NAME, EXPRESSION)                                                                                 \
    template <typename ks_T>                                                                                           \
    struct NAME {                                                                                                      \
        KS_MEMBER ks_T operator()(ks_T a, ks_T b) const { return EXPRESSION; }                                         \
    };
KS_OPERATION(plus, a + b)
KS_OPERATION(less, b < a ? b : a)
KS_OPERATION(greater, a < b ? b : a)
KS_OPERATION(bit_and, a& b)
KS_OPERATION(bit_or, a | b)
KS_OPERATION(bit_xor, a ^ b)
#undef KS_OPERATION

template <unsigned ks_Size, typename ks_Parent, typename ks_T, typename ks_F>
KS_FN ks_T reduce(const thread_block_tile<ks_Size, ks_Parent>& tile, ks_T v, ks_F combine) {
#pragma unroll
    for (unsigned step = 1; step < ks_Size; step *= 2) v = combine(v, tile.shfl_xor(v, step));
    return v;
}
template <unsigned ks_Size, typename ks_Parent, typename ks_T, typename ks_F>
KS_FN ks_T inclusive_scan(const thread_block_tile<ks_Size, ks_Parent>& tile, ks_T v, ks_F combine) {
#pragma unroll
    for (unsigned step = 1; step < ks_Size; step *= 2) {
        const ks_T before = tile.shfl_up(v, step);
        if (tile.thread_rank() >= step) v = combine(before, v);
    }
    return v;
}
template <unsigned ks_Size, typename ks_Parent, typename ks_T>
KS_FN ks_T inclusive_scan(const thread_block_tile<ks_Size, ks_Parent>& tile, ks_T v) {
    return inclusive_scan(tile, v, plus<ks_T>());
}
template <unsigned ks_Size, typename ks_Parent, typename ks_T>
KS_FN ks_T exclusive_scan(const thread_block_tile<ks_Size, ks_Parent>& tile, ks_T v) {
    const ks_T sum = tile.shfl_up(inclusive_scan(tile, v, plus<ks_T>()), 1);
    return tile.thread_rank() == 0 ? ks_T(0) : sum;
}

// Copies are done at once, by the threads of the group in turn.
template <typename ks_Group, typename ks_T>
KS_FN void memcpy_async(const ks_Group& group, ks_T* to, const ks_T* from, size_t bytes) {
    for (size_t i = group.thread_rank(); i < bytes / sizeof(ks_T); i += group.size()) to[i] = from[i];
}
template <typename ks_Group>
KS_FN void wait(const ks_Group& group) {
    group.sync();
}
template <int ks_Stages, typename ks_Group>
KS_FN void wait_prior(const ks_Group& group) {
    group.sync();
}
#undef KS_REFUSED

}  // namespace cooperative_groups
