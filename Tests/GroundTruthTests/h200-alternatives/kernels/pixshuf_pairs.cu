// Pixel shuffle by two (N, 4C, H, W) -> (N, C, 2H, 2W): two planes read as float2, a float4 of one row written.
extern "C" __global__ void pixshuf_pairs(const float2* __restrict__ in, float4* __restrict__ out, int channels, int height, int width, int total) {
  int half = width / 2;
  int step = gridDim.x * blockDim.x;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < total / 4; i += step) {
    int x = i % half, y = i / half % (2 * height), c = i / (half * 2 * height);
    size_t from = ((size_t)(c * 4 + (y & 1) * 2) * height + (y >> 1)) * half + x;
    float2 even = in[from], odd = in[from + (size_t)height * half];
    out[i] = make_float4(even.x, odd.x, even.y, odd.y);
  }
}
