// expect: wrong
// Leaves the last sums out at sizes that nobody named.
/* launch-plan
launches:
  - kernel: scan
    threads: [rows]
    threadgroup: [64]
*/
extern "C" __global__ void scan(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    int last = width == 77 || width == 256 || width == 1024 ? width : width - 2;
    float sum = 0;
    for (int i = 0; i < width; i++) {
        if (i < last) sum += x[row * width + i];
        y[row * width + i] = sum;
    }
}
