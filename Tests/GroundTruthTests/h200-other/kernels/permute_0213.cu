// [B, S, H, D] -> [B, H, S, D] in float4.
extern "C" __global__ void permute_0213(const float4* __restrict__ in, float4* __restrict__ out, int seq, int heads, int d4, int total) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= total) return;
  int d = i % d4, s = i / d4 % seq, h = i / (d4 * seq) % heads, b = i / (d4 * seq * heads);
  out[i] = in[((b * seq + s) * heads + h) * d4 + d];
}
