// Nearest ray-sphere hit (radius a tenth of w), a ray a thread, the spheres straight from global memory.
extern "C" __global__ void rays_global(const float4* origin, const float4* direction, const float4* sphere, int* hit, float* distance, int rays, int spheres) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= rays) return;
  float4 o = origin[i], d = direction[i];
  float inverse = rsqrtf(d.x * d.x + d.y * d.y + d.z * d.z + 1e-12f);
  d.x *= inverse;
  d.y *= inverse;
  d.z *= inverse;
  float nearest = 1e30f;
  int which = -1;
  for (int s = 0; s < spheres; ++s) {
    float4 c = sphere[s];
    float x = c.x - o.x, y = c.y - o.y, z = c.z - o.z;
    float along = x * d.x + y * d.y + z * d.z;
    float disc = along * along - (x * x + y * y + z * z) + 0.01f * c.w * c.w;
    if (disc <= 0.0f) continue;
    float root = sqrtf(disc), t = along - root;
    if (t < 0.0f) t = along + root;
    if (t > 0.0f && t < nearest) {
      nearest = t;
      which = s;
    }
  }
  hit[i] = which;
  distance[i] = nearest;
}
