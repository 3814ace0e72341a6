/// What helps, which differs by vendor and generation.
extension SummaryEvidence {
    /// Apple's family 9 keeps registers, threadgroup memory and cached buffers in one memory (M3 and later).
    private var sharesMemoryWithCache: Bool { gpu.vendor == .apple && gpu.l1.isUnified }

    /// How neighbouring lanes come to read neighbouring bytes.
    var coalescing: String {
        let first = "let neighbouring threads take neighbouring addresses"
        if gpu.vendor == .nvidia { return first + ", or stage a tile in shared memory" }
        if sharesMemoryWithCache { return first + "; staging in threadgroup memory gains nothing over the cache" }
        return first + ", or load a row once and hand it on by simd_shuffle (256 bytes a cycle)"
    }

    /// What helps against waiting for a reason.
    func advice(against reason: StallReason) -> String {
        switch reason {
        case .selected, .wait: "use more independent accumulators"
        case .longScoreboard: "load earlier, several values at once, or raise occupancy"
        case .shortScoreboard: "exchange less often, or load the next values while these are used"
        case .mathPipe: "do less on the busiest pipe"
        case .memoryThrottle: "use fewer and wider accesses"
        case .localThrottle:
            gpu.vendor == .apple && !sharesMemoryWithCache
                ? "keep values in registers or exchange them by simd_shuffle" : "keep values in registers"
        case .barrier: "use fewer barriers or smaller threadgroups"
        case .branch: "unroll, or replace branches by selects"
        case .notSelected: "the schedulers are full; execute fewer instructions"
        }
    }

    /// "37 %".
    func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    /// A figure with one digit after the point.
    func short(_ value: Double) -> String {
        let tenths = Int((min(abs(value), 1e12) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
