// Yee update of the magnetic field, four cells along x a thread with float4 loads; the last cell of a row is kept by a select.
extern "C" __global__ void fdtd_vec4(float* __restrict__ hx, float* __restrict__ hy, float* __restrict__ hz, const float* __restrict__ ex, const float* __restrict__ ey, const float* __restrict__ ez, int n, float c) {
  int x = (blockIdx.x * blockDim.x + threadIdx.x) * 4, y = blockIdx.y * blockDim.y + threadIdx.y, z = blockIdx.z * blockDim.z + threadIdx.z;
  if (x >= n || y >= n - 1 || z >= n - 1) return;
  int i = (z * n + y) * n + x;
  float4 exv = *reinterpret_cast<const float4*>(ex + i), eyv = *reinterpret_cast<const float4*>(ey + i), ezv = *reinterpret_cast<const float4*>(ez + i);
  float4 ezy = *reinterpret_cast<const float4*>(ez + i + n), exy = *reinterpret_cast<const float4*>(ex + i + n);
  float4 eyz = *reinterpret_cast<const float4*>(ey + i + n * n), exz = *reinterpret_cast<const float4*>(ex + i + n * n);
  float4 a = *reinterpret_cast<float4*>(hx + i), b = *reinterpret_cast<float4*>(hy + i), d = *reinterpret_cast<float4*>(hz + i);
  bool last = x + 4 >= n;
  float ez4 = last ? 0.0f : ez[i + 4], ey4 = last ? 0.0f : ey[i + 4];
  float lastx = a.w, lasty = b.w, lastz = d.w;
  a.x -= c * ((ezy.x - ezv.x) - (eyz.x - eyv.x));
  a.y -= c * ((ezy.y - ezv.y) - (eyz.y - eyv.y));
  a.z -= c * ((ezy.z - ezv.z) - (eyz.z - eyv.z));
  a.w -= c * ((ezy.w - ezv.w) - (eyz.w - eyv.w));
  b.x -= c * ((exz.x - exv.x) - (ezv.y - ezv.x));
  b.y -= c * ((exz.y - exv.y) - (ezv.z - ezv.y));
  b.z -= c * ((exz.z - exv.z) - (ezv.w - ezv.z));
  b.w -= c * ((exz.w - exv.w) - (ez4 - ezv.w));
  d.x -= c * ((eyv.y - eyv.x) - (exy.x - exv.x));
  d.y -= c * ((eyv.z - eyv.y) - (exy.y - exv.y));
  d.z -= c * ((eyv.w - eyv.z) - (exy.z - exv.z));
  d.w -= c * ((ey4 - eyv.w) - (exy.w - exv.w));
  if (last) {
    a.w = lastx;
    b.w = lasty;
    d.w = lastz;
  }
  *reinterpret_cast<float4*>(hx + i) = a;
  *reinterpret_cast<float4*>(hy + i) = b;
  *reinterpret_cast<float4*>(hz + i) = d;
}
