// expect: data-race
// Two threads write one element.
/* launch-plan
launches:
  - kernel: greatest
    threads: [rows]
    threadgroup: [64]
*/
extern "C" __global__ void greatest(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float most = x[row * width];
    for (int i = 1; i < width; i++) most = fmaxf(most, x[row * width + i]);
    y[(row + 1) % rows] = 0;
    y[row] = most;
}
