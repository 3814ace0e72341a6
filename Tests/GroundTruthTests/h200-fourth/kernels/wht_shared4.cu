// Walsh-Hadamard transform of rows of 1024, radix 4 in shared memory: five stages, four values a thread.
extern "C" __global__ void __launch_bounds__(256) wht_shared4(const float* __restrict__ in, float* __restrict__ out, int rows) {
  __shared__ float s[1024];
  int t = threadIdx.x;
  size_t base = (size_t)blockIdx.x * 1024;
  reinterpret_cast<float4*>(s)[t] = reinterpret_cast<const float4*>(in + base)[t];
  __syncthreads();
#pragma unroll
  for (int p = 0; p < 10; p += 2) {
    int h = 1 << p;
    int i = ((t >> p) << (p + 2)) | (t & (h - 1));
    float a = s[i], b = s[i + h], c = s[i + 2 * h], d = s[i + 3 * h];
    float e = a + b, f = a - b, g = c + d, k = c - d;
    s[i] = e + g;
    s[i + h] = f + k;
    s[i + 2 * h] = e - g;
    s[i + 3 * h] = f - k;
    __syncthreads();
  }
  reinterpret_cast<float4*>(out + base)[t] = reinterpret_cast<float4*>(s)[t];
}
