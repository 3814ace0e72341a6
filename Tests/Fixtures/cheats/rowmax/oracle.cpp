#include <cmath>

extern "C" void greatest(const float* x, double* out, long row, long rows, long width) {
    for (long i = 0; i < rows; ++i) {
        double most = x[i * width];
        for (long j = 1; j < width; ++j) most = fmax(most, double(x[i * width + j]));
        out[i] = most;
    }
}
