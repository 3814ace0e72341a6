// expect: data-race
// Saves the barriers.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threadgroups: [rows]
    threadgroup: [128]
*/
kernel void softmax(
    device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[threadgroup_position_in_grid]], uint t [[thread_position_in_threadgroup]]) {
    threadgroup float parts[4];
    float sum = 0;
    for (int i = t; i < width; i += 128) sum += exp(x[row * width + i]);
    sum = simd_sum(sum);
    if (t % 32 == 0) parts[t / 32] = sum;
    sum = parts[0] + parts[1] + parts[2] + parts[3];
    for (int i = t; i < width; i += 128) y[row * width + i] = exp(x[row * width + i]) / sum;
}
