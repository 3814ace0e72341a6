import Evaluation

extension BrokenKernel {
    /// The dozen mistakes that every run must survive, with the words that each is answered with.
    static let dozen = [
        BrokenKernel(
            name: "syntax error", kind: .compileError,
            sound: "int lane = place.x, query",
            broken: "int lane = place.x query",
            line: 13,
            message: """
                kernel.metal:13:23: error: expected ';' at end of declaration
                  13 |     int lane = place.x query = place.y, head = place.z;
                     |                       ^

                kernel.metal:14:15: error: use of undeclared identifier 'head'
                  14 |     int row = head * q_len + query;
                     |               ^

                kernel.metal:14:30: error: use of undeclared identifier 'query'
                  14 |     int row = head * q_len + query;
                     |                              ^

                kernel.metal:15:17: error: use of undeclared identifier 'head'
                  15 |     int first = head / (q_heads / kv_heads) * kv_len;
                     |                 ^

                kernel.metal:16:36: error: use of undeclared identifier 'query'
                  16 |     int visible = kv_len - q_len + query + 1;
                     |                                    ^
                """),
        BrokenKernel(
            name: "endless loop", kind: .overBudget,
            sound: "j < visible; j++",
            broken: "j < visible; j += 0",
            line: 20,
            message: """
                kernel.metal:20:9: error: kernel 'attend' executes more than 40000000 warp instructions: an endless \
                loop or far too much work; most of them are here
                  20 |         for (int d = 0; d < 4; d++) part += q[row * 128 + lane + 32 * d] * k[(first + j) * \
                128 + lane + 32 * d];
                     |         ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "index past the end", kind: .outOfBounds,
            sound: "* v[(first + j)",
            broken: "* v[(first + j + kv_len)",
            line: 23,
            message: """
                kernel.metal:23:9: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' reads element 4224 \
                of 'v', which has 4224 elements
                  23 |         for (int d = 0; d < 4; d++) sum[d] += weight * v[(first + j + kv_len) * 128 + lane + \
                32 * d];
                     |         ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "negative index", kind: .outOfBounds,
            sound: "part += q[row * 128 + lane",
            broken: "part += q[row * 128 - 1 - lane",
            line: 20,
            message: """
                kernel.metal:20:9: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' reads element -1 of \
                'q', which has 21120 elements
                  20 |         for (int d = 0; d < 4; d++) part += q[row * 128 - 1 - lane + 32 * d] * k[(first + j) \
                * 128 + lane + 32 * d];
                     |         ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "write to an input", kind: .writeToInput,
            sound: "out[row * 128 + lane + 32 * d] =",
            broken: "((device float*)q)[row * 128 + lane + 32 * d] =",
            line: 25,
            message: """
                kernel.metal:25:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' writes element 0 of \
                'q', which is an input and read-only
                  25 |     for (int d = 0; d < 4; d++) ((device float*)q)[row * 128 + lane + 32 * d] = sum[d] / total;
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "NaN", kind: .wrong,
            sound: "sum[d] / total",
            broken: "sum[d] / total + sqrt(-total)",
            message: """
                output 'out' is wrong: 21120 of 21120 elements are off by more than 0.0001 of the root mean square \
                of their row; the worst is out[0] (row 0, column 0): expected 0.37088126, got NaN (the row's root \
                mean square is 1.0534477)
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "half the outputs unwritten", kind: .unwrittenOutput,
            sound: "d < 4; d++) out",
            broken: "d < 2; d++) out",
            message: """
                output 'out' is not written completely: 10560 of 21120 elements are unwritten, the first is out[64] \
                (row 0, column 64)
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "null pointer", kind: .nullPointer,
            sound: "int visible",
            broken: "device int* nowhere = nullptr; nowhere[lane] = 1; int visible",
            line: 16,
            message: """
                kernel.metal:16:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' writes through a \
                null pointer
                  16 |     device int* nowhere = nullptr; nowhere[lane] = 1; int visible = kv_len - q_len + query + 1;
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "divergent barrier", kind: .barrierDivergence,
            sound: "int visible",
            broken: "if (query % 2 == 0) threadgroup_barrier(mem_flags::mem_threadgroup); int visible",
            line: 16,
            message: """
                kernel.metal:16:5: error: thread (0, 1, 0) of threadgroup 0 of kernel 'attend' does not reach the \
                barrier at which others of its threadgroup wait
                  16 |     if (query % 2 == 0) threadgroup_barrier(mem_flags::mem_threadgroup); int visible = \
                kv_len - q_len + query + 1;
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "too much threadgroup memory", kind: .launchLimit,
            sound: "int visible",
            broken: "threadgroup float big[8193]; big[lane] = 0; int visible",
            line: 9,
            message: """
                kernel.metal:9:1: error: kernel 'attend' needs 32772 bytes of threadgroup memory (32772 declared, 0 \
                by the launch); m1-pro has 32768 per threadgroup
                  9 | kernel void attend(
                    | ^
                """),
        BrokenKernel(
            name: "1025 threads", kind: .launchLimit,
            sound: "threadgroup: [32, 4, 1]",
            broken: "threadgroup: [1025, 1, 1]",
            line: 9,
            message: """
                kernel.metal:9:1: error: kernel 'attend' is launched with 1025 threads per threadgroup [1025, 1, \
                1]; m1-pro allows 1024
                  9 | kernel void attend(
                    | ^
                """),
        BrokenKernel(
            name: "one that returns the mean", kind: .wrong,
            sound: "exp(simd_sum(part) * 0.08838834764831845f)",
            broken: "1",
            message: """
                output 'out' is wrong: 20478 of 21120 elements are off by more than 0.0001 of the root mean square \
                of their row; the worst is out[3811] (row 29, column 99): expected -0.7828038, got 0.05267517 (the \
                row's root mean square is 0.2754722)
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
    ]
}
