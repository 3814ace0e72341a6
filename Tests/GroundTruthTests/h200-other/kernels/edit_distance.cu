// Edit distance of pairs of words of LENGTH letters, a warp per pair along the anti-diagonals.
#ifndef LENGTH
#define LENGTH 64
#endif
extern "C" __global__ void edit_distance(const unsigned char* __restrict__ left, const unsigned char* __restrict__ right, int* __restrict__ out, int pairs) {
  __shared__ int rows[8][3][LENGTH + 1];
  int warp = threadIdx.x / 32, lane = threadIdx.x % 32, pair = blockIdx.x * 8 + warp;
  if (pair >= pairs) return;
  const unsigned char* a = left + (size_t)pair * LENGTH;
  const unsigned char* b = right + (size_t)pair * LENGTH;
  for (int d = 0; d <= 2 * LENGTH; ++d) {
    int* now = rows[warp][d % 3];
    int* last = rows[warp][(d + 2) % 3];
    int* before = rows[warp][(d + 1) % 3];
    for (int i = lane; i <= LENGTH; i += 32) {
      int j = d - i;
      if (j >= 0 && j <= LENGTH) {
        int best;
        if (i == 0) best = j;
        else if (j == 0) best = i;
        else {
          int change = (a[i - 1] & 3) != (b[j - 1] & 3);
          best = min(min(last[i - 1], last[i]) + 1, before[i - 1] + change);
        }
        now[i] = best;
      }
    }
    __syncwarp();
  }
  if (lane == 0) out[pair] = rows[warp][(2 * LENGTH) % 3][LENGTH];
}
