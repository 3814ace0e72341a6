#include <cmath>

extern "C" void softmax_row(const float* x, double* out, long row, long width) {
    double most = x[row * width], sum = 0;
    for (long i = 1; i < width; ++i) most = fmax(most, double(x[row * width + i]));
    for (long i = 0; i < width; ++i) sum += exp(x[row * width + i] - most);
    for (long i = 0; i < width; ++i) out[i] = exp(x[row * width + i] - most) / sum;
}
