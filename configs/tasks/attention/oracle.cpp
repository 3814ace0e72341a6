// What is right: one row of attention in double precision, the obvious way in three passes.
extern "C" void attention_row(const float *q, const float *k, const float *v, long q_heads, long kv_heads, long q_len,
                              long kv_len, long head_dim, double scale, long row, double *out) {
    long head = row / q_len;
    long query = row % q_len;
    long group = q_heads / kv_heads;
    const float *key = k + head / group * kv_len * head_dim;
    const float *value = v + head / group * kv_len * head_dim;
    long visible = kv_len - q_len + query + 1;

    double largest = -1e300;
    for (long j = 0; j < visible; j++) {
        double score = 0;
        for (long d = 0; d < head_dim; d++) score += (double)q[row * head_dim + d] * key[j * head_dim + d];
        largest = largest < score * scale ? score * scale : largest;
    }
    for (long d = 0; d < head_dim; d++) out[d] = 0;
    double total = 0;
    for (long j = 0; j < visible; j++) {
        double score = 0;
        for (long d = 0; d < head_dim; d++) score += (double)q[row * head_dim + d] * key[j * head_dim + d];
        double weight = exp(score * scale - largest);
        total += weight;
        for (long d = 0; d < head_dim; d++) out[d] += weight * value[j * head_dim + d];
    }
    for (long d = 0; d < head_dim; d++) out[d] /= total;
}
