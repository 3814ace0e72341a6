// Seven-point stencil; MARCH walks along z with a register queue.
#ifndef MARCH
#define MARCH 0
#endif
extern "C" __global__ void stencil3d(const float* __restrict__ in, float* __restrict__ out, int nx, int ny, int nz) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  int plane = nx * ny;
  if (x < 1 || y < 1 || x >= nx - 1 || y >= ny - 1) return;
#if MARCH
  int z0 = 1 + blockIdx.z * MARCH, z1 = min(z0 + MARCH, nz - 1);
  int at = z0 * plane + y * nx + x;
  float below = in[at - plane], here = in[at];
  for (int z = z0; z < z1; ++z, at += plane) {
    float above = in[at + plane];
    out[at] = 0.4f * here + 0.1f * (in[at - 1] + in[at + 1] + in[at - nx] + in[at + nx] + below + above);
    below = here;
    here = above;
  }
#else
  int z = blockIdx.z * blockDim.z + threadIdx.z;
  if (z < 1 || z >= nz - 1) return;
  int at = z * plane + y * nx + x;
  out[at] = 0.4f * in[at] + 0.1f * (in[at - 1] + in[at + 1] + in[at - nx] + in[at + nx] + in[at - plane] + in[at + plane]);
#endif
}
