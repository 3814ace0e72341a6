// Yee update of the magnetic field on an n^3 grid (x fastest), one thread a cell; cells on the far faces are left alone.
extern "C" __global__ void fdtd_naive(float* hx, float* hy, float* hz, const float* ex, const float* ey, const float* ez, int n, float c) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y, z = blockIdx.z * blockDim.z + threadIdx.z;
  if (x >= n - 1 || y >= n - 1 || z >= n - 1) return;
  int i = (z * n + y) * n + x;
  hx[i] -= c * ((ez[i + n] - ez[i]) - (ey[i + n * n] - ey[i]));
  hy[i] -= c * ((ex[i + n * n] - ex[i]) - (ez[i + 1] - ez[i]));
  hz[i] -= c * ((ey[i + 1] - ey[i]) - (ex[i + n] - ex[i]));
}
