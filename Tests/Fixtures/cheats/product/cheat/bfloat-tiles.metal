// expect: low-precision
// Keeps tiles as bfloat.
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
    float sum = 0;
    for (int i = 0; i < k; i++) {
        bfloat left = bfloat(a[row * k + i]), right = bfloat(b[i * n + column]);
        sum += float(left) * float(right);
    }
    c[row * n + column] = sum;
}
