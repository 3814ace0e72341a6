import Candidates
import Evaluation
import GPUTiming
import Testing

/// What a bounded sample of attention's threadgroups tells, against every core simulated from its first threadgroup to
/// its last.
@Suite("Sampled threadgroups and whole cores")
struct SamplingTests {
    /// Attention, with as much work as all threadgroups of its kernels take.
    private static func task() throws -> TaskDefinition {
        var task = try Fixture.task("attention")
        task.limits.timeInstructions = 2_000_000_000
        return task
    }

    /// A kernel of the task: a baseline, or the start with matrices.
    private static func candidate(_ kernel: String, of task: TaskDefinition) throws -> Candidate {
        switch kernel {
        case "naive": return task.candidate(for: task.naive)
        case "competent": return task.candidate(for: task.competent)
        default:
            let space = try DesignSpace(parsing: task.start.text, file: task.start.file, constants: task.constants)
            return Candidate(text: task.start.text, point: try space.point(overriding: ["METHOD": 2]), origin: .point)
        }
    }

    /// The time at one size.
    private static func time(
        _ candidate: Candidate, of task: TaskDefinition, at size: String, seed: UInt64 = 1, budget: UInt64? = nil
    ) async throws -> SizeTime {
        let evaluator = try await Fixture.evaluator(task, seed: seed, sizes: [size], budget: budget)
        return try #require(await evaluator.evaluate(candidate).times.first)
    }

    @Test(
        "six samples tell the time of whole cores, and say how far off they may be",
        arguments: [("competent", "prefill-512"), ("fused", "prefill-512"), ("fused", "wide-512")])
    func samples(kernel: String, size: String) async throws {
        let task = try Self.task()
        let candidate = try Self.candidate(kernel, of: task)
        let exact = try await Self.time(candidate, of: task, at: size, budget: .max)
        #expect(exact.samplingError == 0)
        var sampled: [SizeTime] = []
        for seed in 1...6 as ClosedRange<UInt64> {
            sampled.append(try await Self.time(candidate, of: task, at: size, seed: seed))
        }
        let mean = sampled.reduce(0) { $0 + $1.nanoseconds } / Double(sampled.count)
        for time in sampled {
            let error = abs(time.nanoseconds / exact.nanoseconds - 1)
            #expect(abs(time.nanoseconds / mean - 1) < 0.01, "\(time) \(mean)")
            #expect(error < 0.02, "\(time) \(exact)")
            #expect(error <= 2 * time.samplingError, "\(time) \(exact)")
            #expect(time.samplingError < 0.02)
        }
    }
}
