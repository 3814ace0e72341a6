// Index of each row's greatest value, a block per row.
#ifndef BLOCK
#define BLOCK 256
#endif
extern "C" __global__ void argmax_rows(const float* __restrict__ in, int* __restrict__ out, int cols) {
  __shared__ float best[BLOCK];
  __shared__ int place[BLOCK];
  const float* row = in + (size_t)blockIdx.x * cols;
  int t = threadIdx.x, at = 0;
  float top = -3.0e38f;
  for (int c = t; c < cols; c += BLOCK) {
    float v = row[c];
    if (v > top) {
      top = v;
      at = c;
    }
  }
  best[t] = top;
  place[t] = at;
  __syncthreads();
  for (int s = BLOCK / 2; s > 0; s /= 2) {
    if (t < s && (best[t + s] > best[t] || (best[t + s] == best[t] && place[t + s] < place[t]))) {
      best[t] = best[t + s];
      place[t] = place[t + s];
    }
    __syncthreads();
  }
  if (t == 0) out[blockIdx.x] = place[0];
}
