// Transposed convolution (kernel 4, stride 2, padding 1), NCHW, one thread an output: all sixteen taps are tried.
extern "C" __global__ void tconv_gather(const float* in, const float* w, float* out, int ci, int co, int h, int wd) {
  int ow = 2 * wd, oh = 2 * h;
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  int o = blockIdx.z % co, b = blockIdx.z / co;
  if (x >= ow || y >= oh) return;
  float sum = 0.0f;
  for (int c = 0; c < ci; ++c)
    for (int ky = 0; ky < 4; ++ky)
      for (int kx = 0; kx < 4; ++kx) {
        int iy = y + 1 - ky, ix = x + 1 - kx;
        if (iy % 2 == 0 && ix % 2 == 0 && iy >= 0 && ix >= 0 && iy / 2 < h && ix / 2 < wd)
          sum += in[((b * ci + c) * h + iy / 2) * wd + ix / 2] * w[((c * co + o) * 4 + ky) * 4 + kx];
      }
  out[((b * co + o) * oh + y) * ow + x] = sum;
}
