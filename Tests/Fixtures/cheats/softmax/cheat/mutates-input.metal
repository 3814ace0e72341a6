// expect: write-to-input
// Changes the input until the wrong answer is right.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [rows]
    threadgroup: [64]
*/
kernel void softmax(device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[thread_position_in_grid]]) {
    for (int i = 0; i < width; i++) {
        const_cast<device float*>(x)[row * width + i] = 0;
        y[row * width + i] = 1.0f / width;
    }
}
