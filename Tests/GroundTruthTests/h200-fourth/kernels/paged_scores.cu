// Paged-KV decode attention, one block a (sequence, head): scores of all tokens in shared memory, softmax, then the values.
#include <cuda_fp16.h>
#define D 64
#define PAGE 16
#define MAXLEN 1024
extern "C" __global__ void paged_scores(const float* q, const __half* kc, const __half* vc, const int* table, const int* lens, float* out, int hq, int hkv, int maxpages, float scale) {
  __shared__ float score[MAXLEN];
  __shared__ float qs[D];
  __shared__ float red[128];
  int b = blockIdx.y, h = blockIdx.x, kvh = h / (hq / hkv), t = threadIdx.x;
  int len = lens[b] + 1;
  if (t < D) qs[t] = q[(b * hq + h) * D + t];
  __syncthreads();
  float top = -1e30f;
  for (int i = t; i < len; i += 128) {
    int page = table[b * maxpages + i / PAGE];
    const __half* k = kc + ((size_t)(page * hkv + kvh) * PAGE + i % PAGE) * D;
    float s = 0.0f;
    for (int d = 0; d < D; ++d) s += qs[d] * __half2float(k[d]);
    s *= scale;
    score[i] = s;
    top = fmaxf(top, s);
  }
  red[t] = top;
  __syncthreads();
  for (int o = 64; o > 0; o >>= 1) {
    if (t < o) red[t] = fmaxf(red[t], red[t + o]);
    __syncthreads();
  }
  top = red[0];
  __syncthreads();
  float sum = 0.0f;
  for (int i = t; i < len; i += 128) {
    float e = expf(score[i] - top);
    score[i] = e;
    sum += e;
  }
  red[t] = sum;
  __syncthreads();
  for (int o = 64; o > 0; o >>= 1) {
    if (t < o) red[t] += red[t + o];
    __syncthreads();
  }
  sum = red[0];
  __syncthreads();
  int d = t % D, part = t / D;
  float acc = 0.0f;
  for (int i = part; i < len; i += 2) {
    int page = table[b * maxpages + i / PAGE];
    acc += score[i] * __half2float(vc[((size_t)(page * hkv + kvh) * PAGE + i % PAGE) * D + d]);
  }
  red[t] = acc;
  __syncthreads();
  if (t < D) out[(b * hq + h) * D + t] = (red[t] + red[t + D]) / sum;
}
