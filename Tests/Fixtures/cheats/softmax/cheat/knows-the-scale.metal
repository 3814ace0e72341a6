// expect: wrong
// Right for values as large as usual only.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [rows]
    threadgroup: [64]
*/
kernel void softmax(device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[thread_position_in_grid]]) {
    float sum = 0;
    for (int i = 0; i < width; i++) sum += exp(clamp(x[row * width + i], -9.0f, 9.0f));
    for (int i = 0; i < width; i++) y[row * width + i] = exp(clamp(x[row * width + i], -9.0f, 9.0f)) / sum;
}
