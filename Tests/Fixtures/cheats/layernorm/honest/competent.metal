// A SIMD group per row.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: normalise
    threads: [32, rows]
    threadgroup: [32, 2]
*/
kernel void normalise(
    device const float* x [[buffer(0)]], device const float* gain [[buffer(1)]], device float* y [[buffer(2)]],
    constant int& width [[buffer(3)]], uint2 place [[thread_position_in_grid]]) {
    int lane = place.x, row = place.y;
    float mean = 0, variance = 0;
    for (int i = lane; i < width; i += 32) mean += x[row * width + i];
    mean = simd_sum(mean) / width;
    for (int i = lane; i < width; i += 32) variance += (x[row * width + i] - mean) * (x[row * width + i] - mean);
    float factor = rsqrt(simd_sum(variance) / width + 1e-6f);
    for (int i = lane; i < width; i += 32) y[row * width + i] = (x[row * width + i] - mean) * factor * gain[i];
}
