// Four elements at a time where a row begins at a multiple of sixteen bytes.
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
    int i = 0;
    for (; i < width && (row * width + i) % 4 != 0; i++) most = fmaxf(most, x[row * width + i]);
    for (; i + 3 < width; i += 4) {
        float4 four = *reinterpret_cast<const float4*>(x + row * width + i);
        most = fmaxf(most, fmaxf(fmaxf(four.x, four.y), fmaxf(four.z, four.w)));
    }
    for (; i < width; i++) most = fmaxf(most, x[row * width + i]);
    y[row] = most;
}
