// Lennard-Jones forces from a periodic cell list: a block per CELLS cells of a row, each of the nine neighbouring
// rows staged in shared memory with its counts.
#define CAP 16
#ifndef CELLS
#define CELLS 4
#endif
extern "C" __global__ void lj_tile(const float4* __restrict__ position, const int* __restrict__ count, float4* __restrict__ force, int dim, float soft) {
  __shared__ float4 near[(CELLS + 2) * CAP];
  __shared__ int filled[CELLS + 2];
  int t = threadIdx.x, local = t / CAP, slot = t % CAP;
  int bx = blockIdx.x * CELLS, cy = blockIdx.y, cz = blockIdx.z;
  int cell = (cz * dim + cy) * dim + bx + local;
  bool active = slot < count[cell];
  float4 me = position[cell * CAP + slot];
  me.x += local;
  float4 f = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  for (int row = 0; row < 9; ++row) {
    int dy = row % 3 - 1, dz = row / 3 - 1;
    int base = ((cz + dz + dim) % dim * dim + (cy + dy + dim) % dim) * dim;
    __syncthreads();
    for (int i = t; i < (CELLS + 2) * CAP; i += CELLS * CAP) {
      int c = i / CAP, other = base + (bx + c - 1 + dim) % dim;
      float4 p = position[other * CAP + i % CAP];
      near[i] = make_float4(p.x + (c - 1), p.y + dy, p.z + dz, 0.0f);
      if (i % CAP == 0) filled[c] = count[other];
    }
    __syncthreads();
    if (!active) continue;
    for (int c = local; c < local + 3; ++c)
      for (int j = 0; j < filled[c]; ++j) {
        float4 p = near[c * CAP + j];
        float x = p.x - me.x, y = p.y - me.y, z = p.z - me.z;
        float r2 = x * x + y * y + z * z;
        if (r2 > 0.0f && r2 < 1.0f) {
          float i2 = 1.0f / (r2 + soft), i6 = i2 * i2 * i2;
          float s = (48.0f * i6 - 24.0f) * i6 * i2;
          f.x -= s * x;
          f.y -= s * y;
          f.z -= s * z;
          f.w += 2.0f * (i6 - 1.0f) * i6;
        }
      }
  }
  force[cell * CAP + slot] = f;
}
