import SIMTMachine
import Testing

@Suite struct ExecutionTests {
    @Test("lanes compute independently, ragged last threadgroup included", arguments: [true, false])
    func elementwise(optimized: Bool) throws {
        let kernel = try TestKernel(
            "K void k(device const float* x, device float* y, uint i) { y[i] = x[i] * 2.0f + 1.0f; }",
            optimized: optimized)
        let input = (0..<100).map { Float($0) * 0.5 }
        let x = kernel.buffer("x", input, isWritable: false)
        let y = kernel.buffer("y", [Float](repeating: 0, count: 100))
        try kernel.run([.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0)], threads: 100, group: 64)
        #expect(kernel.elements(of: y, as: Float.self) == input.map { $0 * 2 + 1 })
    }

    @Test("differences that stop at zero stop at zero", arguments: [true, false])
    func saturating(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            K void k(device uint* y, device int* z, uint i) {
              y[i] = i > 3 ? i - 3 : 0;
              z[i] = __builtin_elementwise_sub_sat((int)i - 2147483600, 100);
            }
            """, optimized: optimized)
        let y = kernel.buffer("y", [UInt32](repeating: 9, count: 64))
        let z = kernel.buffer("z", [Int32](repeating: 9, count: 64))
        try kernel.run([.buffer(y, byteOffset: 0), .buffer(z, byteOffset: 0)], threads: 64, group: 64)
        #expect(kernel.elements(of: y, as: UInt32.self) == (0..<64).map { $0 > 3 ? $0 - 3 : 0 })
        #expect(
            kernel.elements(of: z, as: Int32.self)
                == (0..<64).map { $0 >= 52 ? $0 - 2_147_483_600 - 100 : Int32.min })
    }

    @Test("loops with a different trip count in every lane", arguments: [true, false])
    func divergentLoop(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            K void k(device uint* y, uint i) {
              uint n = i, steps = 0;
              while (n != 1 && n != 0) { if (n & 1) n = 3 * n + 1; else n = n / 2; steps++; }
              y[i] = steps;
            }
            """, optimized: optimized)
        let y = kernel.buffer("y", [UInt32](repeating: 0, count: 200))
        try kernel.run([.buffer(y, byteOffset: 0)], threads: 200, group: 64)
        let expected = (0..<200).map { start -> UInt32 in
            var n = start
            var steps: UInt32 = 0
            while n > 1 {
                n = n % 2 == 1 ? 3 * n + 1 : n / 2
                steps += 1
            }
            return steps
        }
        #expect(kernel.elements(of: y, as: UInt32.self) == expected)
    }

    @Test("nested loops, early returns, switch and break", arguments: [true, false])
    func controlFlow(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            __attribute__((noinline)) static int pick(int v) {
              switch (v % 5) { case 0: return 7; case 1: return v * 2; case 3: v += 4; [[fallthrough]]; case 4: return v - 1; default: return -v; }
            }
            K void k(device int* y, uint i) {
              if (i % 7 == 3) return;
              int total = 0;
              for (int a = 0; a < (int)(i % 11); a++) {
                for (int b = a; b < 9; b++) { if ((a + b + (int)i) % 6 == 5) break; if (b % 3 == 1) continue; total += pick(a * b + (int)i); }
                if (total > 300) { total -= 1000; break; }
              }
              y[i] = total;
            }
            """, optimized: optimized)
        let count = 160
        let y = kernel.buffer("y", [Int32](repeating: -5, count: count))
        try kernel.run([.buffer(y, byteOffset: 0)], threads: count, group: 96)
        func pick(_ value: Int) -> Int {
            switch value % 5 {
            case 0: 7
            case 1: value * 2
            case 3: value + 3
            case 4: value - 1
            default: -value
            }
        }
        let expected = (0..<count).map { i -> Int32 in
            if i % 7 == 3 { return -5 }
            var total = 0
            for a in 0..<(i % 11) {
                for b in a..<9 {
                    if (a + b + i) % 6 == 5 { break }
                    if b % 3 == 1 { continue }
                    total += pick(a * b + i)
                }
                if total > 300 {
                    total -= 1000
                    break
                }
            }
            return Int32(total)
        }
        #expect(kernel.elements(of: y, as: Int32.self) == expected)
    }

    @Test("threadgroup memory, barriers and simdgroup reductions", arguments: [true, false])
    func reduction(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            K void k(device const float* x, device float* y, uint t) {
              shared float part[8]; shared float all[256];
              all[t] = x[t]; __ks_threadgroup_barrier(2);
              float v = all[255 - t];
              float s = __ks_simd_sum_f32(v);
              if (__ks_lane_id() == 0) part[t / 32] = s;
              __ks_threadgroup_barrier(2);
              float total = 0; for (int w = 0; w < 8; w++) total += part[w];
              y[t] = total + v;
            }
            """, optimized: optimized)
        let input = (0..<256).map { Float($0 % 17) }
        let x = kernel.buffer("x", input, isWritable: false)
        let y = kernel.buffer("y", [Float](repeating: 0, count: 256))
        try kernel.run([.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0)], threads: 256, group: 256)
        let total = input.reduce(0, +)
        #expect(kernel.elements(of: y, as: Float.self) == (0..<256).map { total + input[255 - $0] })
    }

    @Test("vectors, private arrays with computed indices, structs by reference, doubles", arguments: [true, false])
    func memoryForms(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            struct P { int n; float scale; };
            K void k(device const float4* x, device float* y, __attribute__((address_space(4))) const P& p, uint i) {
              float a[4]; float4 v = x[i]; a[0] = v.x; a[1] = v.y; a[2] = v.z; a[3] = v.w;
              double s = 0; for (int j = 0; j < p.n; j++) s += (double)a[(i + j) & 3] * p.scale;
              y[i] = (float)s;
            }
            """, optimized: optimized)
        let input = (0..<128).map { Float($0) }
        let x = kernel.buffer("x", input, isWritable: false)
        let y = kernel.buffer("y", [Float](repeating: 0, count: 32))
        var bytes = withUnsafeBytes(of: Int32(3)) { Array($0) }
        bytes += withUnsafeBytes(of: Float(0.25)) { Array($0) }
        try kernel.run(
            [.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0), .bytesPointer(bytes)], threads: 32, group: 32)
        let expected = (0..<32).map { (i: Int) -> Float in
            var sum: Float = 0
            for j in 0..<3 { sum += input[4 * i + (i + j) % 4] * 0.25 }
            return sum
        }
        #expect(kernel.elements(of: y, as: Float.self) == expected)
    }

    @Test("collectives see only active lanes")
    func maskedCollectives() throws {
        let kernel = try TestKernel(
            """
            K void k(device float* y, device ulong* b, uint i) {
              if (i % 3 == 0) { y[i] = __ks_simd_sum_f32((float)i); b[i] = __ks_simd_ballot(i % 2); }
              else { y[i] = -1; b[i] = __ks_simd_ballot(1); }
            }
            """)
        let y = kernel.buffer("y", [Float](repeating: 0, count: 32))
        let b = kernel.buffer("b", [UInt64](repeating: 0, count: 32))
        try kernel.run([.buffer(y, byteOffset: 0), .buffer(b, byteOffset: 0)], threads: 32, group: 32)
        let multiples = stride(from: 0, to: 32, by: 3)
        let sum = Float(multiples.reduce(0, +))
        #expect(kernel.elements(of: y, as: Float.self) == (0..<32).map { $0 % 3 == 0 ? sum : -1 })
        let odd = multiples.filter { $0 % 2 == 1 }.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        let others = (0..<32).filter { $0 % 3 != 0 }.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        #expect(kernel.elements(of: b, as: UInt64.self) == (0..<32).map { $0 % 3 == 0 ? odd : others })
    }

    @Test("atomics add up, in threadgroup and device memory")
    func atomics() throws {
        let kernel = try TestKernel(
            """
            K void k(device int* y, device float* f, uint i) {
              shared int s; if (i % 64 == 0) s = 0; __ks_threadgroup_barrier(2);
              __atomic_fetch_add(&s, (int)i, 0); __ks_threadgroup_barrier(2);
              if (i % 64 == 63) __atomic_fetch_add(y, s, 0);
              __atomic_fetch_add(f, 0.5f, 0);
              int expected = (int)i; if (i < 8) __atomic_compare_exchange_n(y + 1, &expected, 100 + (int)i, false, 0, 0);
            }
            """)
        let y = kernel.buffer("y", [Int32(0), 3])
        let f = kernel.buffer("f", [Float(0)])
        try kernel.run([.buffer(y, byteOffset: 0), .buffer(f, byteOffset: 0)], threads: 128, group: 64)
        #expect(kernel.elements(of: y, as: Int32.self) == [128 * 127 / 2, 103])
        #expect(kernel.elements(of: f, as: Float.self) == [64])
    }
}

@Suite struct MatrixTests {
    @Test("the simdgroup matrix product equals a scalar one in the same order")
    func product() throws {
        let kernel = try TestKernel(
            """
            typedef float float2 __attribute__((ext_vector_type(2)));
            extern "C" __attribute__((convergent)) float2 __ks_simdgroup_multiply_accumulate_f32(float2, float2, float2);
            K void k(device const float* a, device const float* b, device float* d, uint i) {
              int r = ((i / 4) & 4) + (i / 2) % 4, c = ((i / 4) & 2) * 2 + (i % 2) * 2, p = r * 8 + c;
              float2 s = __ks_simdgroup_multiply_accumulate_f32((float2){a[p], a[p + 1]}, (float2){b[p], b[p + 1]}, (float2){1.0f, 2.0f});
              d[p] = s.x; d[p + 1] = s.y;
            }
            """)
        let left = (0..<64).map { Float($0 * 7 % 13) - 5.5 }
        let right = (0..<64).map { Float($0 * 11 % 17) * 0.37 }
        let a = kernel.buffer("a", left, isWritable: false)
        let b = kernel.buffer("b", right, isWritable: false)
        let d = kernel.buffer("d", [Float](repeating: 0, count: 64))
        try kernel.run(
            [.buffer(a, byteOffset: 0), .buffer(b, byteOffset: 0), .buffer(d, byteOffset: 0)], threads: 32, group: 32)
        let expected = (0..<64).map { (place: Int) -> Float in
            var sum: Float = place % 2 == 0 ? 1 : 2
            for inner in 0..<8 { sum.addProduct(left[place / 8 * 8 + inner], right[inner * 8 + place % 8]) }
            return sum
        }
        #expect(kernel.elements(of: d, as: Float.self) == expected)
    }
}
