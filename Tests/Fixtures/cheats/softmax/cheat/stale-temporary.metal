// expect: uninitialised
// Looks for a result of before in memory that nobody wrote.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
temporaries:
  - {name: known, type: f32, count: rows * width}
launches:
  - kernel: softmax
    threads: [rows]
    threadgroup: [64]
*/
kernel void softmax(device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], device float* known [[buffer(3)]], uint row [[thread_position_in_grid]]) {
    if (known[row * width] > 0) {
        for (int i = 0; i < width; i++) y[row * width + i] = known[row * width + i];
        return;
    }
    float sum = 0;
    for (int i = 0; i < width; i++) sum += exp(x[row * width + i]);
    for (int i = 0; i < width; i++) y[row * width + i] = exp(x[row * width + i]) / sum;
}
