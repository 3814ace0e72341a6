// One bottom-up step of a breadth-first search, LANES threads a vertex, neighbours in strides, stops after a round with a hit.
#ifndef LANES
#define LANES 8
#endif
extern "C" __global__ void bfs_lanes(const int* __restrict__ neighbour, const int* __restrict__ depth, int* __restrict__ out, int vertices, int degree, int level) {
  int thread = blockIdx.x * blockDim.x + threadIdx.x, v = thread / LANES, lane = thread % LANES;
  if (v >= vertices) return;
  unsigned int group = LANES == 32 ? 0xffffffffu : ((1u << (LANES & 31)) - 1u) << ((threadIdx.x & 31) / LANES * LANES);
  int d = depth[v];
  if (d > level) {
    for (int e = lane; e < degree; e += LANES) {
      bool hit = depth[neighbour[(size_t)v * degree + e]] == level;
      if (__any_sync(group, hit)) {
        d = level + 1;
        break;
      }
    }
  }
  if (lane == 0) out[v] = d;
}
