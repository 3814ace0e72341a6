// RGB bytes to Y, U and V planes: four pixels a thread, three 32-bit loads and three 32-bit stores; GROUPS groups at the stride of the block.
#ifndef GROUPS
#define GROUPS 1
#endif
extern "C" __global__ void yuv_words(const unsigned char* __restrict__ rgb, unsigned char* __restrict__ y, unsigned char* __restrict__ u, unsigned char* __restrict__ v, int pixels) {
  const unsigned int* p = reinterpret_cast<const unsigned int*>(rgb);
  unsigned int w[GROUPS][3];
  int first = blockIdx.x * blockDim.x * GROUPS + threadIdx.x;
#pragma unroll
  for (int k = 0; k < GROUPS; ++k) {
    int i = first + k * blockDim.x;
    if (i * 4 < pixels) {
      w[k][0] = p[3 * i];
      w[k][1] = p[3 * i + 1];
      w[k][2] = p[3 * i + 2];
    }
  }
#pragma unroll
  for (int k = 0; k < GROUPS; ++k) {
    int i = first + k * blockDim.x;
    if (i * 4 >= pixels) break;
    unsigned int yw = 0, uw = 0, vw = 0;
#pragma unroll
    for (int q = 0; q < 4; ++q) {
      int c[3];
#pragma unroll
      for (int e = 0; e < 3; ++e) c[e] = (w[k][(3 * q + e) / 4] >> ((3 * q + e) % 4 * 8)) & 255;
      yw |= (unsigned int)(((66 * c[0] + 129 * c[1] + 25 * c[2] + 128) >> 8) + 16) << (8 * q);
      uw |= (unsigned int)(((-38 * c[0] - 74 * c[1] + 112 * c[2] + 128) >> 8) + 128) << (8 * q);
      vw |= (unsigned int)(((112 * c[0] - 94 * c[1] - 18 * c[2] + 128) >> 8) + 128) << (8 * q);
    }
    reinterpret_cast<unsigned int*>(y)[i] = yw;
    reinterpret_cast<unsigned int*>(u)[i] = uw;
    reinterpret_cast<unsigned int*>(v)[i] = vw;
  }
}
