// Random walks on a graph of fixed degree 8: a thread fetches the whole row of neighbours before the draw is known, then selects.
extern "C" __global__ void walk_row(const int* __restrict__ neighbour, const int* __restrict__ start, int* __restrict__ out, int walkers, int steps) {
  int w = blockIdx.x * blockDim.x + threadIdx.x;
  int v = start[w];
  unsigned int state = w * 2654435761u + 12345u;
  for (int s = 0; s < steps; ++s) {
    const int4* row = reinterpret_cast<const int4*>(neighbour + (size_t)v * 8);
    int4 lo = row[0], hi = row[1];
    state = state * 1664525u + 1013904223u;
    unsigned int pick = state >> 29;
    int4 half = (pick & 4) ? hi : lo;
    int a = (pick & 1) ? half.y : half.x, b = (pick & 1) ? half.w : half.z;
    v = (pick & 2) ? b : a;
  }
  out[w] = v;
}
