// Random walks on a graph of fixed degree 8, WALKS independent walks a thread, a linear congruential generator for each.
#ifndef WALKS
#define WALKS 1
#endif
extern "C" __global__ void walk_multi(const int* __restrict__ neighbour, const int* __restrict__ start, int* __restrict__ out, int walkers, int steps) {
  int t = blockIdx.x * blockDim.x + threadIdx.x, threads = gridDim.x * blockDim.x;
  int v[WALKS];
  unsigned int state[WALKS];
#pragma unroll
  for (int k = 0; k < WALKS; ++k) {
    int w = t + k * threads;
    v[k] = start[w];
    state[k] = w * 2654435761u + 12345u;
  }
  for (int s = 0; s < steps; ++s) {
#pragma unroll
    for (int k = 0; k < WALKS; ++k) {
      state[k] = state[k] * 1664525u + 1013904223u;
      v[k] = neighbour[v[k] * 8 + (state[k] >> 29)];
    }
  }
#pragma unroll
  for (int k = 0; k < WALKS; ++k) out[t + k * threads] = v[k];
}
