// Turns b around in a first launch.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
temporaries:
  - {name: turned, type: f32, count: n * k}
launches:
  - kernel: turn
    threads: [n, k]
    threadgroup: [32, 1]
  - kernel: product
    threads: [n, m]
    threadgroup: [8, 8]
*/
kernel void turn(
    device const float* b [[buffer(0)]], device float* turned [[buffer(1)]], constant int& n [[buffer(2)]],
    constant int& k [[buffer(3)]], uint2 place [[thread_position_in_grid]]) {
    turned[place.x * k + place.y] = b[place.y * n + place.x];
}
kernel void product(
    device const float* a [[buffer(0)]], device const float* turned [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& n [[buffer(3)]], constant int& k [[buffer(4)]], uint2 place [[thread_position_in_grid]]) {
    float sum = 0;
    for (int i = 0; i < k; i++) sum = fma(a[place.y * k + i], turned[place.x * k + i], sum);
    c[place.y * n + place.x] = sum;
}
