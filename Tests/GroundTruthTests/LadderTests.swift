import Foundation
import GPUTiming
import GroundTruth
import KernelCompiler
import Testing

/// The published steps of a matrix product on an RTX A6000 (siboehm/SGEMM_CUDA @60cba6f9, 4096 by 4096), by kernels of our
/// own that take the same steps.
@Suite struct LadderTests {
    @Test("the ladder's steps are in the card's order, where it tells two of them apart by more than 3 %")
    func order() async throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let gpu = tests.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "configs/gpus/rtx-a6000.yaml")
        let set = try TruthSet(folder: tests.appending(path: "a6000"))
        let predictor = CasePredictor(
            set: set, hardware: try Hardware(yaml: String(contentsOf: gpu, encoding: .utf8), file: "rtx-a6000.yaml"),
            compiler: KernelCompiler(clang: try await Clang.locate()), clock: .warm)
        let predictions = await predictor.predict(set.cases, workers: 2) { _, error in
            if let error { Issue.record("\(error)") }
        }
        #expect(predictions.count == 8)
        for (slow, fast) in zip(predictions, predictions.dropFirst()) {
            let (before, after) = (
                try #require(set.measurements[slow.name]?.warm), try #require(set.measurements[fast.name]?.warm)
            )
            guard before > 1.03 * after else { continue }
            #expect(
                slow.microseconds > fast.microseconds,
                "\(slow.name) \(slow.microseconds) us, \(fast.name) \(fast.microseconds) us")
        }
        for prediction in predictions {
            let measured = try #require(set.measurements[prediction.name]?.warm)
            let ratio = prediction.microseconds / measured
            #expect(ratio > 0.6 && ratio < 1.6, "\(prediction.name): \(ratio) of the card's time")
        }
    }
}
