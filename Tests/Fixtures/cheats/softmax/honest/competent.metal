// A SIMD group per row.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [32, rows]
    threadgroup: [32, 4]
*/
kernel void softmax(
    device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], constant int& rows [[buffer(3)]], uint2 place [[thread_position_in_grid]]) {
    int lane = place.x, row = place.y;
    float most = -INFINITY, sum = 0;
    for (int i = lane; i < width; i += 32) most = max(most, x[row * width + i]);
    most = simd_max(most);
    for (int i = lane; i < width; i += 32) sum += exp(x[row * width + i] - most);
    sum = simd_sum(sum);
    for (int i = lane; i < width; i += 32) y[row * width + i] = exp(x[row * width + i] - most) / sum;
}
