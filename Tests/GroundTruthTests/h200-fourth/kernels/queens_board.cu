// Solutions of the N queens problem below each placement of the first three rows: a board array and a search with conflict loops.
#define N 10
extern "C" __global__ void queens_board(int* out, int prefixes) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= prefixes) return;
  int board[N];
  board[0] = t / (N * N);
  board[1] = t / N % N;
  board[2] = t % N;
  bool ok = true;
  for (int i = 0; i < 3; ++i)
    for (int j = i + 1; j < 3; ++j)
      if (board[i] == board[j] || abs(board[i] - board[j]) == j - i) ok = false;
  int found = 0;
  if (ok) {
    int row = 3;
    board[3] = -1;
    while (row >= 3) {
      int col = board[row] + 1;
      for (; col < N; ++col) {
        bool free_col = true;
        for (int i = 0; i < row; ++i) {
          int d = board[i] - col;
          if (d == 0 || d == row - i || d == i - row) {
            free_col = false;
            break;
          }
        }
        if (free_col) break;
      }
      if (col == N) {
        --row;
      } else if (row == N - 1) {
        ++found;
        board[row] = col;
      } else {
        board[row] = col;
        ++row;
        board[row] = -1;
      }
    }
  }
  out[t] = found;
}
