// Causal grouped-query attention as the formula reads: all scores, then the softmax of each row, then the weighted sum.

/* launch-plan
temporaries:
  - {name: scores, type: f32, count: q_heads * q_len * kv_len}
launches:
  - kernel: attention_scores
    threadgroups: ["ceildiv(kv_len, 128)", q_len, q_heads]
    threadgroup: [128, 1, 1]
  - kernel: attention_softmax
    threadgroups: ["ceildiv(q_heads * q_len, 128)"]
    threadgroup: [128, 1, 1]
    arguments: {rows: q_heads * q_len}
  - kernel: attention_output
    threadgroups: ["ceildiv(head_dim, 128)", q_len, q_heads]
    threadgroup: [128, 1, 1]
*/

// One thread per score.
extern "C" __global__ void attention_scores(
    const float* q, const float* k, float* scores, int q_heads, int kv_heads, int head_dim, int q_len, int kv_len) {
    int key = blockIdx.x * blockDim.x + threadIdx.x, query = blockIdx.y, head = blockIdx.z;
    if (key >= kv_len) return;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float score = -INFINITY;
    if (key <= kv_len - q_len + query) {
        float sum = 0;
        for (int d = 0; d < head_dim; ++d) {
            sum += q[row * head_dim + d] * k[(kv_head * kv_len + key) * head_dim + d];
        }
        score = sum * rsqrtf(float(head_dim));
    }
    scores[size_t(row) * kv_len + key] = score;
}

// One thread per row.
extern "C" __global__ void attention_softmax(float* scores, int rows, int kv_len) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float* line = scores + size_t(row) * kv_len;
    float greatest = -INFINITY;
    for (int j = 0; j < kv_len; ++j) greatest = fmaxf(greatest, line[j]);
    float total = 0;
    for (int j = 0; j < kv_len; ++j) {
        float weight = expf(line[j] - greatest);
        line[j] = weight;
        total += weight;
    }
    for (int j = 0; j < kv_len; ++j) line[j] /= total;
}

// One thread per output element.
extern "C" __global__ void attention_output(
    const float* scores, const float* v, float* out, int q_heads, int kv_heads, int head_dim, int q_len, int kv_len) {
    int d = blockIdx.x * blockDim.x + threadIdx.x, query = blockIdx.y, head = blockIdx.z;
    if (d >= head_dim) return;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float sum = 0;
    for (int j = 0; j < kv_len; ++j) {
        sum += scores[size_t(row) * kv_len + j] * v[(kv_head * kv_len + j) * head_dim + d];
    }
    out[row * head_dim + d] = sum;
}
