// Causal grouped-query attention in one pass: a warp per query row, online softmax, no buffer of scores.

/* launch-plan
launches:
  - kernel: attention_row
    threadgroups: ["ceildiv(q_len, 4)", q_heads]
    threadgroup: [32, 4, 1]
*/

// The 32 lanes split the head dimension of 128, four elements each, so that a key is one coalesced vector load.
extern "C" __global__ void __launch_bounds__(128) attention_row(
    const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v, float* __restrict__ out,
    int q_heads, int kv_heads, int q_len, int kv_len) {
    int lane = threadIdx.x, query = blockIdx.x * 4 + threadIdx.y, head = blockIdx.y;
    if (query >= q_len) return;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    int visible = kv_len - q_len + query + 1;
    const float4* keys = (const float4*)k + kv_head * kv_len * 32 + lane;
    const float4* values = (const float4*)v + kv_head * kv_len * 32 + lane;
    const float scale = 0.08838834764831845f;  // 1 / sqrt(128)
    float4 mine = ((const float4*)q)[row * 32 + lane];

    float greatest = -INFINITY;
    float total = 0;
    float4 sum = make_float4(0, 0, 0, 0);
    for (int j = 0; j < visible; ++j) {
        float4 key = keys[j * 32];
        float score = mine.x * key.x + mine.y * key.y + mine.z * key.z + mine.w * key.w;
        for (int mask = 16; mask > 0; mask /= 2) score += __shfl_xor_sync(0xffffffffu, score, mask);
        score *= scale;
        float raised = fmaxf(greatest, score);
        float decay = expf(greatest - raised);
        float weight = expf(score - raised);
        float4 value = values[j * 32];
        total = total * decay + weight;
        sum.x = sum.x * decay + weight * value.x;
        sum.y = sum.y * decay + weight * value.y;
        sum.z = sum.z * decay + weight * value.z;
        sum.w = sum.w * decay + weight * value.w;
        greatest = raised;
    }
    ((float4*)out)[row * 32 + lane] = make_float4(sum.x / total, sum.y / total, sum.z / total, sum.w / total);
}
