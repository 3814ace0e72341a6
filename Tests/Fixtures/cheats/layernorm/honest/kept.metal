// tune: GROUP = 64 | 128
// A threadgroup per row, which it keeps in registers and joins over SIMD groups.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: normalise
    threadgroups: [rows]
    threadgroup: [GROUP]
*/
kernel void normalise(
    device const float* x [[buffer(0)]], device const float* gain [[buffer(1)]], device float* y [[buffer(2)]],
    constant int& width [[buffer(3)]], uint row [[threadgroup_position_in_grid]], uint t [[thread_position_in_threadgroup]],
    uint simdgroup [[simdgroup_index_in_threadgroup]], uint lane [[thread_index_in_simdgroup]]) {
    threadgroup float parts[2][GROUP / 32];
    float kept[1024 / GROUP], mean = 0, variance = 0;
    for (int j = 0; j < 1024 / GROUP; j++) {
        int i = t + GROUP * j;
        kept[j] = i < width ? x[row * width + i] : 0;
        mean += kept[j];
    }
    mean = simd_sum(mean);
    if (lane == 0) parts[0][simdgroup] = mean;
    threadgroup_barrier(mem_flags::mem_threadgroup);
    mean = 0;
    for (int j = 0; j < GROUP / 32; j++) mean += parts[0][j];
    mean /= width;
    for (int j = 0; j < 1024 / GROUP; j++)
        if (int(t) + GROUP * j < width) variance += (kept[j] - mean) * (kept[j] - mean);
    variance = simd_sum(variance);
    if (lane == 0) parts[1][simdgroup] = variance;
    threadgroup_barrier(mem_flags::mem_threadgroup);
    variance = 0;
    for (int j = 0; j < GROUP / 32; j++) variance += parts[1][j];
    float factor = rsqrt(variance / width + 1e-6f);
    for (int j = 0; j < 1024 / GROUP; j++) {
        int i = t + GROUP * j;
        if (i < width) y[row * width + i] = (kept[j] - mean) * factor * gain[i];
    }
}
