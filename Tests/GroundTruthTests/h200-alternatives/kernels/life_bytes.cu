// Game of Life on a torus, a byte a cell, a thread a cell.
extern "C" __global__ void life_bytes(const unsigned char* in, unsigned char* out, int width, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) return;
  int xl = x == 0 ? width - 1 : x - 1, xr = x == width - 1 ? 0 : x + 1;
  int yu = y == 0 ? height - 1 : y - 1, yd = y == height - 1 ? 0 : y + 1;
  int n = in[yu * width + xl] + in[yu * width + x] + in[yu * width + xr] + in[y * width + xl] + in[y * width + xr] + in[yd * width + xl] + in[yd * width + x] + in[yd * width + xr];
  out[y * width + x] = n == 3 || (n == 2 && in[y * width + x]) ? 1 : 0;
}
