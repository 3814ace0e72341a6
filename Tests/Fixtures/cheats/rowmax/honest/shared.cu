// A block per row, joined in shared memory.
/* launch-plan
launches:
  - kernel: greatest
    threadgroups: [rows]
    threadgroup: [128]
*/
extern "C" __global__ void greatest(const float* x, float* y, int rows, int width) {
    __shared__ float parts[128];
    int row = blockIdx.x, t = threadIdx.x;
    float most = -INFINITY;
    for (int i = t; i < width; i += 128) most = fmaxf(most, x[row * width + i]);
    parts[t] = most;
    __syncthreads();
    for (int step = 64; step > 0; step /= 2) {
        if (t < step) parts[t] = fmaxf(parts[t], parts[t + step]);
        __syncthreads();
    }
    if (t == 0) y[row] = parts[0];
}
