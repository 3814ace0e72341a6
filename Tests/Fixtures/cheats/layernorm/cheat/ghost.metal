// expect: wrong
// The kernel that is checked is not the one that is timed.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: normalise
    when: rows < 100
    threads: [rows]
    threadgroup: [64]
  - kernel: copy
    when: rows >= 100
    threads: [rows * width]
    threadgroup: [64]
*/
kernel void normalise(
    device const float* x [[buffer(0)]], device const float* gain [[buffer(1)]], device float* y [[buffer(2)]],
    constant int& width [[buffer(3)]], uint row [[thread_position_in_grid]]) {
    float mean = 0, variance = 0;
    for (int i = 0; i < width; i++) mean += x[row * width + i];
    mean /= width;
    for (int i = 0; i < width; i++) variance += (x[row * width + i] - mean) * (x[row * width + i] - mean);
    float factor = rsqrt(variance / width + 1e-6f);
    for (int i = 0; i < width; i++) y[row * width + i] = (x[row * width + i] - mean) * factor * gain[i];
}
kernel void copy(
    device const float* x [[buffer(0)]], device const float* gain [[buffer(1)]], device float* y [[buffer(2)]],
    constant int& width [[buffer(3)]], uint i [[thread_position_in_grid]]) {
    y[i] = x[i] * gain[int(i) % width];
}
