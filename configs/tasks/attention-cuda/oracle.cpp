// Causal grouped-query attention in double precision, one output row (a query of a head) per call.
#include <cmath>

// The score of one key; everything is exact but the rounding of the sum.
static double score(const float* query, const float* key, long head_dim) {
    double sum = 0;
    for (long d = 0; d < head_dim; ++d) sum += double(query[d]) * double(key[d]);
    return sum / sqrt(double(head_dim));
}

extern "C" void oracle_row(
    const float* q, const float* k, const float* v, double* out, long row, long q_heads, long kv_heads, long head_dim,
    long q_len, long kv_len) {
    long head = row / q_len;
    long index = row % q_len;
    long kv_head = head / (q_heads / kv_heads);
    long visible = kv_len - q_len + index + 1;
    const float* query = q + row * head_dim;
    const float* keys = k + kv_head * kv_len * head_dim;
    const float* values = v + kv_head * kv_len * head_dim;

    double greatest = score(query, keys, head_dim);
    for (long j = 1; j < visible; ++j) greatest = fmax(greatest, score(query, keys + j * head_dim, head_dim));

    // Scores are computed twice instead of stored: a row needs no memory but its own.
    double total = 0;
    for (long d = 0; d < head_dim; ++d) out[d] = 0;
    for (long j = 0; j < visible; ++j) {
        double weight = exp(score(query, keys + j * head_dim, head_dim) - greatest);
        total += weight;
        for (long d = 0; d < head_dim; ++d) out[d] += weight * double(values[j * head_dim + d]);
    }
    for (long d = 0; d < head_dim; ++d) out[d] /= total;
}
