extern "C" void product_row(const float* a, const float* b, double* out, long row, long n, long k) {
    for (long j = 0; j < n; ++j) {
        double sum = 0;
        for (long i = 0; i < k; ++i) sum += double(a[row * k + i]) * double(b[i * n + j]);
        out[j] = sum;
    }
}
