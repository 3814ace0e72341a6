// expect: launch-limit
// More threadgroup memory than there is.
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
    threadgroup float cache[16 * 1024];
    cache[0] = 0;
    c[row * n + column] = cache[0] + row + m + k;
}
