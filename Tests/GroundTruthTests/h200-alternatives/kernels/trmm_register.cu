// Lower-triangular matrix times a matrix: 64 x 64 tiles, 4 x 4 results a thread, 16 deep.
extern "C" __global__ void trmm_register(const float* __restrict__ l, const float* __restrict__ b, float* __restrict__ c, int n) {
  __shared__ float ls[16][64 + 4], bs[16][64];
  int t = threadIdx.x, tx = t % 16, ty = t / 16, row = blockIdx.y * 64, col = blockIdx.x * 64;
  int lr = t / 4, lk = t % 4 * 4, bk = t / 16, bc = t % 16 * 4;
  float sum[4][4] = {};
  int last = row + 64;
  for (int k0 = 0; k0 < last; k0 += 16) {
    float4 v = *reinterpret_cast<const float4*>(&l[(size_t)(row + lr) * n + k0 + lk]);
    int over = row + lr - (k0 + lk);
    ls[lk][lr] = over >= 0 ? v.x : 0.0f;
    ls[lk + 1][lr] = over >= 1 ? v.y : 0.0f;
    ls[lk + 2][lr] = over >= 2 ? v.z : 0.0f;
    ls[lk + 3][lr] = over >= 3 ? v.w : 0.0f;
    *reinterpret_cast<float4*>(&bs[bk][bc]) = *reinterpret_cast<const float4*>(&b[(size_t)(k0 + bk) * n + col + bc]);
    __syncthreads();
#pragma unroll
    for (int k = 0; k < 16; ++k) {
      float4 x = *reinterpret_cast<const float4*>(&ls[k][ty * 4]), y = *reinterpret_cast<const float4*>(&bs[k][tx * 4]);
      float xs[4] = {x.x, x.y, x.z, x.w}, ys[4] = {y.x, y.y, y.z, y.w};
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) sum[i][j] += xs[i] * ys[j];
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
    *reinterpret_cast<float4*>(&c[(size_t)(row + ty * 4 + i) * n + col + tx * 4]) = make_float4(sum[i][0], sum[i][1], sum[i][2], sum[i][3]);
}
