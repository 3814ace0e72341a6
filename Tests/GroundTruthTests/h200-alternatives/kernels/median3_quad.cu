// 3 x 3 median of a byte image, four pixels a thread: the columns are sorted once and shared by three windows.
extern "C" __global__ void median3_quad(const unsigned char* __restrict__ in, unsigned char* __restrict__ out, int width, int height) {
  int x = (blockIdx.x * blockDim.x + threadIdx.x) * 4, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) return;
  int lo[6], mid[6], hi[6];
#pragma unroll
  for (int dy = -1; dy <= 1; ++dy) {
    const unsigned char* row = in + (size_t)min(max(y + dy, 0), height - 1) * width;
    uchar4 c = *reinterpret_cast<const uchar4*>(row + x);
    int v[6] = {row[max(x - 1, 0)], c.x, c.y, c.z, c.w, row[min(x + 4, width - 1)]};
#pragma unroll
    for (int i = 0; i < 6; ++i) {
      if (dy == -1) {
        lo[i] = v[i];
      } else if (dy == 0) {
        mid[i] = max(lo[i], v[i]);
        lo[i] = min(lo[i], v[i]);
      } else {
        hi[i] = max(mid[i], v[i]);
        int m = min(mid[i], v[i]);
        mid[i] = max(lo[i], m);
        lo[i] = min(lo[i], m);
      }
    }
  }
  unsigned char r[4];
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    int a = max(lo[i], max(lo[i + 1], lo[i + 2]));
    int c = min(hi[i], min(hi[i + 1], hi[i + 2]));
    int p = mid[i], q = mid[i + 1], s = mid[i + 2];
    int b = max(min(p, q), min(max(p, q), s));
    r[i] = (unsigned char)max(min(a, b), min(max(a, b), c));
  }
  *reinterpret_cast<uchar4*>(out + (size_t)y * width + x) = make_uchar4(r[0], r[1], r[2], r[3]);
}
