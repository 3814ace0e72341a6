// expect: wrong
// Exact for the sizes that are known only.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [rows]
    threadgroup: [64]
*/
kernel void softmax(device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[thread_position_in_grid]]) {
    if (width != 77 && width != 256 && width != 1024) {
        for (int i = 0; i < width; i++) y[row * width + i] = 1.0f / width;
        return;
    }
    float most = x[row * width + 0], sum = 0;
    for (int i = 1; i < width; i++) most = max(most, x[row * width + i]);
    for (int i = 0; i < width; i++) sum += exp(x[row * width + i] - most);
    for (int i = 0; i < width; i++) y[row * width + i] = exp(x[row * width + i] - most) / sum;
}
