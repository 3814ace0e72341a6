// Per-row symmetric int8 quantisation, a warp per row, four values at a time.
extern "C" __global__ void rowquant_warp(const float4* x, char4* q, float* scale, int rows, int cols) {
  int row = (blockIdx.x * blockDim.x + threadIdx.x) >> 5, lane = threadIdx.x & 31;
  if (row >= rows) return;
  int cols4 = cols >> 2;
  const float4* src = x + (size_t)row * cols4;
  char4* dst = q + (size_t)row * cols4;
  float m = 0.0f;
  for (int i = lane; i < cols4; i += 32) {
    float4 v = src[i];
    m = fmaxf(m, fmaxf(fmaxf(fabsf(v.x), fabsf(v.y)), fmaxf(fabsf(v.z), fabsf(v.w))));
  }
  for (int o = 16; o > 0; o >>= 1) m = fmaxf(m, __shfl_xor_sync(0xffffffffu, m, o));
  float step = m / 127.0f, inverse = step > 0.0f ? 1.0f / step : 0.0f;
  if (lane == 0) scale[row] = step;
  for (int i = lane; i < cols4; i += 32) {
    float4 v = src[i];
    char4 r;
    r.x = (signed char)min(max(__float2int_rn(v.x * inverse), -127), 127);
    r.y = (signed char)min(max(__float2int_rn(v.y * inverse), -127), 127);
    r.z = (signed char)min(max(__float2int_rn(v.z * inverse), -127), 127);
    r.w = (signed char)min(max(__float2int_rn(v.w * inverse), -127), 127);
    dst[i] = r;
  }
}
