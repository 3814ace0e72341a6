import Foundation
import GroundTruth
import Testing

/// Input contents bit for bit, against the values that the set's description lists.
@Suite struct InputTests {
    /// A reader of one buffer's first elements, described as a set describes it.
    private func elements(_ description: String, seed: Int, count: Int) throws -> [Double] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // The seed is the number of the argument.
        let before = String(repeating: #"{"scalar": "i32", "name": "n", "value": 1}, "#, count: seed)
        let truthCase = """
            [{"name": "a", "family": "f", "file": "k.cu", "kernel": "k", "defines": {}, "grid": [1, 1, 1],
              "block": [1, 1, 1], "dynamic_shared": 0, "args": [\(before){"buffer": "b", "count": 4096, "role": "in",
              \(description)}], "flops": null, "min_bytes": null, "notes": ""}]
            """
        let measured = """
            {"device": {"overheads": {"empty_cold_us": {"median": 1}, "empty_warm_us": {"median": 1}}}, "cases": []}
            """
        try Data(truthCase.utf8).write(to: folder.appendingPathComponent("cases.json"))
        try Data(measured.utf8).write(to: folder.appendingPathComponent("measured.json"))
        let set = try TruthSet(folder: folder)
        let buffer = try #require(set.cases.first?.buffers.first)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.byteCount, alignment: 16)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        buffer.fill(memory)
        return (0..<count).map { buffer.value(UnsafeRawBufferPointer(memory), at: $0) }
    }

    /// Descriptions, seeds and first elements.
    static let examples: [(description: String, seed: Int, values: [Double])] = [
        (
            #""dtype": "f32", "init": "uniform""#, 0,
            [0.7666215896606445, 0.13312304019927979, 0.1823793649673462, -0.773099422454834]
        ),
        (
            #""dtype": "f32", "init": "uniform""#, 3,
            [0.9417638778686523, -0.1112816333770752, 0.5308382511138916, -0.8542666435241699]
        ),
        (#""dtype": "i32", "init": "uniform", "scale": 1000"#, 1, [634, 257, 392, 738]),
        (#""dtype": "u8", "init": "uniform""#, 0, [175, 193, 206, 237, 202, 90]),
        (#""dtype": "i32", "init": "affine:1:1056:4096""#, 0, [1056, 1057, 1058]),
        (#""dtype": "f32", "init": "index_mod:3", "scale": 0.5, "offset": 1"#, 0, [1, 1.5, 2, 1]),
    ]

    @Test("first elements are those of the description", arguments: examples)
    func exact(_ example: (description: String, seed: Int, values: [Double])) throws {
        let found = try elements(example.description, seed: example.seed, count: example.values.count)
        #expect(found == example.values)
    }

    @Test("half precision and scaled values agree to the digits listed")
    func rounded() throws {
        let half = try elements(#""dtype": "f16", "init": "uniform""#, seed: 1, count: 4)
        for (value, listed) in zip(half, [-0.137, 0.4915, 0.4983, 0.4006]) { #expect(abs(value - listed) < 0.0003) }
        let scaled = try elements(#""dtype": "f32", "init": "uniform", "scale": 0.5, "offset": 1"#, seed: 2, count: 3)
        for (value, listed) in zip(scaled, [0.52643377, 1.4710027, 1.095638]) { #expect(abs(value - listed) < 1e-6) }
    }

    @Test("mistakes of a set are named with their place")
    func mistakes() throws {
        let error = #expect(throws: GroundTruthError.self) {
            _ = try elements(#""dtype": "f32", "init": "random""#, seed: 0, count: 1)
        }
        #expect(error?.description == "cases.json: [0].args[0] has the unknown init 'random'")
    }
}
