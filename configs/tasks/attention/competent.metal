// Causal grouped-query attention in one pass: a SIMD group per query row, online softmax, no buffer of scores.
#include <metal_stdlib>
using namespace metal;

/* launch-plan
launches:
  - kernel: attention_row
    threads: [32, q_len, q_heads]
    threadgroup: [32, 4, 1]
*/

// The 32 lanes split the head dimension of 128, four elements each, so that a key is one coalesced vector load.
kernel void attention_row(
    device const float* q [[buffer(0)]], device const float* k [[buffer(1)]], device const float* v [[buffer(2)]],
    device float* out [[buffer(3)]], constant int& q_heads [[buffer(4)]], constant int& kv_heads [[buffer(5)]],
    constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]], uint3 place [[thread_position_in_grid]]) {
    int lane = place.x, query = place.y, head = place.z;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    int visible = kv_len - q_len + query + 1;
    device const float4* keys = (device const float4*)k + kv_head * kv_len * 32 + lane;
    device const float4* values = (device const float4*)v + kv_head * kv_len * 32 + lane;
    float4 mine = ((device const float4*)q)[row * 32 + lane] * 0.08838834764831845f;  // 1 / sqrt(128)

    float greatest = -INFINITY;
    float total = 0;
    float4 sum = 0;
    for (int j = 0; j < visible; ++j) {
        float score = simd_sum(dot(mine, keys[j * 32]));
        float raised = max(greatest, score);
        float decay = exp(greatest - raised);
        float weight = exp(score - raised);
        total = total * decay + weight;
        sum = sum * decay + weight * values[j * 32];
        greatest = raised;
    }
    ((device float4*)out)[row * 32 + lane] = sum / total;
}
