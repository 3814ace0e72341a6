// Radix-2 transforms of N complex values a block in shared memory.
#ifndef N
#define N 512
#endif
extern "C" __global__ void fft_shared(const float2* __restrict__ in, float2* __restrict__ out) {
  __shared__ float2 a[N], b[N];
  int t = threadIdx.x;
  const float2* from = in + (size_t)blockIdx.x * N;
  a[t] = from[t];
  a[t + N / 2] = from[t + N / 2];
  __syncthreads();
  float2 *x = a, *y = b;
  for (int half = 1; half < N; half *= 2) {
    int k = t & (half - 1), j = (t - k) * 2 + k;
    float2 u = x[t], v = x[t + N / 2];
    float s, c;
    sincospif(-(float)k / half, &s, &c);
    float2 w = make_float2(v.x * c - v.y * s, v.x * s + v.y * c);
    y[j] = make_float2(u.x + w.x, u.y + w.y);
    y[j + half] = make_float2(u.x - w.x, u.y - w.y);
    __syncthreads();
    float2* swap = x;
    x = y;
    y = swap;
  }
  float2* to = out + (size_t)blockIdx.x * N;
  to[t] = x[t];
  to[t + N / 2] = x[t + N / 2];
}
