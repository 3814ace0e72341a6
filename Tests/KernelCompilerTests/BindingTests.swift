import KernelCompiler
import KernelIR
import Testing

/// What a launch learns about a kernel's parameters.
@Suite struct BindingTests {
    @Test("Metal attributes become bindings, in the order of the IR's parameters")
    func metal() async throws {
        let kernel = try await Compiling.kernel(
            """
            #include <metal_stdlib>
            using namespace metal;
            struct Params { uint n; float scale; };
            #define OUT 5
            [[max_total_threads_per_threadgroup(4 * 64)]]
            kernel void f(device const float4* in [[buffer(2)]],
                          device float* out [[buffer(OUT)]],
                          constant Params& params,
                          constant uint *sizes [[buffer(0)]],
                          threadgroup float* scratch [[threadgroup(1)]],
                          uint3 gid [[thread_position_in_grid]],
                          ushort lane [[thread_index_in_simdgroup]],
                          uint3 group [[threadgroup_position_in_grid]]) {
                scratch[lane] = in[gid.x].x * params.scale;
                out[gid.x] = scratch[0] + sizes[0] + group.y;
            }
            """)
        let entry = try #require(kernel.entries.first)
        #expect(entry.line == 6)
        #expect(entry.maxThreads == 256)
        #expect(entry.parameters.map(\.name) == ["in", "out", "params", "sizes", "scratch", "gid", "lane", "group"])
        #expect(
            entry.parameters.map(\.binding) == [
                .buffer(index: 2, space: .device, isReference: false, writable: false, element: "float4"),
                .buffer(index: 5, space: .device, isReference: false, writable: true, element: "float"),
                .buffer(index: 1, space: .constant, isReference: true, writable: false, element: "Params"),
                .buffer(index: 0, space: .constant, isReference: false, writable: false, element: "uint"),
                .threadgroupBuffer(index: 1),
                .builtin(.threadPositionInGrid, components: 3, bits: 32),
                .builtin(.threadIndexInSimdgroup, components: 1, bits: 16),
                .builtin(.threadgroupPositionInGrid, components: 3, bits: 32),
            ])
        for module in [kernel.checkModule, kernel.timeModule] {
            let function = try #require(module.functions[entry.symbol])
            #expect(function.parameters.map(\.type).prefix(5).map(\.addressSpace) == [1, 1, 4, 4, 3])
        }
    }

    @Test("every grid attribute of Metal is known", arguments: Builtin.allCases)
    func builtins(_ builtin: Builtin) async throws {
        let kernel = try await Compiling.kernel(
            "kernel void f(device uint* p, uint v [[\(builtin.rawValue)]]) { p[0] = v; }")
        #expect(kernel.entries.first?.parameters.last?.binding == .builtin(builtin, components: 1, bits: 32))
    }

    @Test("CUDA parameters are pointers and values")
    func cuda() async throws {
        let kernel = try await Compiling.kernel(
            """
            struct Pair { float a; int b; };
            extern "C" __global__ void __launch_bounds__(128) f(const float* __restrict__ in, float* out, int n, Pair pair) {
                extern __shared__ float sh[];
                sh[threadIdx.x] = in[blockIdx.x * blockDim.x + threadIdx.x];
                __syncthreads();
                if (threadIdx.x < n) out[threadIdx.x] = __shfl_xor_sync(0xffffffffu, sh[0], 1) + pair.a;
            }
            template <int N> __global__ void g(float4* p) { p[N] = make_float4(1, 2, 3, 4); }
            template __global__ void g<3>(float4*);
            """, .cuda)
        #expect(kernel.entries.map(\.name) == ["f", "g"])
        #expect(kernel.entries.map(\.maxThreads) == [128, nil])
        #expect(
            kernel.entries[0].parameters.map(\.binding) == [
                .buffer(index: 0, space: .device, isReference: false, writable: false, element: "float"),
                .buffer(index: 1, space: .device, isReference: false, writable: true, element: "float"),
                .value(byteCount: 4), .value(byteCount: 8),
            ])
    }

    @Test("an oracle's entry takes pointers and numbers")
    func oracle() async throws {
        let kernel = try await Compiling.kernel(
            """
            #include <cmath>
            static double square(double x) { return x * x; }
            extern "C" void oracle_row(const float* a, double* row, long index, long n) {
                for (long i = 0; i < n; ++i) row[i] = std::exp(square(a[index * n + i]));
            }
            """, .oracle)
        #expect(kernel.entries.map(\.name) == ["oracle_row"])
        #expect(
            kernel.entries[0].parameters.map(\.binding) == [
                .buffer(index: 0, space: .device, isReference: false, writable: false, element: "float"),
                .buffer(index: 1, space: .device, isReference: false, writable: true, element: "double"),
                .value(byteCount: 8), .value(byteCount: 8),
            ])
        #expect(kernel.timeModule.declarations.contains("__ks_exp_f64"))
    }

    @Test("instructions keep the lines of the text")
    func lines() async throws {
        let kernel = try await Compiling.kernel(
            "#include <metal_stdlib>\nusing namespace metal;\nkernel void f(device float4* p,\n  uint i [[thread_position_in_grid]])\n{\n"
                + "    float4 v = float4(p[i].xy,\n                      1, 2);\n    p[i] = exp(v);\n}\n")
        let entry = try #require(kernel.entries.first)
        for module in [kernel.checkModule, kernel.timeModule] {
            let instructions = try #require(module.functions[entry.symbol]).blocks.flatMap(\.instructions)
            let calls = instructions.filter {
                if case .call(let callee, _) = $0.operation { return callee == "__ks_exp2_f32" }
                return false
            }
            #expect(calls.count == 4)
            #expect(calls.allSatisfy { $0.position?.line == 8 })
            let lines = instructions.compactMap { instruction -> Int? in
                if case .load = instruction.operation { return instruction.position?.line }
                return nil
            }
            #expect(lines.contains(6))
        }
    }

    @Test("fast mathematics follows the flag, and never promises that there are no NaNs")
    func fastMath() async throws {
        let text = Compiling.body("p[i] = exp(x) / log(x);")
        let fast = try await Compiling.kernel(text)
        let precise = try await Compiling.kernel(text, fastMath: false)
        #expect(fast.timeModule.declarations.isSuperset(of: ["__ks_exp2_f32", "__ks_log2_f32"]))
        #expect(precise.timeModule.declarations.isSuperset(of: ["__ks_exp_f32", "__ks_log_f32"]))
        var flags = IRFastMath()
        for instruction in fast.timeModule.functions.values.flatMap(\.blocks).flatMap(\.instructions) {
            if case .binary(_, _, _, let math) = instruction.operation { flags.formUnion(math) }
        }
        #expect(flags.isSuperset(of: [.contract, .reciprocal, .approximate]))
        #expect(flags.isDisjoint(with: [.noNaNs, .noInfinities, .reassociate]))
    }
}

extension IRType {
    /// Number of a pointer's address space.
    fileprivate var addressSpace: Int? {
        if case .pointer(let space) = self { return space }
        return nil
    }
}
