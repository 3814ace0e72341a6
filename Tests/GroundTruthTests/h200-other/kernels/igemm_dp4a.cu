// Products of 8-bit matrices by dp4a, tiles of 32 x 32 in shared memory; B is held transposed.
extern "C" __global__ void igemm_dp4a(const int* __restrict__ a, const int* __restrict__ b, int* __restrict__ c, int m, int n, int k4) {
  __shared__ int as[32][9], bs[32][9];
  int tx = threadIdx.x, ty = threadIdx.y, t = ty * 16 + tx;
  int row = blockIdx.y * 32, col = blockIdx.x * 32;
  int sum[2][2] = {{0, 0}, {0, 0}};
  for (int k = 0; k < k4; k += 8) {
    as[t / 8][t % 8] = a[(row + t / 8) * k4 + k + t % 8];
    bs[t / 8][t % 8] = b[(col + t / 8) * k4 + k + t % 8];
    __syncthreads();
#pragma unroll
    for (int j = 0; j < 8; ++j)
#pragma unroll
      for (int y = 0; y < 2; ++y)
#pragma unroll
        for (int x = 0; x < 2; ++x) sum[y][x] = __dp4a(as[ty + 16 * y][j], bs[tx + 16 * x][j], sum[y][x]);
    __syncthreads();
  }
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 2; ++x) c[(row + ty + 16 * y) * n + col + tx + 16 * x] = sum[y][x];
}
