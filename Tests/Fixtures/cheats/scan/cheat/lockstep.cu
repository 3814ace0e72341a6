// expect: data-race
// Trusts that the lanes of a warp run in lockstep.
/* launch-plan
launches:
  - kernel: scan
    threadgroups: [rows]
    threadgroup: [32]
*/
extern "C" __global__ void scan(const float* x, float* y, int rows, int width) {
    __shared__ float sums[32];
    int row = blockIdx.x, lane = threadIdx.x;
    float carried = 0;
    for (int start = 0; start < width; start += 32) {
        int i = start + lane;
        sums[lane] = i < width ? x[row * width + i] : 0;
        float sum = 0;
        for (int j = 0; j <= lane; j++) sum += sums[j];
        if (i < width) y[row * width + i] = carried + sum;
        carried += __shfl_sync(0xffffffff, sum, 31);
    }
}
