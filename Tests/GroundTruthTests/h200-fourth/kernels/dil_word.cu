// Dilation with a 7 x 7 square, four pixels a word: column maxima of three words over seven rows, then seven byte shifts. ROWS rows a thread.
#ifndef ROWS
#define ROWS 1
#endif
extern "C" __global__ void dil_word(const unsigned char* __restrict__ in, unsigned char* __restrict__ out, int width, int height) {
  int words = width / 4, wx = blockIdx.x * blockDim.x + threadIdx.x, y0 = (blockIdx.y * blockDim.y + threadIdx.y) * ROWS;
  if (wx >= words || y0 >= height) return;
  const unsigned int* p = reinterpret_cast<const unsigned int*>(in);
  unsigned int* q = reinterpret_cast<unsigned int*>(out);
  unsigned int l[ROWS], c[ROWS], r[ROWS];
#pragma unroll
  for (int k = 0; k < ROWS; ++k) l[k] = c[k] = r[k] = 0;
#pragma unroll
  for (int d = 0; d < ROWS + 6; ++d) {
    int y = min(max(y0 + d - 3, 0), height - 1);
    const unsigned int* row = p + (size_t)y * words;
    unsigned int cv = row[wx];
    unsigned int lv = wx > 0 ? row[wx - 1] : (cv & 0xffu) * 0x01010101u;
    unsigned int rv = wx + 1 < words ? row[wx + 1] : (cv >> 24) * 0x01010101u;
#pragma unroll
    for (int k = 0; k < ROWS; ++k)
      if (d >= k && d <= k + 6) {
        l[k] = __vmaxu4(l[k], lv);
        c[k] = __vmaxu4(c[k], cv);
        r[k] = __vmaxu4(r[k], rv);
      }
  }
#pragma unroll
  for (int k = 0; k < ROWS; ++k) {
    unsigned int m = c[k];
    m = __vmaxu4(m, __funnelshift_r(l[k], c[k], 8));
    m = __vmaxu4(m, __funnelshift_r(l[k], c[k], 16));
    m = __vmaxu4(m, __funnelshift_r(l[k], c[k], 24));
    m = __vmaxu4(m, __funnelshift_r(c[k], r[k], 8));
    m = __vmaxu4(m, __funnelshift_r(c[k], r[k], 16));
    m = __vmaxu4(m, __funnelshift_r(c[k], r[k], 24));
    if (y0 + k < height) q[(size_t)(y0 + k) * words + wx] = m;
  }
}
