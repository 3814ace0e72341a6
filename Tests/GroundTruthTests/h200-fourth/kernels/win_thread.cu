// Sliding-window causal attention, one thread a query, keys and values straight from global memory, online softmax.
#define D 64
#define WINDOW 128
extern "C" __global__ void win_thread(const float* Q, const float* K, const float* V, float* O, int seq, float scale) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  size_t head = (size_t)blockIdx.y * seq * D;
  if (i >= seq) return;
  float q[D], acc[D];
  for (int d = 0; d < D; ++d) {
    q[d] = Q[head + (size_t)i * D + d];
    acc[d] = 0.0f;
  }
  float top = -1e30f, sum = 0.0f;
  for (int j = max(0, i - WINDOW + 1); j <= i; ++j) {
    const float* k = K + head + (size_t)j * D;
    const float* v = V + head + (size_t)j * D;
    float s = 0.0f;
    for (int d = 0; d < D; ++d) s += q[d] * k[d];
    s *= scale;
    float next = fmaxf(top, s), keep = expf(top - next), e = expf(s - next);
    sum = sum * keep + e;
    for (int d = 0; d < D; ++d) acc[d] = acc[d] * keep + e * v[d];
    top = next;
  }
  for (int d = 0; d < D; ++d) O[head + (size_t)i * D + d] = acc[d] / sum;
}
