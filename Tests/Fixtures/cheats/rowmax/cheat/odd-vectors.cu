// expect: misaligned
// Reads four elements at a time from rows that begin anywhere.
/* launch-plan
launches:
  - kernel: greatest
    threads: [rows]
    threadgroup: [64]
*/
extern "C" __global__ void greatest(const float* x, float* y, int rows, int width) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float most = -INFINITY;
    for (int i = 0; i < width / 4; i++) {
        float4 four = reinterpret_cast<const float4*>(x + row * width)[i];
        most = fmaxf(most, fmaxf(fmaxf(four.x, four.y), fmaxf(four.z, four.w)));
    }
    for (int i = width / 4 * 4; i < width; i++) most = fmaxf(most, x[row * width + i]);
    y[row] = most;
}
