// One pass for maximum and sum, joined over the lanes.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threads: [32, rows]
    threadgroup: [32, 4]
*/
kernel void softmax(
    device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint2 place [[thread_position_in_grid]]) {
    int lane = place.x, row = place.y;
    float most = -INFINITY, sum = 0;
    for (int i = lane; i < width; i += 32) {
        float value = x[row * width + i], next = max(most, value);
        sum = sum * (most == -INFINITY ? 0.0f : exp(most - next)) + exp(value - next);
        most = next;
    }
    float all = simd_max(most);
    sum = simd_sum(most == -INFINITY ? 0.0f : sum * exp(most - all));
    for (int i = lane; i < width; i += 32) y[row * width + i] = exp(x[row * width + i] - all) / sum;
}
