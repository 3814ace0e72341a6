// A SIMD group per row of 32 elements; a's elements travel by broadcast.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: product
    threadgroups: ["ceildiv(n, 32)", m]
    threadgroup: [32, 1]
*/
kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& m [[buffer(3)]], constant int& n [[buffer(4)]], constant int& k [[buffer(5)]], uint lane [[thread_index_in_simdgroup]], uint2 group [[threadgroup_position_in_grid]]) {
    int column = group.x * 32 + lane, row = group.y;
    float sum = 0;
    for (int start = 0; start < k; start += 32) {
        float mine = start + int(lane) < k ? a[row * k + start + lane] : 0;
        for (int d = 0; d < min(32, k - start); d++) {
            float factor = simd_broadcast(mine, ushort(d));
            if (column < n) sum += factor * b[(start + d) * n + column];
        }
    }
    if (column < n) c[row * n + column] = sum;
}
