// A warp per row, sums passed up by shuffles.
/* launch-plan
launches:
  - kernel: scan
    threadgroups: [rows]
    threadgroup: [32]
*/
extern "C" __global__ void scan(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x, lane = threadIdx.x;
    float carried = 0;
    for (int start = 0; start < width; start += 32) {
        int i = start + lane;
        float sum = i < width ? x[row * width + i] : 0;
        for (int step = 1; step < 32; step *= 2) {
            float other = __shfl_up_sync(0xffffffff, sum, step);
            if (lane >= step) sum += other;
        }
        if (i < width) y[row * width + i] = carried + sum;
        carried += __shfl_sync(0xffffffff, sum, 31);
    }
}
