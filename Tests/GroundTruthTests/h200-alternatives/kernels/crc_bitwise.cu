// CRC-32 of each row of words without a table, a bit at a time.
extern "C" __global__ void crc_bitwise(const unsigned int* in, unsigned int* out, int rows, int words) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= rows) return;
  unsigned int crc = 0xffffffffu;
  for (int i = 0; i < words; ++i) {
    crc ^= in[(size_t)row * words + i];
#pragma unroll
    for (int b = 0; b < 32; ++b) crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
  }
  out[row] = ~crc;
}
