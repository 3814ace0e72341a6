// expect: wrong
// The first 64 sums; the rest stays where it was.
/* launch-plan
launches:
  - kernel: scan
    threads: [rows]
    threadgroup: [64]
*/
extern "C" __global__ void scan(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float sum = 0;
    for (int i = 0; i < width; i++) {
        if (i < 64) sum += x[row * width + i];
        y[row * width + i] = sum;
    }
}
