#include <cmath>

extern "C" void normalised_row(const float* x, const float* gain, double* out, long row, long width) {
    double mean = 0, variance = 0;
    for (long i = 0; i < width; ++i) mean += x[row * width + i];
    mean /= width;
    for (long i = 0; i < width; ++i) variance += (x[row * width + i] - mean) * (x[row * width + i] - mean);
    double factor = 1 / sqrt(variance / width + 1e-6);
    for (long i = 0; i < width; ++i) out[i] = (x[row * width + i] - mean) * factor * gain[i];
}
