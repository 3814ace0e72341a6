// Bilateral filter of radius RADIUS on a single-precision picture, apron in shared memory.
#ifndef RADIUS
#define RADIUS 3
#endif
extern "C" __global__ void bilateral(const float* __restrict__ in, float* __restrict__ out, int width, int height) {
  __shared__ float tile[16 + 2 * RADIUS][16 + 2 * RADIUS + 1];
  int x0 = blockIdx.x * 16 - RADIUS, y0 = blockIdx.y * 16 - RADIUS;
  for (int i = threadIdx.y * 16 + threadIdx.x; i < (16 + 2 * RADIUS) * (16 + 2 * RADIUS); i += 256) {
    int tx = i % (16 + 2 * RADIUS), ty = i / (16 + 2 * RADIUS);
    int x = min(max(x0 + tx, 0), width - 1), y = min(max(y0 + ty, 0), height - 1);
    tile[ty][tx] = in[y * width + x];
  }
  __syncthreads();
  float centre = tile[threadIdx.y + RADIUS][threadIdx.x + RADIUS], sum = 0.0f, weight = 0.0f;
  for (int dy = 0; dy <= 2 * RADIUS; ++dy)
    for (int dx = 0; dx <= 2 * RADIUS; ++dx) {
      float v = tile[threadIdx.y + dy][threadIdx.x + dx], e = v - centre;
      float w = __expf(-4.0f * e * e - 0.1f * ((dx - RADIUS) * (dx - RADIUS) + (dy - RADIUS) * (dy - RADIUS)));
      sum += w * v;
      weight += w;
    }
  out[(blockIdx.y * 16 + threadIdx.y) * width + blockIdx.x * 16 + threadIdx.x] = sum / weight;
}
