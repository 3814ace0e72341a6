// 128x128x16 tile by four warps, 64x64 outputs per warp in four strips of 16 columns, 8x4 outputs per thread and strip.
#define BM 128
#define BN 128
#define BK 16
#define WM 64
#define WN 64
#define STRIPS 4
#define TM 8
#define TN 4
#define THREADS 128
#define A_STEP (THREADS * 4 / BK)
#define B_STEP (THREADS * 4 / BN)
extern "C" __global__ void __launch_bounds__(THREADS)
    sgemm_warptile(const float* __restrict__ A, const float* __restrict__ B, float* __restrict__ C, int M, int N, int K) {
  __shared__ __align__(16) float As[BK][BM];
  __shared__ __align__(16) float Bs[BK][BN];
  int tid = threadIdx.x;
  int warp = tid / 32, lane = tid % 32;
  int wrow = warp / (BN / WN) * WM, wcol = warp % (BN / WN) * WN;
  // A strip is 64x16: eight lanes down, four across.
  int trow = lane / 4 * TM, tcol = lane % 4 * TN;
  int ar = tid / (BK / 4), ac = tid % (BK / 4) * 4;
  int br = tid / (BN / 4), bc = tid % (BN / 4) * 4;
  const float* a = A + (size_t)(blockIdx.y * BM + ar) * K + ac;
  const float* b = B + (size_t)br * N + blockIdx.x * BN + bc;
  float acc[STRIPS][TM][TN];
#pragma unroll
  for (int s = 0; s < STRIPS; ++s)
#pragma unroll
    for (int i = 0; i < TM; ++i)
#pragma unroll
      for (int j = 0; j < TN; ++j) acc[s][i][j] = 0.0f;
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
      float4 a0 = *(const float4*)&As[k][wrow + trow], a1 = *(const float4*)&As[k][wrow + trow + 4];
      const float4* bk = (const float4*)&Bs[k][wcol + tcol];
      float4 b0 = bk[0], b1 = bk[4], b2 = bk[8], b3 = bk[12];
      float ra[TM] = {a0.x, a0.y, a0.z, a0.w, a1.x, a1.y, a1.z, a1.w};
      float rb[STRIPS][TN] = {
          {b0.x, b0.y, b0.z, b0.w}, {b1.x, b1.y, b1.z, b1.w}, {b2.x, b2.y, b2.z, b2.w}, {b3.x, b3.y, b3.z, b3.w}};
#pragma unroll
      for (int s = 0; s < STRIPS; ++s)
#pragma unroll
        for (int i = 0; i < TM; ++i)
#pragma unroll
          for (int j = 0; j < TN; ++j) acc[s][i][j] += ra[i] * rb[s][j];
    }
    __syncthreads();
  }
#pragma unroll
  for (int s = 0; s < STRIPS; ++s)
#pragma unroll
    for (int i = 0; i < TM; ++i) {
      float* c = C + (size_t)(blockIdx.y * BM + wrow + trow + i) * N + blockIdx.x * BN + wcol + s * 16 + tcol;
      *(float4*)c = make_float4(acc[s][i][0], acc[s][i][1], acc[s][i][2], acc[s][i][3]);
    }
}
