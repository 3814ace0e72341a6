// Lennard-Jones forces from a periodic cell list (up to 16 particles a cell, unit cells), a thread per slot.
#define CAP 16
extern "C" __global__ void lj_slot(const float4* position, const int* count, float4* force, int dim, float soft) {
  int id = blockIdx.x * blockDim.x + threadIdx.x;
  int cell = id / CAP, slot = id % CAP;
  if (cell >= dim * dim * dim) return;
  float4 f = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  if (slot < count[cell]) {
    int cx = cell % dim, cy = cell / dim % dim, cz = cell / (dim * dim);
    float4 me = position[id];
    for (int dz = -1; dz <= 1; ++dz)
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
          int nx = (cx + dx + dim) % dim, ny = (cy + dy + dim) % dim, nz = (cz + dz + dim) % dim;
          int other = (nz * dim + ny) * dim + nx, n = count[other];
          for (int j = 0; j < n; ++j) {
            float4 p = position[other * CAP + j];
            float x = p.x + dx - me.x, y = p.y + dy - me.y, z = p.z + dz - me.z;
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
  }
  force[id] = f;
}
