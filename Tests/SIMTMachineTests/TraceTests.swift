import SIMTMachine
import Testing

@Suite struct TraceTests {
    @Test(
        "an access records its sectors and bank passes, whatever way it took",
        arguments: [
            ("float", "i", 4, 1), ("float", "i + 1", 5, 1), ("float", "5", 1, 1), ("float", "31 - i", 4, 1),
            ("float", "i * 8", 32, 8), ("float", "i * 32", 32, 32), ("ulong", "i", 8, 2), ("ulong", "3", 1, 2),
            ("float4", "i", 16, 4), ("float4", "7", 1, 4),
        ])
    func accesses(type: String, index: String, sectors: Int, passes: Int) throws {
        let kernel = try TestKernel(
            "K void k(device const \(type)* x, device \(type)* y, uint i) { \(type) v = x[\(index)]; if (i < 40) y[i] = v; }"
        )
        let x = kernel.buffer("x", [UInt8](repeating: 1, count: 32 * 32 * 16), isWritable: false)
        let y = kernel.buffer("y", [UInt8](repeating: 0, count: 32 * 16))
        let launch = Launch(
            kernel: kernel.kernel,
            arguments: [.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0), .builtin(.threadPositionInGrid)],
            threadgroups: GridSize(1), threadsPerThreadgroup: GridSize(32))
        let execution = Execution(launch, memory: kernel.memory)
        let trace = try #require(try execution.run(threadgroup: 0, tracing: true))
        let access = try #require(trace.warps.first?.accesses.first)
        #expect(Int(access.sectorCount) == sectors)
        #expect(Int(access.wavefronts) == passes)
        #expect(access.activeLanes == 32)
        let recorded = trace.warps[0].sectors.prefix(sectors)
        #expect(Set(recorded).count == sectors)
        if index != "31 - i" { #expect(Array(recorded) == recorded.sorted()) }
    }

    @Test(
        "reads of the module's variables record how many addresses they have, atomics how many lanes share one",
        arguments: [
            ("y[i] = table[5 + n];", 1), ("y[i] = table[i];", 32), ("y[i] = table[(i & 7) * 3];", 8),
            ("__atomic_fetch_add(&counters[0], 1, 0); y[i] = 1;", 32),
            ("__atomic_fetch_add(&counters[i & 3], 1, 0); y[i] = 1;", 8),
        ])
    func moduleVariables(body: String, multiplicity: Int) throws {
        let kernel = try TestKernel(
            "extern \"C\" { __attribute__((used)) device int table[64] = {1, 2, 3}; __attribute__((used)) device int counters[4]; }\n"
                + "K void k(device int* y, uint n, uint i) { \(body) }")
        let y = kernel.buffer("y", [UInt8](repeating: 0, count: 32 * 4))
        let launch = Launch(
            kernel: kernel.kernel,
            arguments: [.buffer(y, byteOffset: 0), .value([2, 0, 0, 0]), .builtin(.threadPositionInGrid)],
            threadgroups: GridSize(1), threadsPerThreadgroup: GridSize(32))
        let execution = Execution(launch, memory: kernel.memory)
        let trace = try #require(try execution.run(threadgroup: 0, tracing: true))
        #expect(Int(try #require(trace.warps.first?.accesses.first).multiplicity) == multiplicity)
    }
}
