// Dynamic time warping of pairs of sequences, a thread per pair, one row of the table in a local array.
#define LENGTH 64
extern "C" __global__ void dtw_thread(const float* left, const float* right, float* out, int pairs) {
  int pair = blockIdx.x * blockDim.x + threadIdx.x;
  if (pair >= pairs) return;
  const float* a = left + (size_t)pair * LENGTH;
  const float* b = right + (size_t)pair * LENGTH;
  float row[LENGTH];
  for (int j = 0; j < LENGTH; ++j) row[j] = 1e30f;
  for (int i = 0; i < LENGTH; ++i) {
    float v = a[i], diagonal = i == 0 ? 0.0f : 1e30f, before = 1e30f;
#pragma unroll 4
    for (int j = 0; j < LENGTH; ++j) {
      float up = row[j];
      before = fabsf(v - b[j]) + fminf(fminf(before, up), diagonal);
      diagonal = up;
      row[j] = before;
    }
  }
  out[pair] = row[LENGTH - 1];
}
