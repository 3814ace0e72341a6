// Group normalisation of [batch, channels, pixels]: a block per group, two passes.
#ifndef BLOCK
#define BLOCK 256
#endif
extern "C" __global__ void groupnorm(const float* __restrict__ x, const float* __restrict__ gamma, const float* __restrict__ beta, float* __restrict__ y, int groups, int per_group, int pixels) {
  __shared__ float s1[32], s2[32];
  int t = threadIdx.x, group = blockIdx.x % groups, count = per_group * pixels;
  const float* from = x + (size_t)blockIdx.x * count;
  float* to = y + (size_t)blockIdx.x * count;
  float a = 0.0f, b = 0.0f;
  for (int i = t; i < count; i += BLOCK) {
    float v = from[i];
    a += v;
    b += v * v;
  }
  for (int o = 16; o > 0; o >>= 1) {
    a += __shfl_xor_sync(0xffffffffu, a, o);
    b += __shfl_xor_sync(0xffffffffu, b, o);
  }
  if (t % 32 == 0) {
    s1[t / 32] = a;
    s2[t / 32] = b;
  }
  __syncthreads();
  a = 0.0f;
  b = 0.0f;
  for (int w = 0; w < BLOCK / 32; ++w) {
    a += s1[w];
    b += s2[w];
  }
  float mean = a / count, inv = rsqrtf(b / count - mean * mean + 1e-5f);
  for (int i = t; i < count; i += BLOCK) {
    int c = group * per_group + i / pixels;
    to[i] = (from[i] - mean) * inv * gamma[c] + beta[c];
  }
}
