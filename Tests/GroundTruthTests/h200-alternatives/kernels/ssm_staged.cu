// Selective scan (state-space model): a thread per channel, the rows of B and C for CHUNK steps in shared memory.
#define STATES 16
#ifndef CHUNK
#define CHUNK 32
#endif
extern "C" __global__ void ssm_staged(const float* __restrict__ x, const float* __restrict__ dt, const float* __restrict__ a, const float* __restrict__ b, const float* __restrict__ c, float* __restrict__ y, int length, int channels) {
  __shared__ __align__(16) float bs[CHUNK * STATES];
  __shared__ __align__(16) float cs[CHUNK * STATES];
  int d = blockIdx.x * blockDim.x + threadIdx.x, batch = blockIdx.y;
  float h[STATES], rate[STATES];
#pragma unroll
  for (int n = 0; n < STATES; ++n) {
    h[n] = 0.0f;
    rate[n] = a[d * STATES + n];
  }
  for (int t0 = 0; t0 < length; t0 += CHUNK) {
    size_t first = (size_t)batch * length + t0;
    __syncthreads();
    for (int i = threadIdx.x; i < CHUNK * STATES; i += blockDim.x) {
      bs[i] = b[first * STATES + i];
      cs[i] = c[first * STATES + i];
    }
    __syncthreads();
    for (int t = 0; t < CHUNK; ++t) {
      size_t at = (first + t) * channels + d;
      float step = dt[at], in = step * x[at], sum = 0.0f;
#pragma unroll
      for (int n = 0; n < STATES; n += 4) {
        float4 p = *reinterpret_cast<const float4*>(&bs[t * STATES + n]), q = *reinterpret_cast<const float4*>(&cs[t * STATES + n]);
        h[n] = __expf(step * rate[n]) * h[n] + in * p.x;
        h[n + 1] = __expf(step * rate[n + 1]) * h[n + 1] + in * p.y;
        h[n + 2] = __expf(step * rate[n + 2]) * h[n + 2] + in * p.z;
        h[n + 3] = __expf(step * rate[n + 3]) * h[n + 3] + in * p.w;
        sum += h[n] * q.x + h[n + 1] * q.y + h[n + 2] * q.z + h[n + 3] * q.w;
      }
      y[at] = sum;
    }
  }
}
