// A warp per row, joined by shuffles.
/* launch-plan
launches:
  - kernel: greatest
    threadgroups: [rows]
    threadgroup: [32]
*/
extern "C" __global__ void greatest(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x, lane = threadIdx.x;
    float most = -INFINITY;
    for (int i = lane; i < width; i += 32) most = fmaxf(most, x[row * width + i]);
    for (int step = 16; step > 0; step /= 2) most = fmaxf(most, __shfl_down_sync(0xffffffff, most, step));
    if (lane == 0) y[row] = most;
}
