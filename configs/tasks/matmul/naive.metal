// C = A B, one thread per element of C.
#include <metal_stdlib>
using namespace metal;

/* launch-plan
launches:
  - kernel: product
    threads: [n, m]
    threadgroup: [16, 16, 1]
*/

kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& n [[buffer(3)]], constant int& k [[buffer(4)]], uint2 place [[thread_position_in_grid]]) {
    int row = place.y, column = place.x;
    float sum = 0;
    for (int i = 0; i < k; ++i) sum += a[row * k + i] * b[i * n + column];
    c[row * n + column] = sum;
}
