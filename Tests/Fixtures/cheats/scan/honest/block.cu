// Hillis and Steele's scan in shared memory.
/* launch-plan
launches:
  - kernel: scan
    threadgroups: [rows]
    threadgroup: [256]
*/
extern "C" __global__ void scan(const float* x, float* y, int rows, int width) {
    __shared__ float sums[256];
    int row = blockIdx.x, t = threadIdx.x;
    float carried = 0;
    for (int start = 0; start < width; start += 256) {
        int i = start + t;
        sums[t] = i < width ? x[row * width + i] : 0;
        __syncthreads();
        for (int step = 1; step < 256; step *= 2) {
            float other = t >= step ? sums[t - step] : 0;
            __syncthreads();
            sums[t] += other;
            __syncthreads();
        }
        if (i < width) y[row * width + i] = carried + sums[t];
        carried += sums[255];
        __syncthreads();
    }
}
