// A threadgroup per row, its parts joined in threadgroup memory.
#include <metal_stdlib>
using namespace metal;
/* launch-plan
launches:
  - kernel: softmax
    threadgroups: [rows]
    threadgroup: [128]
*/
kernel void softmax(
    device const float* x [[buffer(0)]], device float* y [[buffer(1)]], constant int& width [[buffer(2)]], uint row [[threadgroup_position_in_grid]], uint t [[thread_position_in_threadgroup]]) {
    threadgroup float parts[128];
    float most = -INFINITY;
    for (int i = t; i < width; i += 128) most = max(most, x[row * width + i]);
    parts[t] = most;
    threadgroup_barrier(mem_flags::mem_threadgroup);
    for (uint step = 64; step > 0; step /= 2) {
        if (t < step) parts[t] = max(parts[t], parts[t + step]);
        threadgroup_barrier(mem_flags::mem_threadgroup);
    }
    most = parts[0];
    threadgroup_barrier(mem_flags::mem_threadgroup);
    float sum = 0;
    for (int i = t; i < width; i += 128) sum += exp(x[row * width + i] - most);
    parts[t] = sum;
    threadgroup_barrier(mem_flags::mem_threadgroup);
    for (uint step = 64; step > 0; step /= 2) {
        if (t < step) parts[t] += parts[t + step];
        threadgroup_barrier(mem_flags::mem_threadgroup);
    }
    for (int i = t; i < width; i += 128) y[row * width + i] = exp(x[row * width + i] - most) / parts[0];
}
