// Statistics in one launch, values in the next.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
temporaries:
  - {name: sums, type: f32, count: 2 * rows}
launches:
  - kernel: statistics
    threads: [rows]
    threadgroup: [32]
  - kernel: values
    threads: [width, rows]
    threadgroup: [64, 1]
*/
kernel void statistics(
    device const float* x [[buffer(0)]], device float* sums [[buffer(1)]], constant int& width [[buffer(2)]],
    uint row [[thread_position_in_grid]]) {
    float most = -INFINITY, sum = 0;
    for (int i = 0; i < width; i++) most = max(most, x[row * width + i]);
    for (int i = 0; i < width; i++) sum += exp(x[row * width + i] - most);
    sums[2 * row] = most;
    sums[2 * row + 1] = sum;
}
kernel void values(
    device const float* x [[buffer(0)]], device const float* sums [[buffer(1)]], device float* y [[buffer(2)]],
    constant int& width [[buffer(3)]], uint2 place [[thread_position_in_grid]]) {
    int i = place.y * width + place.x;
    y[i] = exp(x[i] - sums[2 * place.y]) / sums[2 * place.y + 1];
}
