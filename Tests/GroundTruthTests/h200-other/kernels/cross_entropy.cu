// Loss of each row of logits: log-sum-exp less the target's logit, one block per row.
#ifndef BLOCK
#define BLOCK 256
#endif
extern "C" __global__ void cross_entropy(const float* __restrict__ logits, const int* __restrict__ target, float* __restrict__ loss, int cols) {
  __shared__ float part[32];
  const float* row = logits + (size_t)blockIdx.x * cols;
  int t = threadIdx.x;
  float m = -3.0e38f, s = 0.0f;
  for (int c = t; c < cols; c += BLOCK) {
    float v = row[c];
    if (v > m) {
      s *= __expf(m - v);
      m = v;
    }
    s += __expf(v - m);
  }
  for (int o = 16; o > 0; o >>= 1) {
    float om = __shfl_xor_sync(0xffffffffu, m, o), os = __shfl_xor_sync(0xffffffffu, s, o);
    float top = fmaxf(m, om);
    s = s * __expf(m - top) + os * __expf(om - top);
    m = top;
  }
  __shared__ float sums[32];
  if ((t & 31) == 0) {
    part[t >> 5] = m;
    sums[t >> 5] = s;
  }
  __syncthreads();
  if (t == 0) {
    float top = part[0], total = sums[0];
    for (int w = 1; w < BLOCK / 32; ++w) {
      float next = fmaxf(top, part[w]);
      total = total * __expf(top - next) + sums[w] * __expf(part[w] - next);
      top = next;
    }
    loss[blockIdx.x] = logf(total) + top - row[target[blockIdx.x]];
  }
}
