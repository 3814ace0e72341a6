// What is right: one row of the product in double precision.
extern "C" void matmul_row(const float *a, const float *b, long n, long k, long row, double *out) {
    for (long j = 0; j < n; j++) out[j] = 0;
    for (long i = 0; i < k; i++) {
        double left = a[row * k + i];
        for (long j = 0; j < n; j++) out[j] += left * b[i * n + j];
    }
}
