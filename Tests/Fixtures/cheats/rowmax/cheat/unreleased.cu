// expect: data-race
// The last block reads what the others have not released.
/* launch-plan
temporaries:
  - {name: parts, type: f32, count: 4 * rows}
  - {name: arrived, type: u32, count: rows}
launches:
  - kernel: clear
    threads: [rows]
    threadgroup: [32]
  - kernel: greatest
    threadgroups: [4, rows]
    threadgroup: [32, 1]
*/
extern "C" __global__ void clear(unsigned* arrived, int rows) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) arrived[row] = 0;
}
extern "C" __global__ void greatest(const float* x, float* parts, unsigned* arrived, float* y, int width) {
    int row = blockIdx.y, part = blockIdx.x, lane = threadIdx.x;
    float most = -INFINITY;
    for (int i = part * 32 + lane; i < width; i += 128) most = fmaxf(most, x[row * width + i]);
    for (int step = 16; step > 0; step /= 2) most = fmaxf(most, __shfl_down_sync(0xffffffff, most, step));
    if (lane != 0) return;
    parts[4 * row + part] = most;
    if (atomicAdd(arrived + row, 1u) != 3) return;
    most = parts[4 * row];
    for (int i = 1; i < 4; i++) most = fmaxf(most, parts[4 * row + i]);
    y[row] = most;
}
