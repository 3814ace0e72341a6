// bf16 product C = A * B^T (A: m x k, B: n x k), tensor cores fed straight from global memory, 32 x 32 a warp.
__device__ __forceinline__ void mma(float* c, const unsigned* a, const unsigned* b) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
extern "C" __global__ void bf16_direct(const unsigned short* a, const unsigned short* b, float* c, int m, int n, int k) {
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
  int row = blockIdx.y * 64 + (warp >> 1) * 32, col = blockIdx.x * 64 + (warp & 1) * 32;
  float sum[2][4][4] = {};
  for (int k0 = 0; k0 < k; k0 += 16) {
    unsigned fa[2][4], fb[4][2];
    for (int i = 0; i < 2; ++i) {
      const unsigned short* p = a + (size_t)(row + 16 * i + g) * k + k0 + 2 * t;
      fa[i][0] = *reinterpret_cast<const unsigned*>(p);
      fa[i][1] = *reinterpret_cast<const unsigned*>(p + (size_t)8 * k);
      fa[i][2] = *reinterpret_cast<const unsigned*>(p + 8);
      fa[i][3] = *reinterpret_cast<const unsigned*>(p + (size_t)8 * k + 8);
    }
    for (int j = 0; j < 4; ++j) {
      const unsigned short* p = b + (size_t)(col + 8 * j + g) * k + k0 + 2 * t;
      fb[j][0] = *reinterpret_cast<const unsigned*>(p);
      fb[j][1] = *reinterpret_cast<const unsigned*>(p + 8);
    }
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 4; ++j) mma(sum[i][j], fa[i], fb[j]);
  }
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 4; ++j) {
      float* p = c + (size_t)(row + 16 * i + g) * n + col + 8 * j + 2 * t;
      *reinterpret_cast<float2*>(p) = make_float2(sum[i][j][0], sum[i][j][1]);
      *reinterpret_cast<float2*>(p + (size_t)8 * n) = make_float2(sum[i][j][2], sum[i][j][3]);
    }
}
