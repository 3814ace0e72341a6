// CRC-32 of each row of words, four bytes at a time through four shared tables that the block makes first.
extern "C" __global__ void crc_slice4(const unsigned int* __restrict__ in, unsigned int* __restrict__ out, int rows, int words) {
  __shared__ unsigned int table[4][256];
  for (int i = threadIdx.x; i < 256; i += blockDim.x) {
    unsigned int c = i;
    for (int b = 0; b < 8; ++b) c = (c >> 1) ^ (c & 1u ? 0xedb88320u : 0u);
    table[0][i] = c;
  }
  __syncthreads();
  for (int i = threadIdx.x; i < 256; i += blockDim.x) {
    unsigned int c = table[0][i];
    for (int s = 1; s < 4; ++s) {
      c = (c >> 8) ^ table[0][c & 255u];
      table[s][i] = c;
    }
  }
  __syncthreads();
  for (int row = blockIdx.x * blockDim.x + threadIdx.x; row < rows; row += gridDim.x * blockDim.x) {
    const uint4* src = reinterpret_cast<const uint4*>(in + (size_t)row * words);
    unsigned int crc = 0xffffffffu;
    for (int i = 0; i < words / 4; ++i) {
      uint4 q = src[i];
      unsigned int v[4] = {q.x, q.y, q.z, q.w};
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        crc ^= v[j];
        crc = table[3][crc & 255u] ^ table[2][(crc >> 8) & 255u] ^ table[1][(crc >> 16) & 255u] ^ table[0][crc >> 24];
      }
    }
    out[row] = ~crc;
  }
}
