// Tiles in threadgroup memory, edges filled with zeros.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: product
    threadgroups: ["ceildiv(n, 16)", "ceildiv(m, 16)"]
    threadgroup: [16, 16]
*/
kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& m [[buffer(3)]], constant int& n [[buffer(4)]], constant int& k [[buffer(5)]], uint2 local [[thread_position_in_threadgroup]], uint2 place [[thread_position_in_grid]]) {
    threadgroup float left[16][17], right[16][17];
    int column = place.x, row = place.y;
    float sum = 0;
    for (int start = 0; start < k; start += 16) {
        int i = start + local.x, j = start + local.y;
        left[local.y][local.x] = row < m && i < k ? a[row * k + i] : 0;
        right[local.y][local.x] = j < k && column < n ? b[j * n + column] : 0;
        threadgroup_barrier(mem_flags::mem_threadgroup);
        for (int d = 0; d < 16; d++) sum += left[local.y][d] * right[d][local.x];
        threadgroup_barrier(mem_flags::mem_threadgroup);
    }
    if (row < m && column < n) c[row * n + column] = sum;
}
