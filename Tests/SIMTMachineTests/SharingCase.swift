import Testing

/// A launch of 64 threadgroups that several threads execute, or that one thread must execute.
struct SharingCase: Sendable, CustomTestStringConvertible {
    /// What its threadgroups do.
    let name: String
    /// Whether no threadgroup touches what another writes, so that several threads may execute them.
    let isShared: Bool
    /// The kernel: `x` has 4096 integers, `y` 4096 floats; both may be written.
    let body: String
    /// Whether the checks find something, so that one thread must say what.
    var isSuspect = false
    /// Threads of the grid.
    var threads = 4096
    /// Warp instructions that may be executed.
    var budget = 1_000_000

    var testDescription: String { name }

    /// The start of every kernel.
    private static let head = "K void k(device int* x, device float* y, uint i) {\n"

    static let all = [
        SharingCase(name: "write what is their own", isShared: true, body: head + " y[i] = x[i] * 3; }"),
        SharingCase(name: "write in place", isShared: true, body: head + " x[i] += 7; y[i] = x[i]; }"),
        SharingCase(
            name: "write bytes side by side", isShared: true,
            body: head + " ((device unsigned char*)y)[i] = (unsigned char)(x[i] * 5); }"),
        SharingCase(
            name: "write columns", isShared: true, body: head + " y[i / 64 + i % 64 * 64] = x[i]; }"),
        SharingCase(
            name: "take different times", isShared: true,
            body: head + " float a = 0; for (uint j = 0; j < i / 64 * 8; j++) a += x[(i + j) % 4096]; y[i] = a; }"),
        SharingCase(
            name: "use threadgroup memory and barriers", isShared: true,
            body: "shared int s[64];\n" + head
                + " s[i % 64] = x[i]; __ks_threadgroup_barrier(2); y[i] = s[63 - i % 64]; }"),
        SharingCase(
            name: "count in threadgroup memory", isShared: true,
            body: "shared int s[1];\n" + head
                + " if (i % 64 == 0) s[0] = 0; __ks_threadgroup_barrier(2); __atomic_fetch_add(&s[0], x[i], 0);\n"
                + " __ks_threadgroup_barrier(2); y[i] = s[0]; }"),
        SharingCase(
            name: "read lanes that only fuller threadgroups have", isShared: true,
            body: head + " y[i] = __ks_simd_shuffle_xor_b32(x[i], 16); }", isSuspect: true,
            threads: 4096 - 20),
        SharingCase(
            name: "write one place", isShared: false, body: head + " y[i % 64] = i; x[i] = 1; }"),
        SharingCase(
            name: "write one value to one place", isShared: false, body: head + " y[i % 64] = 1; }"),
        SharingCase(
            name: "read what the one before wrote", isShared: false,
            body: head + " x[i] = i * 3; y[i] = i < 64 ? 0 : x[i - 64]; }"),
        SharingCase(
            name: "read what the one after writes", isShared: false,
            body: head + " y[i] = x[(i + 64) % 4096]; x[i] = -1; }"),
        SharingCase(
            name: "count in device memory", isShared: false,
            body: head + " y[i] = __atomic_fetch_add(&x[5], 1, 0); }"),
        SharingCase(
            name: "store atomically", isShared: false,
            body: head + " __atomic_store_n(&x[i], 1, 0); y[i] = 2; }"),
        SharingCase(
            name: "fail in one threadgroup", isShared: false,
            body: head + " y[i == 2600 ? 5000 : i] = x[i]; }"),
        SharingCase(
            name: "fail in two threadgroups", isShared: false,
            body: head + " y[i % 1024 == 999 ? i + 9000 : i] = x[i]; }"),
        SharingCase(
            name: "store nothing defined", isShared: true,
            body: head + " float v; if (i < 9999) v = x[i]; y[i] = v; }"),
        SharingCase(
            name: "take more than the budget", isShared: false,
            body: head + " float a = 0; for (uint j = 0; j < i; j++) a += x[j]; y[i] = a; }", budget: 3000),
        SharingCase(
            name: "hang in one threadgroup", isShared: false,
            body: head + " volatile device int* v = x; if (i / 64 == 11) while (v[0] >= 0) {} y[i] = 1; }",
            budget: 20_000),
    ]
}
