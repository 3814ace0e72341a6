// expect: wrong
// Statistics of the first 64 columns.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: normalise
    threads: [rows]
    threadgroup: [64]
*/
kernel void normalise(
    device const float* x [[buffer(0)]], device const float* gain [[buffer(1)]], device float* y [[buffer(2)]],
    constant int& width [[buffer(3)]], uint row [[thread_position_in_grid]]) {
    float mean = 0, variance = 0;
    for (int i = 0; i < min(width, 64); i++) mean += x[row * width + i];
    mean /= min(width, 64);
    for (int i = 0; i < min(width, 64); i++) variance += (x[row * width + i] - mean) * (x[row * width + i] - mean);
    float factor = rsqrt(variance / min(width, 64) + 1e-6f);
    for (int i = 0; i < width; i++) y[row * width + i] = (x[row * width + i] - mean) * factor * gain[i];
}
