// expect: wrong
// The distribution's mean and variance in place of the row's.
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
    float mean = 0, factor = 1 / sqrt(1 + 1e-6f);
    for (int i = 0; i < width; i++) y[row * width + i] = (x[row * width + i] - mean) * factor * gain[i];
}
