// Causal grouped-query attention as the formula reads: all scores, then the softmax of each row, then the weighted sum.
#include <metal_stdlib>
using namespace metal;

/* launch-plan
temporaries:
  - {name: scores, type: f32, count: q_heads * q_len * kv_len}
launches:
  - kernel: attention_scores
    threads: [kv_len, q_len, q_heads]
    threadgroup: [128, 1, 1]
  - kernel: attention_softmax
    threads: [q_heads * q_len]
    threadgroup: [128, 1, 1]
    arguments: {rows: q_heads * q_len}
  - kernel: attention_output
    threads: [head_dim, q_len, q_heads]
    threadgroup: [128, 1, 1]
*/

// One thread per score.
kernel void attention_scores(
    device const float* q [[buffer(0)]], device const float* k [[buffer(1)]], device float* scores [[buffer(2)]],
    constant int& q_heads [[buffer(3)]], constant int& kv_heads [[buffer(4)]], constant int& head_dim [[buffer(5)]],
    constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]], uint3 place [[thread_position_in_grid]]) {
    int key = place.x, query = place.y, head = place.z;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float score = -INFINITY;
    if (key <= kv_len - q_len + query) {
        float sum = 0;
        for (int d = 0; d < head_dim; ++d) {
            sum += q[row * head_dim + d] * k[(kv_head * kv_len + key) * head_dim + d];
        }
        score = sum * rsqrt(float(head_dim));
    }
    scores[size_t(row) * kv_len + key] = score;
}

// One thread per row.
kernel void attention_softmax(
    device float* scores [[buffer(0)]], constant int& rows [[buffer(1)]], constant int& kv_len [[buffer(2)]],
    uint row [[thread_position_in_grid]]) {
    if (int(row) >= rows) return;
    device float* line = scores + size_t(row) * kv_len;
    float greatest = -INFINITY;
    for (int j = 0; j < kv_len; ++j) greatest = max(greatest, line[j]);
    float total = 0;
    for (int j = 0; j < kv_len; ++j) {
        float weight = exp(line[j] - greatest);
        line[j] = weight;
        total += weight;
    }
    for (int j = 0; j < kv_len; ++j) line[j] /= total;
}

// One thread per output element.
kernel void attention_output(
    device const float* scores [[buffer(0)]], device const float* v [[buffer(1)]], device float* out [[buffer(2)]],
    constant int& q_heads [[buffer(3)]], constant int& kv_heads [[buffer(4)]], constant int& head_dim [[buffer(5)]],
    constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]], uint3 place [[thread_position_in_grid]]) {
    int d = place.x, query = place.y, head = place.z;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float sum = 0;
    for (int j = 0; j < kv_len; ++j) {
        sum += scores[size_t(row) * kv_len + j] * v[(kv_head * kv_len + j) * head_dim + d];
    }
    out[row * head_dim + d] = sum;
}
