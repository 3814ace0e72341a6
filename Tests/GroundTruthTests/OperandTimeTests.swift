import GPUTiming
import Testing

/// When results are there for whom: chains of dependent instructions whose cycles a step were read off an H200's code.
@Suite struct OperandTimeTests {
    /// Cycles that one step of a chain takes longer on an H200 than where `change` has taken a figure away.
    private static func difference(_ step: String, without change: (inout Hardware) -> Void) async throws -> Double {
        let steps = 512
        let text = """
            extern "C" __global__ void k(const float* __restrict__ in, float* out, float a, int c) {
                __shared__ int4 tile[64];
                if (threadIdx.x < 64) tile[threadIdx.x] = make_int4(in[0], in[1], in[2], in[3]);
                __syncthreads();
                float x = a;
                int i = c;
            #pragma unroll 8
                for (int n = 0; n < \(steps); ++n) { \(step) }
                out[threadIdx.x] = x + i;
            }
            """
        let h200 = try CardKernel.h200()
        var changed = h200
        change(&changed)
        let cycles = try await CardKernel.cycles(text, on: [h200, changed])
        return (cycles[0] - cycles[1]) / Double(steps)
    }

    @Test("a result takes a cycle more to the other pipe, there and back")
    func crossing() async throws {
        let mixed = "x = __int_as_float(__float_as_int(fmaf(x, 0.5f, 0.25f)) ^ c);"
        let both = try await Self.difference(mixed) { $0.registers.crossing = 0 }
        // Where the loop closes a register has other makers as well, once in eight steps.
        #expect(abs(both - 2) < 0.2, "\(both)")
        let one = try await Self.difference("x = fmaf(x, 0.5f, 0.25f);") { $0.registers.crossing = 0 }
        #expect(abs(one) < 0.1)
    }

    @Test("an instruction waits nine cycles longer for its predicate than a selection would")
    func predicates() async throws {
        // FSETP, FMUL under its predicate, MUFU.EX2, FMUL: the first three are the chain.
        #expect(abs(try await Self.difference("x = exp2f(x);") { $0.registers.guarding = 0 } - 9) < 0.2)
    }

    @Test("a load of sixteen bytes a lane is there later than one of four", arguments: [(4, 0.0), (16, 3.3)])
    func width(bytes: Int, longer: Double) async throws {
        let load = bytes == 4 ? "i = ((const int*)tile)[i & 63];" : "int4 v = tile[i & 63]; i = v.x + v.y + v.z + v.w;"
        #expect(abs(try await Self.difference(load) { $0.registers.loadWrite = 0 } - longer) < 0.2)
    }
}
