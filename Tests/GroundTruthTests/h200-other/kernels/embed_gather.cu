// Rows of a table by index: VECTOR floats a thread.
#ifndef BLOCK
#define BLOCK 128
#endif
extern "C" __global__ void embed_gather(const float4* __restrict__ table, const int* __restrict__ index, float4* __restrict__ out, int width4) {
  int row = blockIdx.x;
  const float4* from = table + (size_t)index[row] * width4;
  for (int c = threadIdx.x; c < width4; c += BLOCK) out[(size_t)row * width4 + c] = from[c];
}
