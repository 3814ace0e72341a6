// Many products of 16 x 16 matrices, one a block of 256 threads.
extern "C" __global__ void batched_small(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c) {
  __shared__ float as[16][16], bs[16][17];
  int x = threadIdx.x, y = threadIdx.y;
  size_t base = (size_t)blockIdx.x * 256;
  as[y][x] = a[base + y * 16 + x];
  bs[y][x] = b[base + y * 16 + x];
  __syncthreads();
  float sum = 0.0f;
#pragma unroll
  for (int k = 0; k < 16; ++k) sum += as[y][k] * bs[k][x];
  c[base + y * 16 + x] = sum;
}
