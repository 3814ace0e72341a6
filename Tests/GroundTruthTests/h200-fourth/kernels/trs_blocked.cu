// Lower triangular systems in blocks of 16: one warp solves a diagonal block in registers, then eight warps update the rows below from shared memory.
#define N 64
#define M 32
extern "C" __global__ void __launch_bounds__(256) trs_blocked(const float* __restrict__ l, const float* __restrict__ b, float* __restrict__ x, int batch, float shift) {
  __shared__ __align__(16) float a[N][N];
  __shared__ float s[N][M];
  int c = threadIdx.x, ty = threadIdx.y, t = ty * 32 + c, m = blockIdx.x;
  for (int i = t; i < N * N / 4; i += 256) reinterpret_cast<float4*>(&a[0][0])[i] = reinterpret_cast<const float4*>(l + (size_t)m * N * N)[i];
  for (int i = t; i < N * M; i += 256) s[i / M][i % M] = b[(size_t)m * N * M + i];
  __syncthreads();
  for (int k0 = 0; k0 < N; k0 += 16) {
    if (ty == 0) {
      float v[16];
#pragma unroll
      for (int i = 0; i < 16; ++i) {
        v[i] = s[k0 + i][c];
#pragma unroll
        for (int k = 0; k < i; ++k) v[i] -= a[k0 + i][k0 + k] * v[k];
        v[i] /= a[k0 + i][k0 + i] + shift;
        s[k0 + i][c] = v[i];
      }
    }
    __syncthreads();
    for (int i = k0 + 16 + ty; i < N; i += 8) {
      float v = s[i][c];
#pragma unroll
      for (int k = 0; k < 16; ++k) v -= a[i][k0 + k] * s[k0 + k][c];
      s[i][c] = v;
    }
    __syncthreads();
  }
  for (int i = t; i < N * M; i += 256) x[(size_t)m * N * M + i] = s[i / M][i % M];
}
