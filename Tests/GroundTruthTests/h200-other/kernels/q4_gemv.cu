// Four-bit weights (32 to a block with one scale) times a vector, a warp per row.
extern "C" __global__ void q4_gemv(const unsigned int* __restrict__ weights, const float* __restrict__ scales, const float* __restrict__ x, float* __restrict__ y, int rows, int cols) {
  int row = blockIdx.x * blockDim.y + threadIdx.y, lane = threadIdx.x;
  if (row >= rows) return;
  int words = cols / 8;
  float sum = 0.0f;
  for (int w = lane; w < words; w += 32) {
    unsigned int bits = weights[(size_t)row * words + w];
    float scale = scales[(size_t)row * (cols / 32) + w / 4];
    const float4* v = reinterpret_cast<const float4*>(x + 8 * w);
    float4 a = v[0], b = v[1];
    float part = ((int)(bits & 15u) - 8) * a.x + ((int)((bits >> 4) & 15u) - 8) * a.y + ((int)((bits >> 8) & 15u) - 8) * a.z + ((int)((bits >> 12) & 15u) - 8) * a.w;
    part += ((int)((bits >> 16) & 15u) - 8) * b.x + ((int)((bits >> 20) & 15u) - 8) * b.y + ((int)((bits >> 24) & 15u) - 8) * b.z + ((int)(bits >> 28) - 8) * b.w;
    sum += part * scale;
  }
  for (int o = 16; o > 0; o /= 2) sum += __shfl_down_sync(0xffffffffu, sum, o);
  if (lane == 0) y[row] = sum;
}
