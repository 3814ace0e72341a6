// expect: inactive-lane
// Shuffles from lanes that have left.
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
        if (i >= width) break;
        float sum = x[row * width + i];
        for (int step = 1; step < 32; step *= 2) {
            float other = __shfl_up_sync(0xffffffff, sum, step);
            if (lane >= step) sum += other;
        }
        float last = __shfl_sync(0xffffffff, sum, 31);
        carried += last;
        y[row * width + i] = carried - last + sum;
    }
}
