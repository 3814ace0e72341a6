// Batch-norm statistics per channel of an NCHW tensor, Welford's update, merged through shuffles and shared memory.
extern "C" __global__ void bnstats_welford(const float* x, float* mean, float* variance, int batch, int channels, int pixels) {
  __shared__ float sm[32], sv[32], sn[32];
  int channel = blockIdx.x;
  float m = 0.0f, m2 = 0.0f, n = 0.0f;
  int total = batch * pixels;
  for (int i = threadIdx.x; i < total; i += blockDim.x) {
    int b = i / pixels, p = i % pixels;
    float v = x[((size_t)b * channels + channel) * pixels + p];
    n += 1.0f;
    float delta = v - m;
    m += delta / n;
    m2 += delta * (v - m);
  }
  for (int o = 16; o > 0; o >>= 1) {
    float om = __shfl_down_sync(0xffffffffu, m, o), o2 = __shfl_down_sync(0xffffffffu, m2, o), on = __shfl_down_sync(0xffffffffu, n, o);
    float all = n + on;
    if (all > 0.0f) {
      float delta = om - m;
      m += delta * on / all;
      m2 += o2 + delta * delta * n * on / all;
      n = all;
    }
  }
  int warp = threadIdx.x / 32;
  if (threadIdx.x % 32 == 0) {
    sm[warp] = m;
    sv[warp] = m2;
    sn[warp] = n;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int w = 1; w < blockDim.x / 32; ++w) {
      float all = n + sn[w], delta = sm[w] - m;
      m += delta * sn[w] / all;
      m2 += sv[w] + delta * delta * n * sn[w] / all;
      n = all;
    }
    mean[channel] = m;
    variance[channel] = m2 / n;
  }
}
