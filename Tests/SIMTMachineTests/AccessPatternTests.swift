import SIMTMachine
import Testing

@Suite struct AccessPatternTests {
    /// Index that lane `i` of 64 threads accesses, in C and in Swift.
    private static let patterns: [(text: String, index: @Sendable (Int) -> Int)] = [
        ("i", { $0 }), ("0", { _ in 0 }), ("63 - i", { 63 - $0 }), ("(i * 7) % 64", { $0 * 7 % 64 }),
        ("i / 8", { $0 / 8 }), ("(int)i - (int)(i % 5)", { $0 - $0 % 5 }),
    ]

    @Test(
        "loads of every width in runs, broadcasts and any order, by all lanes and by some",
        arguments: ["uchar", "ushort", "uint", "ulong", "uint4", "uint3"])
    func loads(type: String) throws {
        for pattern in Self.patterns {
            for guardText in ["true", "i % 3 != 1"] {
                let kernel = try TestKernel(
                    """
                    typedef unsigned char uchar; typedef unsigned short ushort; typedef uint uint4 __attribute__((ext_vector_type(4)));
                    K void k(device const \(type)* x, device \(type)* y, uint i) { if (\(guardText)) y[i] = x[\(pattern.text)]; }
                    """)
                let stride = ["uchar": 1, "ushort": 2, "uint": 4, "ulong": 8][type] ?? 16
                let bytes = (0..<64 * stride).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256) }
                let x = kernel.buffer("x", bytes, isWritable: false)
                let y = kernel.buffer("y", [UInt8](repeating: 0, count: 64 * stride))
                try kernel.run([.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0)], threads: 64, group: 64)
                var expected = [UInt8](repeating: 0, count: 64 * stride)
                let used = type == "uint3" ? 12 : stride
                for lane in 0..<64 where guardText == "true" || lane % 3 != 1 {
                    for byte in 0..<used {
                        expected[lane * stride + byte] = bytes[pattern.index(lane) * stride + byte]
                    }
                }
                var found = kernel.elements(of: y, as: UInt8.self)
                // The fourth element of a three-vector is the compiler's to write.
                if type == "uint3" { for lane in 0..<64 { for byte in 12..<16 { found[lane * 16 + byte] = 0 } } }
                #expect(found == expected, "\(type) at \(pattern.text) where \(guardText)")
            }
        }
    }

    @Test(
        "the highest lane wins where lanes store to one place, whatever the width",
        arguments: ["uchar", "uint", "ulong"])
    func equalStores(type: String) throws {
        let kernel = try TestKernel(
            "typedef unsigned char uchar; K void k(device \(type)* y, uint i) { y[i / 64] = (\(type))(i + 1); }")
        let y = kernel.buffer("y", [UInt8](repeating: 0, count: 8))
        try kernel.run([.buffer(y, byteOffset: 0)], threads: 32, group: 32)
        #expect(kernel.elements(of: y, as: UInt8.self).first == 32)
    }

    @Test("loop variables that swap, and a pointer loaded over itself beside a second value", arguments: [true, false])
    func coalescing(optimized: Bool) throws {
        let kernel = try TestKernel(
            """
            typedef ulong ulong2 __attribute__((ext_vector_type(2)));
            K void k(device ulong2* list, device ulong* y, uint i) {
              list[i] = ulong2{(ulong)(list + (i + 1) % 32), (ulong)i * 3};
              __ks_threadgroup_barrier(3);
              device ulong2* p = list + i; ulong total = 0, a = i, b = 1;
              for (int step = 0; step < 5 + (int)(i % 4); step++) {
                ulong2 node = *p; p = (device ulong2*)node.x; total += node.y;
                ulong t = a; a = b; b = t + b;
              }
              y[i] = total * 1000 + a;
            }
            """, optimized: optimized)
        let list = kernel.buffer("list", [UInt64](repeating: 0, count: 64))
        let y = kernel.buffer("y", [UInt64](repeating: 0, count: 32))
        try kernel.run([.buffer(list, byteOffset: 0), .buffer(y, byteOffset: 0)], threads: 32, group: 32)
        let expected = (0..<32).map { lane -> UInt64 in
            var (total, a, b) = (0, lane, 1)
            for step in 0..<(5 + lane % 4) {
                total += (lane + step) % 32 * 3
                (a, b) = (b, a + b)
            }
            return UInt64(total * 1000 + a)
        }
        #expect(kernel.elements(of: y, as: UInt64.self) == expected)
    }
}
