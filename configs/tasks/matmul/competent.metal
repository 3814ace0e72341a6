// C = A B by tiles of 64 x 64: a threadgroup keeps 16 columns of A and 16 rows of B, a thread 4 x 4 sums.
#include <metal_stdlib>
using namespace metal;

/* launch-plan
launches:
  - kernel: product
    threadgroups: ["ceildiv(n, 64)", "ceildiv(m, 64)"]
    threadgroup: [16, 16, 1]
*/

kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& m [[buffer(3)]], constant int& n [[buffer(4)]], constant int& k [[buffer(5)]],
    uint2 block [[threadgroup_position_in_grid]], uint2 place [[thread_position_in_threadgroup]],
    uint thread_index [[thread_index_in_threadgroup]]) {
    threadgroup float left[64 * 16];
    threadgroup float right[16 * 64];
    int first_row = int(block.y) * 64, first_column = int(block.x) * 64;
    int x = place.x, y = place.y, index = thread_index;
    float sum[4][4] = {};
    for (int base = 0; base < k; base += 16) {
        for (int i = index; i < 64 * 16; i += 256) {
            int row = first_row + i / 16, column = base + i % 16;
            left[i] = row < m && column < k ? a[row * k + column] : 0.0f;
        }
        for (int i = index; i < 16 * 64; i += 256) {
            int row = base + i / 64, column = first_column + i % 64;
            right[i] = row < k && column < n ? b[row * n + column] : 0.0f;
        }
        threadgroup_barrier(mem_flags::mem_threadgroup);
        for (int i = 0; i < 16; ++i) {
            float rows[4], columns[4];
            for (int j = 0; j < 4; ++j) rows[j] = left[(y + j * 16) * 16 + i];
            for (int j = 0; j < 4; ++j) columns[j] = right[i * 64 + x + j * 16];
            for (int r = 0; r < 4; ++r) {
                for (int s = 0; s < 4; ++s) sum[r][s] += rows[r] * columns[s];
            }
        }
        threadgroup_barrier(mem_flags::mem_threadgroup);
    }
    for (int r = 0; r < 4; ++r) {
        for (int s = 0; s < 4; ++s) {
            int row = first_row + y + r * 16, column = first_column + x + s * 16;
            if (row < m && column < n) c[row * n + column] = sum[r][s];
        }
    }
}
