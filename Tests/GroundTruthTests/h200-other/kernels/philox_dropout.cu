// Dropout whose mask comes from ten rounds of Philox 4x32.
extern "C" __global__ void philox_dropout(const float4* __restrict__ in, float4* __restrict__ out, unsigned int seed, float keep, int n4) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n4) return;
  unsigned int c0 = i, c1 = 0, c2 = 0, c3 = 0, k0 = seed, k1 = 0x1234567u;
#pragma unroll
  for (int round = 0; round < 10; ++round) {
    unsigned int h0 = __umulhi(0xD2511F53u, c0), l0 = 0xD2511F53u * c0, h1 = __umulhi(0xCD9E8D57u, c2), l1 = 0xCD9E8D57u * c2;
    c0 = h1 ^ c1 ^ k0;
    c1 = l1;
    c2 = h0 ^ c3 ^ k1;
    c3 = l0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  float4 v = in[i];
  float scale = 1.0f / keep, u = 2.3283064e-10f;
  v.x = c0 * u < keep ? v.x * scale : 0.0f;
  v.y = c1 * u < keep ? v.y * scale : 0.0f;
  v.z = c2 * u < keep ? v.z * scale : 0.0f;
  v.w = c3 * u < keep ? v.w * scale : 0.0f;
  out[i] = v;
}
