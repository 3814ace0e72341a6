// Block-sparse matrix times vector, 8 x 8 blocks: one warp a block row, two values a lane of each block, shuffles at the end.
#define BS 8
#define MAXB 16
extern "C" __global__ void bsr_warp(const float* __restrict__ values, const int* __restrict__ column, const int* __restrict__ count, const float* __restrict__ x, float* __restrict__ y, int block_rows) {
  int br = (blockIdx.x * blockDim.x + threadIdx.x) >> 5, lane = threadIdx.x & 31;
  if (br >= block_rows) return;
  int n = 1 + count[br], r = lane >> 2, k = (lane & 3) * 2;
  float sum = 0.0f;
  for (int b = 0; b < n; ++b) {
    int c = column[br * MAXB + b];
    float2 v = reinterpret_cast<const float2*>(values + (size_t)(br * MAXB + b) * BS * BS)[lane];
    float2 u = *reinterpret_cast<const float2*>(x + c * BS + k);
    sum += v.x * u.x + v.y * u.y;
  }
  sum += __shfl_xor_sync(0xffffffffu, sum, 1);
  sum += __shfl_xor_sync(0xffffffffu, sum, 2);
  if ((lane & 3) == 0) y[br * BS + r] = sum;
}
