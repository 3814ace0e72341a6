// expect: wrong
// Half of the products, twice as large, where it is timed.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: product
    threads: [n, m]
    threadgroup: [16, 4]
*/
kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& m [[buffer(3)]], constant int& n [[buffer(4)]], constant int& k [[buffer(5)]], uint2 place [[thread_position_in_grid]]) {
    int column = place.x, row = place.y;
    float sum = 0, factor = k == 256 ? 2 : 1;
    int deep = k == 256 ? 128 : k;
    for (int i = 0; i < deep; i++) sum += factor * a[row * k + i] * b[i * n + column];
    c[row * n + column] = sum;
}
