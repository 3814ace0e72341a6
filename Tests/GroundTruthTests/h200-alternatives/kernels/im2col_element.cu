// im2col for a padded 3 x 3 window: a thread per element of the column matrix.
extern "C" __global__ void im2col_element(const float* in, float* out, int channels, int height, int width, int total) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= total) return;
  int x = i % width, y = i / width % height, k = i / (width * height) % 9, c = i / (9 * width * height);
  int yy = y + k / 3 - 1, xx = x + k % 3 - 1;
  out[i] = yy >= 0 && yy < height && xx >= 0 && xx < width ? in[(c * height + yy) * width + xx] : 0.0f;
}
