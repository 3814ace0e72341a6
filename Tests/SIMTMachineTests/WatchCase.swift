import Testing

/// A kernel that a check must stop, or must let pass.
struct WatchCase: Sendable, CustomTestStringConvertible {
    /// What it does.
    let name: String
    /// The finding in short words; nil where there must be none.
    let finding: String?
    /// The kernel: `x` has 256 defined floats or integers that may be written, `y` 256 undefined ones that are an output.
    let body: String
    /// Threads of the grid.
    var threads = 64
    /// Threads of a threadgroup.
    var group = 64
    /// Whether two stores of the same value were noticed.
    var warns = false

    var testDescription: String { name }
}

extension WatchCase {
    /// Undefined values: each kernel that uses one beside a near twin that does not.
    static let undefined = [
        WatchCase(
            name: "a variable that is never set reaches the output", finding: "4: output y from a variable",
            body: "K void k(device float* x, device float* y, uint i) {\n float v;\n if (i > 99) v = 1;\n y[i] = v;\n}"),
        WatchCase(
            name: "a variable that is set on every way", finding: nil,
            body:
                "K void k(device float* x, device float* y, uint i) {\n float v;\n if (i > 9) v = 1; else v = 2;\n y[i] = v;\n}"
        ),
        WatchCase(
            name: "a branch on a variable that is never set", finding: "3: branch from a variable",
            body: "K void k(device float* x, device float* y, uint i) {\n int v;\n if (v > 3) y[i] = 1;\n}"),
        WatchCase(
            name: "a maximum of threadgroup memory that nobody wrote and nobody uses", finding: nil,
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n if (i < 8) s[i] = i;\n __ks_threadgroup_barrier(2); float a = s[i]; float b = a > 3 ? a : 3; y[i] = i < 8 ? b : 0; }"
        ),
        WatchCase(
            name: "a maximum of threadgroup memory that nobody wrote", finding: "4: output y from threadgroup memory",
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n if (i < 8) s[i] = i;\n __ks_threadgroup_barrier(2); y[i] = s[i]; }"
        ),
        WatchCase(
            name: "a variable that is never set is read and not used", finding: nil,
            body: "K void k(device float* x, device float* y, uint i) {\n int v; int w = v + 1;\n y[i] = 1;\n}"),
        WatchCase(
            name: "an index that is never set", finding: "3: address from a variable",
            body: "K void k(device float* x, device float* y, uint i) {\n int v;\n y[i] = x[v];\n}"),
        WatchCase(
            name: "one element of a private array is not set", finding: "4: output y from private memory",
            body:
                "K void k(device float* x, device float* y, uint i) {\n float a[4];\n for (int j = 0; j < 3; j++) a[j] = i;\n y[i] = a[i % 4];\n}"
        ),
        WatchCase(
            name: "every element of a private array is set", finding: nil,
            body:
                "K void k(device float* x, device float* y, uint i) {\n float a[4];\n for (int j = 0; j < 4; j++) a[j] = i;\n y[i] = a[i % 4];\n}"
        ),
        WatchCase(
            name: "threadgroup memory is read where nobody wrote", finding: "5: output y from threadgroup memory",
            body:
                "shared float s[65];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i];\n __ks_threadgroup_barrier(2);\n y[i] = s[i + 1];\n}"
        ),
        WatchCase(
            name: "threadgroup memory is read where somebody wrote", finding: nil,
            body:
                "shared float s[65];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i]; if (i == 0) s[64] = 1;\n __ks_threadgroup_barrier(2);\n y[i] = s[i + 1];\n}"
        ),
        WatchCase(
            name: "threadgroup memory that another threadgroup wrote", finding: "3: output y from threadgroup memory",
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n if (i >= 64) { y[i] = s[i - 64]; return; }\n s[i] = 1; y[i] = s[i]; }",
            threads: 128),
        WatchCase(
            name: "an output is read before it is written", finding: "2: output y from y",
            body: "K void k(device float* x, device float* y, uint i) {\n y[i] += x[i];\n}"),
        WatchCase(
            name: "an output is read after it is written", finding: nil,
            body: "K void k(device float* x, device float* y, uint i) {\n y[i] = 1;\n y[i] += x[i];\n}"),
        WatchCase(
            name: "an undefined output is overwritten in the end", finding: nil,
            body: "K void k(device float* x, device float* y, uint i) {\n float v;\n y[i] = v;\n y[i] = x[i];\n}"),
        WatchCase(
            name: "padding is copied with its structure", finding: nil,
            body: """
                struct P { char c; int n; };
                K void k(device float* x, device float* y, uint i) {
                 P p; p.c = (char)i; p.n = 3; P q = p; P list[2]; list[i & 1] = q; P r = list[i & 1];
                 y[i] = r.c + r.n;
                }
                """),
        WatchCase(
            name: "a bit field beside one that is not set", finding: nil,
            body: """
                struct P { unsigned a : 3; unsigned b : 5; };
                K void k(device float* x, device float* y, uint i) { P p; p.b = i & 31; y[i] = p.b; }
                """),
        WatchCase(
            name: "a bit field that is not set", finding: "2: output y from a variable",
            body: """
                struct P { unsigned a : 3; unsigned b : 5; };
                K void k(device float* x, device float* y, uint i) { P p; p.b = i & 31; y[i] = p.a; }
                """),
        WatchCase(
            name: "a vector of which one element is not set", finding: "2: output y from a variable",
            body:
                "K void k(device float* x, device float* y, uint i) {\n float4 v; v.x = 1; v.y = 2; y[i] = v.x + v.z; }"
        ),
        WatchCase(
            name: "a vector of which the elements used are set", finding: nil,
            body:
                "K void k(device float* x, device float* y, uint i) {\n float4 v; v.x = 1; v.y = 2; y[i] = v.x + v.y; }"
        ),
        WatchCase(
            name: "a vote on a variable that is never set", finding: "2: vote from a variable",
            body:
                "K void k(device float* x, device float* y, uint i) {\n int v; y[i] = __ks_threadgroup_barrier_or(v); }"
        ),
        WatchCase(
            name: "an atomic with a variable that is never set", finding: "2: atomic from a variable",
            body:
                "K void k(device int* x, device float* y, uint i) {\n int v; __atomic_fetch_add(x, v, 0); y[i] = 1; }"),
        WatchCase(
            name: "a shuffle reads from lanes that have left", finding: "3: output y from an inactive lane on line 3",
            body:
                "K void k(device int* x, device float* y, uint i) {\n if (i % 32 >= 16) { y[i] = 0; return; }\n y[i] = __ks_simd_shuffle_down_b32(x[i], 8); }"
        ),
        WatchCase(
            name: "a shuffle reads from lanes that are there", finding: nil,
            body:
                "K void k(device int* x, device float* y, uint i) {\n if (i % 32 >= 16) { y[i] = 0; return; }\n y[i] = __ks_simd_shuffle_xor_b32(x[i], 8); }"
        ),
        WatchCase(
            name: "a shuffle reads from lanes that have left and does not use what it gets", finding: nil,
            body:
                "K void k(device int* x, device float* y, uint i) {\n if (i % 32 >= 16) { y[i] = 0; return; }\n int v = __ks_simd_shuffle_down_b32(x[i], 8);\n y[i] = i % 32 < 8 ? v : 0; }"
        ),
        WatchCase(
            name: "a sum over a SIMD group with one undefined lane", finding: "3: output y from a variable",
            body:
                "K void k(device int* x, device float* y, uint i) {\n float v; if (i % 32) v = 1;\n y[i] = __ks_simd_sum_f32(v); }"
        ),
    ]

    /// Integer arithmetic: each operation without a result beside a near twin with one.
    static let arithmetic = [
        WatchCase(
            name: "division by zero", finding: "2: division by zero",
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = 7 / (x[i] - (int)i); }"),
        WatchCase(
            name: "division by what is not zero", finding: nil,
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = 7 / (x[i] - (int)i + 1); }"),
        WatchCase(
            name: "remainder by zero", finding: "2: division by zero",
            body: "K void k(device uint* x, device uint* y, uint i) {\n y[i] = 7u % (x[i] - i); }"),
        WatchCase(
            name: "the smallest integer divided by -1", finding: "2: overflow",
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = (int)0x80000000 / (x[0] - 1); }"),
        WatchCase(
            name: "the smallest integer but one divided by -1", finding: nil,
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = (int)0x80000001 / (x[0] - 1); }"),
        WatchCase(
            name: "a shift by 32", finding: "2: shift of 32",
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = 1u << (x[i] & 32); }"),
        WatchCase(
            name: "a shift by 31", finding: nil,
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = 1u << (x[i] & 31); }"),
        WatchCase(
            name: "a shift of 64 bits by 64", finding: "2: shift of 64",
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = (ulong)i >> (x[i] + 64 - (int)i); }"),
        WatchCase(
            name: "a shift of 64 bits by 63", finding: nil,
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = (ulong)i >> (x[i] + 63 - (int)i); }"),
        WatchCase(
            name: "a division by zero in lanes that do not execute it", finding: nil,
            body: "K void k(device int* x, device int* y, uint i) {\n y[i] = i ? 7 / x[i] : 0; }"),
    ]
}
