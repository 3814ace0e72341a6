// Transposed convolution (kernel 4, stride 2, padding 1), one thread an output: only the four taps of its parity.
extern "C" __global__ void tconv_parity(const float* __restrict__ in, const float* __restrict__ w, float* __restrict__ out, int ci, int co, int h, int wd) {
  int ow = 2 * wd, oh = 2 * h;
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  int o = blockIdx.z % co, b = blockIdx.z / co;
  if (x >= ow || y >= oh) return;
  int ky = (y + 1) & 1, kx = (x + 1) & 1;
  int iy = (y + 1 - ky) >> 1, ix = (x + 1 - kx) >> 1;
  float sum = 0.0f;
  for (int c = 0; c < ci; ++c) {
    const float* p = in + (size_t)(b * ci + c) * h * wd;
    const float* k = w + (c * co + o) * 16;
#pragma unroll
    for (int r = 0; r < 2; ++r)
#pragma unroll
      for (int s = 0; s < 2; ++s) {
        int yy = iy - r, xx = ix - s;
        if (yy >= 0 && yy < h && xx >= 0 && xx < wd) sum += p[yy * wd + xx] * k[(ky + 2 * r) * 4 + kx + 2 * s];
      }
  }
  out[((b * co + o) * oh + y) * ow + x] = sum;
}
