// expect: wrong
// Two launches, of which the second computes something else where it is timed.
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
    float mean = 0, variance = 0;
    int wide = width == 1024 ? 16 : width;
    for (int i = 0; i < wide; i++) mean += x[row * width + i];
    mean /= wide;
    for (int i = 0; i < wide; i++) variance += (x[row * width + i] - mean) * (x[row * width + i] - mean);
    sums[2 * row] = mean;
    sums[2 * row + 1] = rsqrt(variance / wide + 1e-6f);
}
kernel void values(
    device const float* x [[buffer(0)]], device const float* gain [[buffer(1)]], device const float* sums [[buffer(2)]],
    device float* y [[buffer(3)]], constant int& width [[buffer(4)]], uint2 place [[thread_position_in_grid]]) {
    int i = place.y * width + place.x;
    y[i] = (x[i] - sums[2 * place.y]) * sums[2 * place.y + 1] * gain[place.x];
}
