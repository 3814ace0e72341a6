import SIMTMachine
import Testing

@Suite struct WarpMatrixTests {
    /// A matrix of small integers, exact in every format and sum.
    private func matrix(_ count: Int, _ seed: Int) -> [Float] {
        (0..<count).map { Float(($0 * 37 + seed * 11) % 13 - 6) }
    }

    /// Row-major product of a (rows x depth) and b (depth x 8), plus c.
    private func product(_ a: [Float], _ b: [Float], _ c: [Float], rows: Int, depth: Int) -> [Float] {
        (0..<rows * 8).map { place in
            (0..<depth).reduce(c[place]) { $0 + a[place / 8 * depth + $1] * b[$1 * 8 + place % 8] }
        }
    }

    @Test("half, bfloat and 8-bit integer products in the m16n8k16 layout", arguments: ["half", "bfloat", "integer"])
    func deep(format: String) throws {
        let (element, callee, wide) =
            switch format {
            case "half": ("_Float16", "__ks_mma_m16n8k16_f16", "float")
            case "bfloat": ("__bf16", "__ks_mma_m16n8k16_bf16", "float")
            default: ("int", "__ks_mma_m16n8k16_i8", "int")
            }
        let kernel = try TestKernel(
            """
            typedef \(element) A __attribute__((ext_vector_type(8))); typedef \(element) B __attribute__((ext_vector_type(4)));
            typedef \(wide) C __attribute__((ext_vector_type(4)));
            extern "C" __attribute__((convergent)) C \(callee)(A, B, C);
            K void k(device const float* a, device const float* b, device const float* c, device float* d, uint i) {
              int g = i >> 2, t = i & 3; A x; B y; C z;
              for (int e = 0; e < 8; e++)
                x[e] = (\(element))a[(g + (e % 4 >= 2 ? 8 : 0)) * 16 + t * 2 + (e & 1) + (e >= 4 ? 8 : 0)];
              for (int e = 0; e < 4; e++) y[e] = (\(element))b[(t * 2 + (e & 1) + (e >= 2 ? 8 : 0)) * 8 + g];
              for (int e = 0; e < 4; e++) z[e] = (\(wide))c[(g + (e >= 2 ? 8 : 0)) * 8 + t * 2 + (e & 1)];
              z = \(callee)(x, y, z);
              for (int e = 0; e < 4; e++) d[(g + (e >= 2 ? 8 : 0)) * 8 + t * 2 + (e & 1)] = (float)z[e];
            }
            """)
        let (a, b, c) = (matrix(256, 1), matrix(128, 2), matrix(128, 3))
        let result = kernel.buffer("d", [Float](repeating: -99, count: 128))
        let inputs = [("a", a), ("b", b), ("c", c)].map { kernel.buffer($0.0, $0.1, isWritable: false) }
        try kernel.run((inputs + [result]).map { .buffer($0, byteOffset: 0) }, threads: 32, group: 32)
        #expect(kernel.elements(of: result, as: Float.self) == product(a, b, c, rows: 16, depth: 16))
    }

    @Test("tf32 products read only the upper 19 bits of their factors")
    func shallow() throws {
        let kernel = try TestKernel(
            """
            typedef float V __attribute__((ext_vector_type(4))); typedef float W __attribute__((ext_vector_type(2)));
            extern "C" __attribute__((convergent)) V __ks_mma_m16n8k8_tf32(V, W, V);
            K void k(device const float* a, device const float* b, device float* d, uint i) {
              int g = i >> 2, t = i & 3;
              V x = {a[g * 8 + t], a[(g + 8) * 8 + t], a[g * 8 + t + 4], a[(g + 8) * 8 + t + 4]};
              W y = {b[t * 8 + g], b[(t + 4) * 8 + g]};
              V z = __ks_mma_m16n8k8_tf32(x, y, V{0, 0, 0, 0});
              for (int e = 0; e < 4; e++) d[(g + (e >= 2 ? 8 : 0)) * 8 + t * 2 + (e & 1)] = z[e];
            }
            """)
        let (a, b) = (matrix(128, 4), matrix(64, 5))
        let noisy = a.map { Float(bitPattern: $0.bitPattern | ($0 == 0 ? 0 : 0x1FFF)) }
        let x = kernel.buffer("a", noisy, isWritable: false)
        let y = kernel.buffer("b", b, isWritable: false)
        let result = kernel.buffer("d", [Float](repeating: -99, count: 128))
        try kernel.run([x, y, result].map { .buffer($0, byteOffset: 0) }, threads: 32, group: 32)
        let expected = product(a, b, [Float](repeating: 0, count: 128), rows: 16, depth: 8)
        #expect(kernel.elements(of: result, as: Float.self) == expected)
    }
}
