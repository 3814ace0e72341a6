// One bottom-up step of a breadth-first search: an unvisited vertex looks for a neighbour on the frontier and stops at the first.
extern "C" __global__ void bfs_thread(const int* neighbour, const int* depth, int* out, int vertices, int degree, int level) {
  int v = blockIdx.x * blockDim.x + threadIdx.x;
  if (v >= vertices) return;
  int d = depth[v];
  if (d > level) {
    for (int e = 0; e < degree; ++e) {
      int u = neighbour[(size_t)v * degree + e];
      if (depth[u] == level) {
        d = level + 1;
        break;
      }
    }
  }
  out[v] = d;
}
