// expect: wrong
// Stops where it is great enough for the usual inputs.
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
    for (int i = 1; i < width && most < 0.9999f; i++) most = fmaxf(most, x[row * width + i]);
    y[row] = most;
}
