// Block-sparse matrix times vector, 8 x 8 blocks: one warp a block row, each half warp takes every second block with float4 loads, all columns read first.
#define BS 8
#define MAXB 16
extern "C" __global__ void bsr_half(const float* __restrict__ values, const int* __restrict__ column, const int* __restrict__ count, const float* __restrict__ x, float* __restrict__ y, int block_rows) {
  int br = (blockIdx.x * blockDim.x + threadIdx.x) >> 5, lane = threadIdx.x & 31;
  if (br >= block_rows) return;
  int n = 1 + count[br], half = lane >> 4, sub = lane & 15;
  int mine = column[br * MAXB + (lane & 15)];
  const float4* v4 = reinterpret_cast<const float4*>(values) + (size_t)br * MAXB * 16 + sub;
  const float4* x4 = reinterpret_cast<const float4*>(x);
  float sum = 0.0f;
  int rounds = (n + 1) / 2;
#pragma unroll 4
  for (int i = 0; i < rounds; ++i) {
    int b = 2 * i + half;
    int c = __shfl_sync(0xffffffffu, mine, b & 15);
    if (b < n) {
      float4 v = v4[b * 16], u = x4[c * 2 + (sub & 1)];
      sum += v.x * u.x + v.y * u.y + v.z * u.z + v.w * u.w;
    }
  }
  sum += __shfl_xor_sync(0xffffffffu, sum, 16);
  sum += __shfl_xor_sync(0xffffffffu, sum, 1);
  if (lane < 16 && (sub & 1) == 0) y[br * BS + sub / 2] = sum;
}
