// The matrix product in double precision, one row of the result per call.
extern "C" void oracle_row(const float* a, const float* b, double* out, long row, long n, long k) {
    for (long j = 0; j < n; ++j) out[j] = 0;
    for (long i = 0; i < k; ++i) {
        double left = a[row * k + i];
        for (long j = 0; j < n; ++j) out[j] += left * double(b[i * n + j]);
    }
}
