// Dynamic time warping of pairs of sequences, a block of 64 threads per pair, anti-diagonals through shared memory.
#define LENGTH 64
extern "C" __global__ void dtw_diagonal(const float* __restrict__ left, const float* __restrict__ right, float* __restrict__ out, int pairs) {
  __shared__ float line[3][LENGTH + 1];
  __shared__ float a[LENGTH];
  int j = threadIdx.x;
  size_t base = (size_t)blockIdx.x * LENGTH;
  a[j] = left[base + j];
  float v = right[base + j];
  for (int s = 0; s < 3; ++s) line[s][j + 1] = 1e30f;
  if (j < 3) line[j][0] = 1e30f;
  __syncthreads();
  int now = 0, one = 2, two = 1;
  float cost = 0.0f;
  for (int s = 0; s < 2 * LENGTH - 1; ++s) {
    int i = s - j;
    float value = 1e30f;
    if (i >= 0 && i < LENGTH) {
      float diagonal = s == 0 ? 0.0f : line[two][j];
      value = fabsf(a[i] - v) + fminf(fminf(line[one][j], line[one][j + 1]), diagonal);
      cost = value;
    }
    line[now][j + 1] = value;
    __syncthreads();
    int t = two;
    two = one;
    one = now;
    now = t;
  }
  if (j == LENGTH - 1) out[blockIdx.x] = cost;
}
