// expect: uninitialised
// Joins more parts than were written.
/* launch-plan
launches:
  - kernel: greatest
    threadgroups: [rows]
    threadgroup: [128]
*/
extern "C" __global__ void greatest(const float* x, float* y, int rows, int width) {
    __shared__ float parts[129];
    int row = blockIdx.x, t = threadIdx.x;
    float most = -INFINITY;
    for (int i = t; i < width; i += 128) most = fmaxf(most, x[row * width + i]);
    parts[t] = most;
    __syncthreads();
    if (t != 0) return;
    for (int i = 1; i < 129; i++) most = fmaxf(most, parts[i]);
    y[row] = most;
}
