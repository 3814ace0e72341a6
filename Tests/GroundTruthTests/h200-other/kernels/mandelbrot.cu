// Escape times: lanes of a warp leave the loop at different rounds.
extern "C" __global__ void mandelbrot(int* __restrict__ out, int width, int height, int limit) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) return;
  float cr = -2.0f + 3.0f * x / width, ci = -1.5f + 3.0f * y / height, zr = 0.0f, zi = 0.0f;
  int k = 0;
  while (k < limit && zr * zr + zi * zi < 4.0f) {
    float next = zr * zr - zi * zi + cr;
    zi = 2.0f * zr * zi + ci;
    zr = next;
    ++k;
  }
  out[y * width + x] = k;
}
