// Transposed convolution (kernel 4, stride 2, padding 1): a thread makes 2 x 2 outputs of NOC output channels from a 3 x 3 input window, weights in shared memory.
#ifndef NOC
#define NOC 4
#endif
#define CI 32
extern "C" __global__ void __launch_bounds__(256) tconv_quad(const float* __restrict__ in, const float* __restrict__ w, float* __restrict__ out, int ci, int co, int h, int wd) {
  __shared__ float4 ws[CI][NOC][4];
  int groups = co / NOC, o0 = blockIdx.z % groups * NOC, b = blockIdx.z / groups;
  int t = threadIdx.y * blockDim.x + threadIdx.x;
  for (int i = t; i < CI * NOC * 4; i += 256) {
    int c = i / (NOC * 4), r = i % (NOC * 4);
    ws[c][r / 4][r % 4] = reinterpret_cast<const float4*>(w)[(c * co + o0) * 4 + r];
  }
  __syncthreads();
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  float sum[NOC][4] = {};
  for (int c = 0; c < CI; ++c) {
    const float* p = in + (size_t)(b * CI + c) * h * wd;
    float v[3][3];
#pragma unroll
    for (int r = 0; r < 3; ++r)
#pragma unroll
      for (int s = 0; s < 3; ++s) {
        int yy = y + r - 1, xx = x + s - 1;
        v[r][s] = (yy >= 0 && yy < h && xx >= 0 && xx < wd) ? p[yy * wd + xx] : 0.0f;
      }
#pragma unroll
    for (int o = 0; o < NOC; ++o) {
      float4 k0 = ws[c][o][0], k1 = ws[c][o][1], k2 = ws[c][o][2], k3 = ws[c][o][3];
      sum[o][0] += v[1][1] * k1.y + v[1][0] * k1.w + v[0][1] * k3.y + v[0][0] * k3.w;
      sum[o][1] += v[1][2] * k1.x + v[1][1] * k1.z + v[0][2] * k3.x + v[0][1] * k3.z;
      sum[o][2] += v[2][1] * k0.y + v[2][0] * k0.w + v[1][1] * k2.y + v[1][0] * k2.w;
      sum[o][3] += v[2][2] * k0.x + v[2][1] * k0.z + v[1][2] * k2.x + v[1][1] * k2.z;
    }
  }
#pragma unroll
  for (int o = 0; o < NOC; ++o) {
    float* q = out + ((size_t)(b * co + o0 + o) * 2 * h + 2 * y) * 2 * wd + 2 * x;
    *reinterpret_cast<float2*>(q) = make_float2(sum[o][0], sum[o][1]);
    *reinterpret_cast<float2*>(q + 2 * wd) = make_float2(sum[o][2], sum[o][3]);
  }
}
