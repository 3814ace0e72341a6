// 128x128 tile of depth BK, 8x8 outputs per thread, float4 global and shared accesses, A stored transposed in shared memory.
#define BM 128
#define BN 128
#ifndef BK
#define BK 16
#endif
#define THREADS 256
#define A_STEP (THREADS * 4 / BK)
#define B_STEP (THREADS * 4 / BN)
extern "C" __global__ void __launch_bounds__(THREADS)
    sgemm_vec4_deep(const float* __restrict__ A, const float* __restrict__ B, float* __restrict__ C, int M, int N, int K) {
  __shared__ __align__(16) float As[BK][BM];
  __shared__ __align__(16) float Bs[BK][BN];
  int tid = threadIdx.x;
  int tcol = tid % 16, trow = tid / 16;
  int ar = tid / (BK / 4), ac = tid % (BK / 4) * 4;
  int br = tid / (BN / 4), bc = tid % (BN / 4) * 4;
  const float* a = A + (size_t)(blockIdx.y * BM + ar) * K + ac;
  const float* b = B + (size_t)br * N + blockIdx.x * BN + bc;
  float acc[8][8];
#pragma unroll
  for (int i = 0; i < 8; ++i)
#pragma unroll
    for (int j = 0; j < 8; ++j) acc[i][j] = 0.0f;
  for (int k0 = 0; k0 < K; k0 += BK) {
#pragma unroll
    for (int r = 0; r < BM; r += A_STEP) {
      float4 v = *(const float4*)(a + (size_t)r * K + k0);
      As[ac + 0][ar + r] = v.x;
      As[ac + 1][ar + r] = v.y;
      As[ac + 2][ar + r] = v.z;
      As[ac + 3][ar + r] = v.w;
    }
#pragma unroll
    for (int r = 0; r < BK; r += B_STEP) *(float4*)&Bs[br + r][bc] = *(const float4*)(b + (size_t)(k0 + r) * N);
    __syncthreads();
#pragma unroll
    for (int k = 0; k < BK; ++k) {
      float4 a0 = *(const float4*)&As[k][trow * 8], a1 = *(const float4*)&As[k][trow * 8 + 4];
      float4 b0 = *(const float4*)&Bs[k][tcol * 8], b1 = *(const float4*)&Bs[k][tcol * 8 + 4];
      float ra[8] = {a0.x, a0.y, a0.z, a0.w, a1.x, a1.y, a1.z, a1.w};
      float rb[8] = {b0.x, b0.y, b0.z, b0.w, b1.x, b1.y, b1.z, b1.w};
#pragma unroll
      for (int i = 0; i < 8; ++i)
#pragma unroll
        for (int j = 0; j < 8; ++j) acc[i][j] += ra[i] * rb[j];
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    float* c = C + (size_t)(blockIdx.y * BM + trow * 8 + i) * N + blockIdx.x * BN + tcol * 8;
    *(float4*)c = make_float4(acc[i][0], acc[i][1], acc[i][2], acc[i][3]);
    *(float4*)(c + 4) = make_float4(acc[i][4], acc[i][5], acc[i][6], acc[i][7]);
  }
}
