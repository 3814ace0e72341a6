// Yee update of the magnetic field, a thread walks LAYERS cells along z and keeps the electric field of the last layer in registers.
#ifndef LAYERS
#define LAYERS 16
#endif
extern "C" __global__ void fdtd_march(float* __restrict__ hx, float* __restrict__ hy, float* __restrict__ hz, const float* __restrict__ ex, const float* __restrict__ ey, const float* __restrict__ ez, int n, float c) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y, z0 = blockIdx.z * LAYERS;
  if (x >= n - 1 || y >= n - 1) return;
  int i = (z0 * n + y) * n + x;
  float exc = ex[i], eyc = ey[i];
  for (int z = z0; z < min(z0 + LAYERS, n - 1); ++z) {
    float exn = ex[i + n * n], eyn = ey[i + n * n], ezc = ez[i];
    hx[i] -= c * ((ez[i + n] - ezc) - (eyn - eyc));
    hy[i] -= c * ((exn - exc) - (ez[i + 1] - ezc));
    hz[i] -= c * ((ey[i + 1] - eyc) - (ex[i + n] - exc));
    exc = exn;
    eyc = eyn;
    i += n * n;
  }
}
