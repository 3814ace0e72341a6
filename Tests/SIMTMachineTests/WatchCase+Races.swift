extension WatchCase {
    /// Data races: each kernel that has one beside a near twin that does not.
    static let races = [
        WatchCase(
            name: "a neighbour's element without a barrier", finding: "race in threadgroup memory: 3 writes, 4 reads",
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i];\n y[i] = s[i ^ 32];\n}"
        ),
        WatchCase(
            name: "a neighbour's element after a barrier", finding: nil,
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i]; __ks_threadgroup_barrier(2);\n y[i] = s[i ^ 32];\n}"
        ),
        WatchCase(
            name: "a barrier that orders device memory only", finding: "race in threadgroup memory: 4 reads, 3 writes",
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i]; __ks_threadgroup_barrier(1);\n y[i] = s[i ^ 32];\n}"
        ),
        WatchCase(
            name: "a neighbouring lane's element in lockstep", finding: "race in threadgroup memory: 4 reads, 3 writes",
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i];\n y[i] = s[i ^ 1];\n}"
        ),
        WatchCase(
            name: "a neighbouring lane's element after a simdgroup barrier", finding: nil,
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i]; __ks_simdgroup_barrier(2);\n y[i] = s[i ^ 1];\n}"
        ),
        WatchCase(
            name: "a lane reads for its neighbours, who store what it hands them", finding: nil,
            body:
                "K void k(device int* x, device int* y, uint i) {\n int v = 0; if (i % 4 == 0) v = x[i] + x[i + 1];\n v = __ks_simd_shuffle_b32(v, i & 28);\n x[i] = v; y[i] = v;\n}"
        ),
        WatchCase(
            name: "a lane reads for its neighbours after they have stored", finding: "race in x: 3 reads, 2 writes",
            body:
                "K void k(device int* x, device int* y, uint i) {\n if (i % 4) x[i] = i;\n int v = x[i ^ 1];\n y[i] = __ks_simd_shuffle_b32(v, i & 28);\n}"
        ),
        WatchCase(
            name: "an exchange in half of the lanes orders nothing for the others",
            finding: "race in x: 4 writes, 2 reads",
            body:
                "K void k(device int* x, device int* y, uint i) {\n int v = x[i ^ 1];\n if (i % 2) v = __ks_simd_shuffle_b32(v, i & 31);\n x[i] = v + i; y[i] = v;\n}"
        ),
        WatchCase(
            name: "a simdgroup barrier does not order warps", finding: "race in threadgroup memory: 3 writes, 4 reads",
            body:
                "shared float s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = x[i]; __ks_simdgroup_barrier(2);\n y[i] = s[i ^ 32];\n}"
        ),
        WatchCase(
            name: "the next round overwrites what others still read",
            finding: "race in threadgroup memory: 7 reads, 5 writes",
            body: """
                shared float s[64];
                K void k(device float* x, device float* y, uint i) {
                 float v = 0;
                 for (int j = 0; j < 2; j++) {
                  s[i] = x[i] + j;
                  __ks_threadgroup_barrier(2);
                  v += s[63 - i];
                 }
                 y[i] = v;
                }
                """),
        WatchCase(
            name: "the next round waits until all have read", finding: nil,
            body: """
                shared float s[64];
                K void k(device float* x, device float* y, uint i) {
                 float v = 0;
                 for (int j = 0; j < 2; j++) {
                  s[i] = x[i] + j;
                  __ks_threadgroup_barrier(2);
                  v += s[63 - i];
                  __ks_threadgroup_barrier(2);
                 }
                 y[i] = v;
                }
                """),
        WatchCase(
            name: "every thread writes another value to one place",
            finding: "race in threadgroup memory: 3 writes, 3 writes",
            body:
                "shared float s[1];\nK void k(device float* x, device float* y, uint i) {\n s[0] = i;\n __ks_threadgroup_barrier(2); y[i] = s[0]; }"
        ),
        WatchCase(
            name: "every thread writes the same value to one place", finding: nil,
            body:
                "shared float s[1];\nK void k(device float* x, device float* y, uint i) {\n s[0] = 7;\n __ks_threadgroup_barrier(2); y[i] = s[0]; }",
            warns: true),
        WatchCase(
            name: "all read one element, then one of them writes it",
            finding: "race in threadgroup memory: 5 writes, 4 reads",
            body:
                "shared float s[1];\nK void k(device float* x, device float* y, uint i) {\n if (i == 0) s[0] = 1; __ks_threadgroup_barrier(2);\n y[i] = s[0];\n if (i == 5) s[0] = 2; }"
        ),
        WatchCase(
            name: "halves of one word by two threads", finding: nil,
            body:
                "shared short s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = (short)i;\n y[i] = s[i]; }"
        ),
        WatchCase(
            name: "the other half of a word by another thread",
            finding: "race in threadgroup memory: 4 reads, 3 writes",
            body:
                "shared short s[64];\nK void k(device float* x, device float* y, uint i) {\n s[i] = (short)i;\n y[i] = s[i ^ 1]; }"
        ),
        WatchCase(
            name: "atomics on one element", finding: nil,
            body:
                "shared int s[1];\nK void k(device float* x, device float* y, uint i) {\n if (i == 0) s[0] = 0; __ks_threadgroup_barrier(2);\n y[i] = __atomic_fetch_add(&s[0], 1, 0); }"
        ),
        WatchCase(
            name: "an atomic and a plain store", finding: "race in threadgroup memory: 4 writes, 3 writes",
            body:
                "shared int s[1];\nK void k(device float* x, device float* y, uint i) {\n if (i == 0) s[0] = 0;\n y[i] = __atomic_fetch_add(&s[0], 1, 0); }"
        ),
        WatchCase(
            name: "an atomic and a plain load", finding: "race in threadgroup memory: 4 reads, 3 writes",
            body:
                "shared int s[1];\nK void k(device float* x, device float* y, uint i) {\n if (i == 0) s[0] = 0; __ks_threadgroup_barrier(2); __atomic_fetch_add(&s[0], 1, 0);\n y[i] = s[0]; }"
        ),
        WatchCase(
            name: "an atomic and an atomic load", finding: nil,
            body:
                "shared int s[1];\nK void k(device float* x, device float* y, uint i) {\n if (i == 0) s[0] = 0; __ks_threadgroup_barrier(2); __atomic_fetch_add(&s[0], 1, 0);\n y[i] = __atomic_load_n(&s[0], 0); }"
        ),
        WatchCase(
            name: "two threadgroups write one element", finding: "race in y: 2 writes, 2 writes",
            body: "K void k(device float* x, device float* y, uint i) {\n y[i % 64] = i; }", threads: 128),
        WatchCase(
            name: "two threadgroups write elements of their own", finding: nil,
            body: "K void k(device float* x, device float* y, uint i) {\n y[i] = i; }", threads: 128),
        WatchCase(
            name: "a threadgroup reads what another writes", finding: "race in x: 2 writes, 2 reads",
            body: "K void k(device float* x, device float* y, uint i) {\n x[i] = i; y[i] = x[(i + 64) % 128]; }",
            threads: 128),
        WatchCase(
            name: "a threadgroup reads what it wrote, after a barrier for device memory", finding: nil,
            body:
                "K void k(device float* x, device float* y, uint i) {\n x[i] = i; __ks_threadgroup_barrier(1); y[i] = x[i ^ 32]; }",
            threads: 128),
        WatchCase(
            name: "a threadgroup reads what it wrote, after a barrier for threadgroup memory",
            finding: "race in x: 2 reads, 2 writes",
            body:
                "K void k(device float* x, device float* y, uint i) {\n x[i] = i; __ks_threadgroup_barrier(2); y[i] = x[i ^ 32]; }",
            threads: 128),
        WatchCase(
            name: "the last threadgroup adds up what the others released", finding: nil,
            body: """
                shared int last[1];
                K void k(device float* x, device float* y, uint i) {
                 x[i] = i;
                 __atomic_thread_fence(5);
                 __ks_threadgroup_barrier(3);
                 if (i % 64 == 0) last[0] = __atomic_fetch_add((device int*)x + 255, 1, 0);
                 __ks_threadgroup_barrier(3);
                 if (i % 64 == 0) y[i] = 1; else y[i] = x[i];
                 if (last[0] == 256) { y[i] = x[i - 64]; }
                }
                """, threads: 128),
        WatchCase(
            name: "the last threadgroup adds up what the others did not release",
            finding: "race in x: 8 reads, 3 writes",
            body: """
                shared int last[1];
                K void k(device float* x, device float* y, uint i) {
                 x[i] = i;
                 __ks_threadgroup_barrier(3);
                 if (i % 64 == 0) last[0] = __atomic_fetch_add((device int*)x + 255, 1, 0);
                 __ks_threadgroup_barrier(3);
                 if (i % 64 == 0) y[i] = 1; else y[i] = x[i];
                 if (last[0] == 256) { y[i] = x[i - 64]; }
                }
                """, threads: 128),
        WatchCase(
            name: "four floats a thread", finding: nil,
            body:
                "shared float4 s[64];\nK void k(device float4* x, device float4* y, uint i) {\n s[i] = x[i]; __ks_threadgroup_barrier(2);\n y[i] = s[63 - i]; }"
        ),
        WatchCase(
            name: "four floats a thread without a barrier", finding: "race in threadgroup memory: 4 reads, 3 writes",
            body:
                "shared float4 s[64];\nK void k(device float4* x, device float4* y, uint i) {\n s[i] = x[i];\n y[i] = s[i ^ 1]; }"
        ),
    ]
}
