// RGB bytes to Y, U and V planes: 1024 pixels a block staged in shared memory by 16-byte loads, four pixels a thread from there.
extern "C" __global__ void __launch_bounds__(256) yuv_shared(const unsigned char* __restrict__ rgb, unsigned char* __restrict__ y, unsigned char* __restrict__ u, unsigned char* __restrict__ v, int pixels) {
  __shared__ uint4 s[192];
  int t = threadIdx.x;
  if (t < 192) s[t] = reinterpret_cast<const uint4*>(rgb)[(size_t)blockIdx.x * 192 + t];
  __syncthreads();
  const unsigned char* p = reinterpret_cast<const unsigned char*>(s) + t * 12;
  unsigned int yw = 0, uw = 0, vw = 0;
#pragma unroll
  for (int q = 0; q < 4; ++q) {
    int r = p[3 * q], g = p[3 * q + 1], b = p[3 * q + 2];
    yw |= (unsigned int)(((66 * r + 129 * g + 25 * b + 128) >> 8) + 16) << (8 * q);
    uw |= (unsigned int)(((-38 * r - 74 * g + 112 * b + 128) >> 8) + 128) << (8 * q);
    vw |= (unsigned int)(((112 * r - 94 * g - 18 * b + 128) >> 8) + 128) << (8 * q);
  }
  size_t i = (size_t)blockIdx.x * 256 + t;
  reinterpret_cast<unsigned int*>(y)[i] = yw;
  reinterpret_cast<unsigned int*>(u)[i] = uw;
  reinterpret_cast<unsigned int*>(v)[i] = vw;
}
