// Welford's running mean and variance.
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
    float mean = 0, squares = 0;
    for (int i = 0; i < width; i++) {
        float delta = x[row * width + i] - mean;
        mean += delta / (i + 1);
        squares += delta * (x[row * width + i] - mean);
    }
    float factor = rsqrt(squares / width + 1e-6f);
    for (int i = 0; i < width; i++) y[row * width + i] = (x[row * width + i] - mean) * factor * gain[i];
}
