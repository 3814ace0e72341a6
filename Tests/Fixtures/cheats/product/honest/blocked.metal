// Four elements a thread in registers.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: product
    threads: ["ceildiv(n, 4)", m]
    threadgroup: [16, 4]
*/
kernel void product(
    device const float* a [[buffer(0)]], device const float* b [[buffer(1)]], device float* c [[buffer(2)]],
    constant int& m [[buffer(3)]], constant int& n [[buffer(4)]], constant int& k [[buffer(5)]], uint2 place [[thread_position_in_grid]]) {
    int column = place.x, row = place.y;
    column *= 4;
    float sum[4] = {0, 0, 0, 0};
    for (int i = 0; i < k; i++) {
        float factor = a[row * k + i];
        for (int j = 0; j < 4; j++)
            if (column + j < n) sum[j] += factor * b[i * n + column + j];
    }
    for (int j = 0; j < 4; j++)
        if (column + j < n) c[row * n + column + j] = sum[j];
}
