import Foundation
import GPUTiming
import GroundTruth
import KernelCompiler
import SIMTMachine
import Testing

/// Predictions of a few quick cases, and what they must not depend on.
@Suite struct PredictionTests {
    /// A predictor of the cases that come with the tests.
    private static func predictor(_ clock: Clock = .cold) async throws -> CasePredictor {
        let gpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "configs/gpus/h200.yaml")
        return CasePredictor(
            set: try ScoreTests.set(),
            hardware: try Hardware(yaml: String(contentsOf: gpus, encoding: .utf8), file: "h200.yaml"),
            compiler: KernelCompiler(clang: try await Clang.locate()), clock: clock)
    }

    /// Cases of different limits that take no time: arithmetic, latency, occupancy, the dispatcher, one block.
    static let quick = [
        "micro_fma_ilp1", "micro_fma_ilp4", "micro_imul_ilp4", "micro_chase_dram", "micro_occ_block_32",
        "micro_occ_block_1024", "micro_empty_4096", "micro_smem_stride32", "transpose_padded_2048x1024",
        "copy_strided_4", "reduce_atomic_1m",
    ]

    @Test("quick cases are within a quarter of the card", arguments: quick)
    func time(_ name: String) async throws {
        let predictor = try await Self.predictor()
        let truthCase = try #require(predictor.set.cases.first { $0.name == name })
        let prediction = try await predictor.predict(truthCase)
        let measured = try #require(predictor.set.measurements[name]?.cold)
        #expect(abs(prediction.microseconds / measured - 1) < 0.25, "\(prediction.microseconds) of \(measured)")
    }

    @Test("the number of workers changes no bit")
    func workers() async throws {
        let predictor = try await Self.predictor(.warm)
        let cases = predictor.set.cases.filter { Self.quick.contains($0.name) }
        let one = await predictor.predict(cases, workers: 1) { _, _ in }
        let four = await predictor.predict(cases, workers: 4) { _, _ in }
        #expect(one.count == cases.count)
        #expect(one.map(\.microseconds) == four.map(\.microseconds))
    }

    /// Registers that the vendor's compiler took, and how far the model may be from them.
    static let registers: [(name: String, card: Int)] = [
        ("sgemm_coalesced_512", 32), ("sgemm_reg2d_1024", 160), ("sgemm_reg2d_64_1024", 64), ("sgemm_vec4_1024", 127),
        ("layernorm_warp_16384x768", 40), ("attn_twopass_512", 38),
    ]

    @Test("registers are near the vendor's compiler's", arguments: registers)
    func need(_ kernel: (name: String, card: Int)) async throws {
        let predictor = try await Self.predictor()
        let truthCase = try #require(predictor.set.cases.first { $0.name == kernel.name })
        let prepared = try PreparedCase(truthCase, try await predictor.compile(truthCase))
        let program = try prepared.launch(0, .time).kernel.timed
        let listing = MachineListing.text(program)
        let words = try #require(listing.split(separator: "\n").first).split(separator: " ")
        let need = try #require(words.last.flatMap { Int($0) })
        #expect(abs(Double(need) / Double(kernel.card) - 1) < 0.65)
        // Without shared addresses each access of the unrolled products would hold its own.
        if kernel.name.hasPrefix("sgemm_reg2d") {
            let passes = BackEnd.Passes.all.subtracting([.sharedAddresses, .strengthReduction])
            let without = MachineListing.text(program, passes: passes)
            #expect(without.utf8.count > listing.utf8.count)
        }
    }
}
