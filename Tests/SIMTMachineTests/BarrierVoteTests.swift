import SIMTMachine
import Testing

@Suite struct BarrierVoteTests {
    @Test("barriers that vote count every waiting thread of the threadgroup", arguments: [true, false])
    func votes(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            extern "C" { __attribute__((convergent)) int __ks_threadgroup_barrier_count(int);
            __attribute__((convergent)) int __ks_threadgroup_barrier_and(int); __attribute__((convergent)) int __ks_threadgroup_barrier_or(int); }
            K void k(device int* y, int limit, uint i) {
              if (i >= 90) return;
              int some = __ks_threadgroup_barrier_count(i % 3 == 0);
              int every = __ks_threadgroup_barrier_and((int)i < limit);
              int any = __ks_threadgroup_barrier_or((int)i == limit);
              y[i] = some * 100 + every * 10 + any;
            }
            """, optimized: optimized)
        for (limit, expected) in [(90, 3010), (89, 3001), (200, 3010)] {
            let y = kernel.buffer("y", [Int32](repeating: -1, count: 90))
            let value = withUnsafeBytes(of: Int32(limit)) { Array($0) }
            try kernel.run([.buffer(y, byteOffset: 0), .value(value)], threads: 96, group: 96)
            #expect(kernel.elements(of: y, as: Int32.self) == [Int32](repeating: Int32(expected), count: 90))
        }
    }
}
