// expect: unwritten-output
// Launches nothing where it is timed.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: normalise
    threads: ["rows < 100 ? rows : 1"]
    threadgroup: [1]
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
