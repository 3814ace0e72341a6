// Parts of a row by several blocks, joined by atomics on order-preserving integers.
/* launch-plan
temporaries:
  - {name: keys, type: u32, count: rows}
launches:
  - kernel: clear
    threads: [rows]
    threadgroup: [32]
  - kernel: join
    threads: [width, rows]
    threadgroup: [32, 1]
  - kernel: decode
    threads: [rows]
    threadgroup: [32]
*/
extern "C" __global__ void clear(unsigned* keys, int rows) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) keys[row] = 0;
}
extern "C" __global__ void join(const float* x, unsigned* keys, int width) {
    int i = blockIdx.x * blockDim.x + threadIdx.x, row = blockIdx.y;
    if (i >= width) return;
    unsigned bits = __float_as_uint(x[row * width + i]);
    atomicMax(keys + row, bits & 0x80000000u ? ~bits : bits | 0x80000000u);
}
extern "C" __global__ void decode(const unsigned* keys, float* y, int rows) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) y[row] = __uint_as_float(keys[row] & 0x80000000u ? keys[row] & 0x7fffffffu : ~keys[row]);
}
