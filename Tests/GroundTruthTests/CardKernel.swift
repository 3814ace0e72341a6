import Foundation
import GPUTiming
import GroundTruth
import KernelCompiler
import Testing

/// A kernel of a test's own, timed on models of chips with warm caches.
enum CardKernel {
    /// The H200 as it is shipped.
    static func h200() throws -> Hardware {
        let yaml = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "configs/gpus/h200.yaml")
        return try Hardware(yaml: String(contentsOf: yaml, encoding: .utf8), file: "h200.yaml")
    }

    /// Cycles that one threadgroup takes for `k(const float* in, float* out, float a, int c)` on each chip.
    static func cycles(_ text: String, threads: Int = 32, on chips: [Hardware]) async throws -> [Double] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kernel-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: "k.cu"), atomically: true, encoding: .utf8)
        let cases = """
            [{"name": "k", "family": "chain", "file": "k.cu", "kernel": "k", "defines": {}, "grid": [1, 1, 1],
              "block": [\(threads), 1, 1], "dynamic_shared": 0, "flops": null, "min_bytes": 0, "notes": "", "args": [
              {"buffer": "in", "dtype": "f32", "count": 1024, "init": "zeros", "role": "in"},
              {"buffer": "out", "dtype": "f32", "count": 1024, "init": "zeros", "role": "out"},
              {"scalar": "f32", "name": "a", "value": 0.5}, {"scalar": "i32", "name": "c", "value": 0}]}]
            """
        try cases.write(to: folder.appending(path: "cases.json"), atomically: true, encoding: .utf8)
        // The card and its event floor, without any measurement.
        let whole = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "h200/measured.json")
        var measured = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: whole)) as? [String: Any])
        measured["cases"] = [Any]()
        try JSONSerialization.data(withJSONObject: measured).write(to: folder.appending(path: "measured.json"))
        var cycles: [Double] = []
        for hardware in chips {
            let predictor = CasePredictor(
                set: try TruthSet(folder: folder), hardware: hardware,
                compiler: KernelCompiler(clang: try await Clang.locate()), clock: .warm)
            let found = try await predictor.predict(try #require(predictor.set.cases.first))
            cycles.append(found.parts[0].time.cycles)
        }
        return cycles
    }
}
