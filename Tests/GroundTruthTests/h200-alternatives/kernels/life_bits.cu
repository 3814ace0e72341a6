// Game of Life on a torus, 32 cells to a word, the neighbour counts by bit-sliced adders.
__device__ __forceinline__ unsigned int majority(unsigned int a, unsigned int b, unsigned int c) { return (a & b) | (c & (a | b)); }
extern "C" __global__ void life_bits(const unsigned int* __restrict__ in, unsigned int* __restrict__ out, int words, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= words || y >= height) return;
  int left = x == 0 ? words - 1 : x - 1, right = x == words - 1 ? 0 : x + 1;
  unsigned int sum[3], carry[3], self = 0;
#pragma unroll
  for (int d = 0; d < 3; ++d) {
    int yy = y + d - 1;
    if (yy < 0) yy += height;
    if (yy >= height) yy -= height;
    const unsigned int* row = in + yy * words;
    unsigned int c = row[x], l = (c << 1) | (row[left] >> 31), r = (c >> 1) | (row[right] << 31);
    if (d == 1) {
      self = c;
      sum[d] = l ^ r;
      carry[d] = l & r;
    } else {
      sum[d] = l ^ c ^ r;
      carry[d] = majority(l, c, r);
    }
  }
  unsigned int ones = sum[0] ^ sum[1] ^ sum[2], t = majority(sum[0], sum[1], sum[2]);
  unsigned int one_two = (carry[0] ^ carry[1] ^ carry[2] ^ t) & ~((carry[0] & carry[1]) | (carry[2] & t));
  out[y * words + x] = one_two & (ones | self);
}
