// expect: low-precision
// Half precision where single precision is asked for.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [rows]
    threadgroup: [64]
*/
kernel void softmax(device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[thread_position_in_grid]]) {
    half sum = 0;
    for (int i = 0; i < width; i++) sum += half(exp(x[row * width + i]));
    for (int i = 0; i < width; i++) y[row * width + i] = half(exp(x[row * width + i])) / sum;
}
