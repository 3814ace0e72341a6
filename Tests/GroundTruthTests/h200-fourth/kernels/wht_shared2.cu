// Walsh-Hadamard transform of rows of 1024, radix 2 in shared memory: ten stages with a barrier after each.
extern "C" __global__ void wht_shared2(const float* in, float* out, int rows) {
  __shared__ float s[1024];
  int t = threadIdx.x;
  size_t base = (size_t)blockIdx.x * 1024;
  s[t] = in[base + t];
  s[t + 512] = in[base + t + 512];
  __syncthreads();
  for (int h = 1; h < 1024; h <<= 1) {
    int i = (t / h) * 2 * h + t % h;
    float a = s[i], b = s[i + h];
    s[i] = a + b;
    s[i + h] = a - b;
    __syncthreads();
  }
  out[base + t] = s[t];
  out[base + t + 512] = s[t + 512];
}
