// Gradient of the cross entropy with respect to the logits: maximum, sum and write as three passes over a row in global memory.
extern "C" __global__ void ceg_threepass(const float* logits, const int* label, float* grad, int cols, float scale) {
  __shared__ float red[256];
  int t = threadIdx.x;
  const float* x = logits + (size_t)blockIdx.x * cols;
  float* g = grad + (size_t)blockIdx.x * cols;
  float top = -1e30f;
  for (int i = t; i < cols; i += 256) top = fmaxf(top, x[i]);
  red[t] = top;
  __syncthreads();
  for (int o = 128; o > 0; o >>= 1) {
    if (t < o) red[t] = fmaxf(red[t], red[t + o]);
    __syncthreads();
  }
  top = red[0];
  __syncthreads();
  float sum = 0.0f;
  for (int i = t; i < cols; i += 256) sum += expf(x[i] - top);
  red[t] = sum;
  __syncthreads();
  for (int o = 128; o > 0; o >>= 1) {
    if (t < o) red[t] += red[t + o];
    __syncthreads();
  }
  float inv = 1.0f / red[0];
  int target = label[blockIdx.x];
  for (int i = t; i < cols; i += 256) g[i] = scale * (expf(x[i] - top) * inv - (i == target ? 1.0f : 0.0f));
}
