// Sliding-window causal attention, 16 queries a block: a 16 x 144 score matrix in shared memory, softmax by half warps, then P * V.
#define D 64
#define WINDOW 128
#define BQ 16
#define SPAN (WINDOW + BQ)
extern "C" __global__ void __launch_bounds__(256) win_block(const float* __restrict__ Q, const float* __restrict__ K, const float* __restrict__ V, float* __restrict__ O, int seq, float scale) {
  __shared__ float qs[BQ][D];
  __shared__ float ks[16][D + 1];
  __shared__ float p[BQ][SPAN + 1];
  int first = blockIdx.x * BQ, t = threadIdx.x;
  size_t head = (size_t)blockIdx.y * seq * D;
  for (int x = t; x < BQ * D; x += 256) qs[x / D][x % D] = Q[head + (size_t)first * D + x] * scale;
  int qi = t >> 4, kj = t & 15;
  for (int j0 = 0; j0 < SPAN; j0 += 16) {
    int base = first - WINDOW + j0;
    __syncthreads();
    for (int x = t; x < 16 * D; x += 256) {
      int j = base + x / D;
      ks[x / D][x % D] = j >= 0 ? K[head + (size_t)j * D + x % D] : 0.0f;
    }
    __syncthreads();
    float s = 0.0f;
#pragma unroll
    for (int d = 0; d < D; ++d) s += qs[qi][d] * ks[kj][d];
    int i = first + qi, j = base + kj;
    p[qi][j0 + kj] = (j >= 0 && j <= i && j > i - WINDOW) ? s : -1e30f;
  }
  __syncthreads();
  float top = -1e30f;
  for (int j = kj; j < SPAN; j += 16) top = fmaxf(top, p[qi][j]);
#pragma unroll
  for (int o = 8; o > 0; o >>= 1) top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, o));
  float sum = 0.0f;
  for (int j = kj; j < SPAN; j += 16) {
    float e = __expf(p[qi][j] - top);
    p[qi][j] = e;
    sum += e;
  }
#pragma unroll
  for (int o = 8; o > 0; o >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, o);
  if (kj == 0) qs[qi][0] = 1.0f / sum;
  __syncthreads();
  int d = t & 63, row = t >> 6;
  float acc[4] = {0.0f, 0.0f, 0.0f, 0.0f};
  for (int j = 0; j < SPAN; ++j) {
    int g = first - WINDOW + j;
    if (g < 0) continue;
    float v = V[head + (size_t)g * D + d];
#pragma unroll
    for (int r = 0; r < 4; ++r) acc[r] += p[row * 4 + r][j] * v;
  }
#pragma unroll
  for (int r = 0; r < 4; ++r) O[head + (size_t)(first + row * 4 + r) * D + d] = acc[r] * qs[row * 4 + r][0];
}
