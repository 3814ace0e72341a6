// expect: wrong
// Computes the first columns only where it is timed.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [rows]
    threadgroup: [64]
*/
kernel void softmax(device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[thread_position_in_grid]]) {
    int wide = width == 1024 ? 64 : width;
    float sum = 0;
    for (int i = 0; i < wide; i++) sum += exp(x[row * width + i]);
    for (int i = 0; i < width; i++) y[row * width + i] = i < wide ? exp(x[row * width + i]) / sum : 0;
}
