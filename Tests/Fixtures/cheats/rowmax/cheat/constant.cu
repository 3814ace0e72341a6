// expect: wrong
// The greatest of many numbers below one is nearly one.
/* launch-plan
launches:
  - kernel: greatest
    threads: [rows]
    threadgroup: [64]
*/
extern "C" __global__ void greatest(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) y[row] = 1 - 1.0f / width;
}
