import Candidates
import Evaluation
import Foundation
import GPUTiming
import Swarm
import Synchronization

/// Measures candidates by a formula over their design point, and finishes in an order that `salt` permutes.
final class SyntheticEvaluator: EvaluationService {
    /// Changes the order of completion and nothing else.
    private let salt: Int
    /// Candidates whose time is measured otherwise, for a replay that must notice.
    private let skew: Double
    /// What was evaluated, in the order of the calls.
    private let state = Mutex<[String]>([])

    /// An evaluator; `skew` multiplies every time of a point with `A=8`.
    init(salt: Int = 0, skew: Double = 1) {
        self.salt = salt
        self.skew = skew
    }

    /// The identities evaluated so far, in the order of the calls.
    var calls: [String] { state.withLock { $0 } }

    /// A result by formula: failures where `V == 2 && B > 3`, else a smooth valley with its bottom at A=8, B=3, V=1.
    func evaluate(_ candidate: Candidate) async throws -> EvaluationResult {
        state.withLock { $0.append(candidate.identity) }
        var turns = (candidate.identity.utf8.reduce(salt) { ($0 &* 31 &+ Int($1)) & 0xFFFF }) % 97
        if salt == 0 { turns = 0 }
        for _ in 0..<turns { await Task.yield() }
        try Task.checkCancellation()
        if candidate.text.contains("SYNTAX ERROR") {
            return Self.failure(.compileError, "kernel:1:1: error: unknown type name 'SYNTAX'")
        }
        if candidate.text.contains("RETURNS MEAN") { return Self.failure(.wrong, "out[3] is 0.5, should be 0.25") }
        let a = Double(candidate.point["A"] ?? 1)
        let b = Double(candidate.point["B"] ?? 1)
        let v = candidate.point["V"] ?? 0
        if v == 2, b > 3 { return Self.failure(.launchLimit, "1280 threads in a threadgroup, 1024 allowed") }
        var time = 1000 + 40_000 / a + 500 * (b - 3) * (b - 3) + (v == 1 ? 0 : 2000)
        if candidate.text.contains("FASTER") { time /= 2 }
        if a == 8 { time *= skew }
        return try Self.success(time)
    }

    /// A verdict without a time.
    private static func failure(_ kind: VerdictKind, _ message: String) -> EvaluationResult {
        EvaluationResult(
            verdict: Verdict(kind: kind, message: message, line: 1, size: "small"), times: [], score: nil,
            summaries: [], metrics: [:])
    }

    /// A correct kernel's result, with a trace summary.
    private static func success(_ time: Double) throws -> EvaluationResult {
        let summary: [String: Any] = [
            "version": 1, "gpu": "test-gpu", "estimatedShare": 0.25, "size": "small", "nanoseconds": time,
            "samplingError": 0.0,
            "bottleneck": [
                "kind": "memory-latency", "share": 0.7, "sentence": "Warps wait for device memory: load earlier.",
            ],
            "launches": [], "lines": [],
            "stalls": [["reason": "longScoreboard", "title": "device memory latency", "share": 1000 / time]],
            "counters": [["key": "instructions", "value": time / 3]],
        ]
        let trace = try JSONDecoder().decode(
            TraceSummary.self, from: JSONSerialization.data(withJSONObject: summary))
        return EvaluationResult(
            verdict: Verdict(kind: .correct, message: "correct"),
            times: [SizeTime(size: "small", nanoseconds: time, samplingError: 0)], score: time, summaries: [trace],
            metrics: ["instructions": time / 3])
    }
}
