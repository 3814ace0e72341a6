// Batch-norm statistics per channel of an NCHW tensor from the sums of values and squares, float4 reads.
extern "C" __global__ void bnstats_sums(const float* __restrict__ x, float* __restrict__ mean, float* __restrict__ variance, int batch, int channels, int pixels) {
  __shared__ float ss[32], sq[32];
  int channel = blockIdx.x;
  float s = 0.0f, q = 0.0f;
  for (int b = 0; b < batch; ++b) {
    const float4* row = reinterpret_cast<const float4*>(x + ((size_t)b * channels + channel) * pixels);
    for (int i = threadIdx.x; i < pixels / 4; i += blockDim.x) {
      float4 v = row[i];
      s += v.x + v.y + v.z + v.w;
      q += v.x * v.x + v.y * v.y + v.z * v.z + v.w * v.w;
    }
  }
  for (int o = 16; o > 0; o >>= 1) {
    s += __shfl_xor_sync(0xffffffffu, s, o);
    q += __shfl_xor_sync(0xffffffffu, q, o);
  }
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  if (lane == 0) ss[warp] = s, sq[warp] = q;
  __syncthreads();
  if (warp == 0) {
    int warps = blockDim.x >> 5;
    s = lane < warps ? ss[lane] : 0.0f;
    q = lane < warps ? sq[lane] : 0.0f;
    for (int o = 16; o > 0; o >>= 1) {
      s += __shfl_xor_sync(0xffffffffu, s, o);
      q += __shfl_xor_sync(0xffffffffu, q, o);
    }
    if (lane == 0) {
      float n = (float)batch * pixels, m = s / n;
      mean[channel] = m;
      variance[channel] = q / n - m * m;
    }
  }
}
