// C = A B: from one thread per element to tiles in threadgroup memory and products in registers or 8 x 8 matrices.
#include <metal_stdlib>
using namespace metal;

// EVOLVE-BLOCK-START
// 0: a thread per element. 1: tiles, TM x TN elements in each thread.
// 2: tiles, TM x TN matrices of 8 x 8 in each SIMD group.
// tune(choice): METHOD = 0 | 1 | 2
// Rows and columns of C that a threadgroup computes, and the depth it takes at a time.
// tune: BM = 32 | 64 | 128
// tune: BN = 32 | 64 | 128
// tune: BK = 8 | 16 | 32
// tune: TM = 2 | 4 | 8
// tune: TN = 2 | 4 | 8
// Elements that a thread fetches with one load.
// tune: VECTOR = 1 | 4
// Unused columns at the end of a row of a tile, which spread columns over the banks.
// tune: PAD = 0 | 4
// What a method does not use stays at its default.
// constraint: METHOD > 0 || BM == 32 && BN == 32 && BK == 8 && TM == 2 && TN == 2 && VECTOR == 1 && PAD == 0
// Threads of a threadgroup: 64 to 512.
// constraint: METHOD != 1 || BM / TM * (BN / TN) >= 64 && BM / TM * (BN / TN) <= 512
// constraint: METHOD != 2 || BM % (8 * TM) == 0 && BN % (8 * TN) == 0 && TM * TN <= 16
// constraint: METHOD != 2 || BM / (8 * TM) * (BN / (8 * TN)) >= 1 && BM / (8 * TM) * (BN / (8 * TN)) <= 16
// The sums of a thread must fit its registers, both tiles threadgroup memory.
// constraint: TM * TN <= 32
// constraint: (BM * (BK + PAD) + BK * (BN + PAD)) * 4 <= 32768

/* launch-plan
launches:
  - kernel: product
    when: METHOD == 0
    threads: [n, m]
    threadgroup: [16, 16, 1]
  - kernel: product_tiled
    when: METHOD > 0
    threadgroups: ["ceildiv(n, BN)", "ceildiv(m, BM)"]
    threadgroup: ["METHOD == 1 ? BM / TM * (BN / TN) : 32 * (BM / (8 * TM)) * (BN / (8 * TN))"]
*/

#if METHOD == 0

kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& n [[buffer(3)]], constant int& k [[buffer(4)]], uint2 place [[thread_position_in_grid]]) {
    int row = place.y, column = place.x;
    float sum = 0;
    for (int i = 0; i < k; ++i) sum += a[row * k + i] * b[i * n + column];
    c[row * n + column] = sum;
}

#else

#if METHOD == 1
#define THREADS ((BM / TM) * (BN / TN))
#else
#define THREADS (32 * (BM / (8 * TM)) * (BN / (8 * TN)))
#endif

// Copies a tile of HEIGHT x WIDTH from row `top`, column `left` of a matrix, with zeros beyond its edges.
template <int HEIGHT, int WIDTH>
static void fetch(device const float* from, threadgroup float* to, int top, int left, int rows, int columns, int index) {
    for (int i = index; i < HEIGHT * WIDTH / VECTOR; i += THREADS) {
        int y = i / (WIDTH / VECTOR), x = i % (WIDTH / VECTOR) * VECTOR;
        int row = top + y, column = left + x;
        threadgroup float* place = to + y * (WIDTH + PAD) + x;
#if VECTOR == 4
        if (row < rows && column + 4 <= columns) {
            // A row may begin anywhere, so the vector is aligned to one element only.
            *(threadgroup float4*)place = float4(*(device const packed_float4*)(from + row * columns + column));
            continue;
        }
#endif
        for (int j = 0; j < VECTOR; ++j) {
            place[j] = row < rows && column + j < columns ? from[row * columns + column + j] : 0.0f;
        }
    }
}

kernel void product_tiled(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& m [[buffer(3)]], constant int& n [[buffer(4)]], constant int& k [[buffer(5)]],
    uint2 block [[threadgroup_position_in_grid]], uint thread_index [[thread_index_in_threadgroup]],
    uint simdgroup [[simdgroup_index_in_threadgroup]], uint lane [[thread_index_in_simdgroup]]) {
    threadgroup float4 left_tile[BM * (BK + PAD) / 4];
    threadgroup float4 right_tile[BK * (BN + PAD) / 4];
    threadgroup float* left = (threadgroup float*)left_tile;
    threadgroup float* right = (threadgroup float*)right_tile;
    int top = int(block.y) * BM, side = int(block.x) * BN;
    int index = thread_index;
#if METHOD == 1
    // Neighbouring threads hold neighbouring columns; a thread's own lie BN / TN apart.
    int x = index % (BN / TN), y = index / (BN / TN);
    float sum[TM][TN] = {};
#else
    int x = int(simdgroup) % (BN / (8 * TN)) * 8 * TN, y = int(simdgroup) / (BN / (8 * TN)) * 8 * TM;
    simdgroup_float8x8 sum[TM][TN];
    for (int r = 0; r < TM; ++r) {
        for (int s = 0; s < TN; ++s) sum[r][s] = make_filled_simdgroup_matrix<float, 8, 8>(0.0f);
    }
#endif
    for (int base = 0; base < k; base += BK) {
        fetch<BM, BK>(a, left, top, base, m, k, index);
        fetch<BK, BN>(b, right, base, side, k, n, index);
        threadgroup_barrier(mem_flags::mem_threadgroup);
#if METHOD == 1
        for (int i = 0; i < BK; ++i) {
            float rows[TM], columns[TN];
            for (int r = 0; r < TM; ++r) rows[r] = left[(y + r * (BM / TM)) * (BK + PAD) + i];
            for (int s = 0; s < TN; ++s) columns[s] = right[i * (BN + PAD) + x + s * (BN / TN)];
            for (int r = 0; r < TM; ++r) {
                for (int s = 0; s < TN; ++s) sum[r][s] += rows[r] * columns[s];
            }
        }
#else
        for (int i = 0; i < BK; i += 8) {
            simdgroup_float8x8 rows[TM], columns[TN];
            for (int r = 0; r < TM; ++r) simdgroup_load(rows[r], left + (y + r * 8) * (BK + PAD) + i, BK + PAD);
            for (int s = 0; s < TN; ++s) simdgroup_load(columns[s], right + i * (BN + PAD) + x + s * 8, BN + PAD);
            for (int r = 0; r < TM; ++r) {
                for (int s = 0; s < TN; ++s) simdgroup_multiply_accumulate(sum[r][s], rows[r], columns[s], sum[r][s]);
            }
        }
#endif
        threadgroup_barrier(mem_flags::mem_threadgroup);
    }
    for (int r = 0; r < TM; ++r) {
        for (int s = 0; s < TN; ++s) {
#if METHOD == 1
            int row = top + y + r * (BM / TM), column = side + x + s * (BN / TN);
            if (row < m && column < n) c[row * n + column] = sum[r][s];
#else
            // A matrix may hang over the edge, so each lane stores its two elements where they exist.
            int row = top + y + r * 8 + (int(lane) / 4 & 4) + int(lane) / 2 % 4;
            int column = side + x + s * 8 + (int(lane) / 4 & 2) * 2 + int(lane) % 2 * 2;
            float2 two = sum[r][s].thread_elements();
            if (row < m && column < n) c[row * n + column] = two.x;
            if (row < m && column + 1 < n) c[row * n + column + 1] = two.y;
#endif
        }
    }
}

#endif
// EVOLVE-BLOCK-END
