extern "C" void scan_row(const float* x, double* out, long row, long width) {
    double sum = 0;
    for (long i = 0; i < width; ++i) out[i] = sum += x[row * width + i];
}
