// Nearest ray-sphere hit (radius a tenth of w), RAYS rays a thread, the spheres in shared tiles of 128.
#ifndef RAYS
#define RAYS 1
#endif
#ifndef BLOCK
#define BLOCK 128
#endif
extern "C" __global__ void rays_shared(const float4* __restrict__ origin, const float4* __restrict__ direction, const float4* __restrict__ sphere, int* __restrict__ hit, float* __restrict__ distance, int rays, int spheres) {
  __shared__ float4 tile[128];
  int first = blockIdx.x * BLOCK * RAYS + threadIdx.x;
  float4 o[RAYS], d[RAYS];
  float nearest[RAYS];
  int which[RAYS];
#pragma unroll
  for (int r = 0; r < RAYS; ++r) {
    int i = min(first + r * BLOCK, rays - 1);
    o[r] = origin[i];
    d[r] = direction[i];
    float inverse = rsqrtf(d[r].x * d[r].x + d[r].y * d[r].y + d[r].z * d[r].z + 1e-12f);
    d[r].x *= inverse;
    d[r].y *= inverse;
    d[r].z *= inverse;
    nearest[r] = 1e30f;
    which[r] = -1;
  }
  for (int s0 = 0; s0 < spheres; s0 += 128) {
    __syncthreads();
    for (int i = threadIdx.x; i < 128; i += BLOCK)
      if (s0 + i < spheres) tile[i] = sphere[s0 + i];
    __syncthreads();
    int count = min(128, spheres - s0);
    for (int s = 0; s < count; ++s) {
      float4 c = tile[s];
#pragma unroll
      for (int r = 0; r < RAYS; ++r) {
        float x = c.x - o[r].x, y = c.y - o[r].y, z = c.z - o[r].z;
        float along = x * d[r].x + y * d[r].y + z * d[r].z;
        float disc = along * along - (x * x + y * y + z * z) + 0.01f * c.w * c.w;
        if (disc > 0.0f) {
          float root = sqrtf(disc), t = along - root;
          if (t < 0.0f) t = along + root;
          if (t > 0.0f && t < nearest[r]) {
            nearest[r] = t;
            which[r] = s0 + s;
          }
        }
      }
    }
  }
#pragma unroll
  for (int r = 0; r < RAYS; ++r) {
    int i = first + r * BLOCK;
    if (i < rays) {
      hit[i] = which[r];
      distance[i] = nearest[r];
    }
  }
}
