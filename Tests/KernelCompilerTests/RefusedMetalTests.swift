import KernelCompiler
import Testing

/// Metal texts that must be refused, with everything the user reads.
@Suite struct RefusedMetalTests {
    static let rows: [(text: String, message: String)] = [
        (
            "kernel void f(device int* p) { p[0] = q; }",
            """
            k.metal:1:39: error: use of undeclared identifier 'q'
              1 | kernel void f(device int* p) { p[0] = q; }
                |                                       ^
            """
        ),
        (
            "kernel void f(device int* p) [[max_total_threads_per_threadgroup(64)]] { p[0] = 1; }",
            """
            k.metal:1:32: error: 'max_total_threads_per_threadgroup' attribute cannot be applied to types
              1 | kernel void f(device int* p) [[max_total_threads_per_threadgroup(64)]] { p[0] = 1; }
                |                                ^
                = write [[max_total_threads_per_threadgroup…]] before 'kernel'
            """
        ),
        (
            "kernel void f(device int* p) { auto g = [&](int x) { return x; }; p[0] = g(1); }",
            """
            k.metal:1:41: error: lambda expressions are not supported in Metal
              1 | kernel void f(device int* p) { auto g = [&](int x) { return x; }; p[0] = g(1); }
                |                                         ^
            """
        ),
        (
            "const int width = 3;\nkernel void f(device int* p) { p[0] = width; }",
            """
            k.metal:1:11: error: program scope variable must reside in constant address space
              1 | const int width = 3;
                |           ^
                = write 'constant' before its type
            """
        ),
        (
            "kernel void f(device double* p) { p[0] = 1; }",
            """
            k.metal:1:22: error: 'double' is not supported in Metal
              1 | kernel void f(device double* p) { p[0] = 1; }
                |                      ^
            """
        ),
        (
            "kernel void f(device int* p [[bufer(0)]]) { p[0] = 1; }",
            """
            k.metal:1:31: error: attribute 'bufer' of a kernel parameter is not supported
              1 | kernel void f(device int* p [[bufer(0)]]) { p[0] = 1; }
                |                               ^
            """
        ),
        (
            "kernel void f(device int* p, uint i [[thread_position_in_gird]]) { p[i] = 1; }",
            """
            k.metal:1:39: error: attribute 'thread_position_in_gird' of a kernel parameter is not supported
              1 | kernel void f(device int* p, uint i [[thread_position_in_gird]]) { p[i] = 1; }
                |                                       ^
                = did you mean 'thread_position_in_grid'?
            """
        ),
        (
            "kernel void f(device int* p, uint i) { p[i] = 1; }",
            """
            k.metal:1:35: error: parameter 'i' of kernel 'f' has no attribute that says what it receives
              1 | kernel void f(device int* p, uint i) { p[i] = 1; }
                |                                   ^
                = such as [[buffer(0)]] or [[thread_position_in_grid]]
            """
        ),
        (
            "kernel void f(device int* restrict p) { p[0] = 1; }",
            """
            k.metal:1:36: error: expected ')'
              1 | kernel void f(device int* restrict p) { p[0] = 1; }
                |                                    ^
            k.metal:1:14: note: to match this '('
              1 | kernel void f(device int* restrict p) { p[0] = 1; }
                |              ^
            k.metal:1:41: error: use of undeclared identifier 'p'
              1 | kernel void f(device int* restrict p) { p[0] = 1; }
                |                                         ^
            """
        ),
        (
            "kernel void f(constant int* p) { p[0] = 1; }",
            """
            k.metal:1:39: error: read-only variable is not assignable
              1 | kernel void f(constant int* p) { p[0] = 1; }
                |                                       ^
            """
        ),
        (
            "int f(int x) { return x; }",
            "error: 'k.metal': the text has no kernel that can be launched"
        ),
        (
            "kernel void f(device float* p) { p[0] = __ks_clock(); }",
            """
            k.metal:1:41: error: '__ks_clock' is reserved: names that start with 'ks_' belong to the machine
              1 | kernel void f(device float* p) { p[0] = __ks_clock(); }
                |                                         ^
            """
        ),
        (
            "kernel void f(device int* p) { threadgroup int* q = p; q[0] = 1; }",
            """
            k.metal:1:49: error: cannot initialize a variable of type 'threadgroup int *' with an lvalue of type 'device int *'
              1 | kernel void f(device int* p) { threadgroup int* q = p; q[0] = 1; }
                |                                                 ^
            """
        ),
        (
            "kernel [[max_total_threads_per_threadgroup(64)]] void f(device int* p) { p[0] = 1; }",
            """
            k.metal:1:8: error: an attribute list cannot appear here
              1 | kernel [[max_total_threads_per_threadgroup(64)]] void f(device int* p) { p[0] = 1; }
                |        ^
                = write it before 'kernel'
            """
        ),
        (
            "kernel void f(device int* p) { uint half = 2; p[0] = half; }",
            """
            k.metal:1:37: error: 'half' is a type and cannot be a name
              1 | kernel void f(device int* p) { uint half = 2; p[0] = half; }
                |                                     ^
            """
        ),
        (
            "kernel void f(device int* p) { constant int* q = (constant int*)p; p[0] = q[1]; }",
            """
            k.metal:1:1: error: a cast on this line converts between mismatching address spaces
              1 | kernel void f(device int* p) { constant int* q = (constant int*)p; p[0] = q[1]; }
                | ^
            """
        ),
        (
            "kernel void f(device int* p, uint i [[thread_position_in_grid]], uint2 g [[threadgroup_position_in_grid]]) { p[i] = 1; }",
            """
            k.metal:1:1: error: grid inputs of kernel 'f' must be all scalars or all vectors of one length: 'i' has 1, 'g' 2
              1 | kernel void f(device int* p, uint i [[thread_position_in_grid]], uint2 g [[threadgroup_position_in_grid]]) { p[i] = 1; }
                | ^
            """
        ),
    ]

    @Test("a refused text gets this message", arguments: rows.indices)
    func message(_ index: Int) async throws {
        #expect(try await Compiling.refusal(Self.rows[index].text) == Self.rows[index].message)
    }

    @Test("columns stay the user's own behind rewritten code")
    func columns() async throws {
        let text =
            "using namespace metal;\nkernel void f(device float4* p) {\n    p[0] = float4(1, 2, 3, 4) + (float4)int4(1) + y;\n}"
        #expect(
            try await Compiling.refusal(text) == """
                k.metal:3:51: error: use of undeclared identifier 'y'
                  3 |     p[0] = float4(1, 2, 3, 4) + (float4)int4(1) + y;
                    |                                                   ^
                """)
    }

    @Test("a wrong vector constructor is reported at the line that has it")
    func headerError() async throws {
        let text = "kernel void f(device float4* p) {\n    p[0] = float4(1, 2, 3);\n}"
        #expect(
            try await Compiling.refusal(text) == """
                k.metal:2:12: error: a vector constructor needs as many components as the vector has
                  2 |     p[0] = float4(1, 2, 3);
                    |            ^
                """)
    }
}
