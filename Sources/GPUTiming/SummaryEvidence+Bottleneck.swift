extension SummaryEvidence {
    /// A throughput from which on a resource is the bottleneck (Nsight Compute calls 60 % the end of latency-bound).
    private static let saturated = 0.6
    /// Idle or launch time from which on it is the bottleneck.
    private static let mostlyIdle = 0.4

    /// The one bottleneck: launch cost, an idle grid, a saturated resource, or what warps wait for.
    ///
    /// Each rule gives the share of the time for which it answers; the order is that of what must be mended first.
    var bottleneck: Bottleneck {
        if launchShare > Self.mostlyIdle {
            return Bottleneck(
                kind: .launch, share: launchShare,
                sentence:
                    "Fixed launch cost is \(percent(launchShare)) of the time: fuse launches or give each more work.")
        }
        let (kind, use) = busiest
        if use >= Self.saturated { return Bottleneck(kind: kind, share: use, sentence: sentence(kind, use)) }
        if idleShare > Self.mostlyIdle {
            return Bottleneck(
                kind: .grid, share: idleShare,
                sentence:
                    "Cores are without threadgroups for \(percent(idleShare)) of the time: launch more or smaller "
                    + "threadgroups, or split the long ones.")
        }
        return latency
    }

    /// The resource with the highest utilisation.
    private var busiest: (Bottleneck.Kind, Double) {
        let arithmetic = [Pipe.alu, .fma, .half, .complex, .double, .tensor, .shuffle].map(pipeUse).max() ?? 0
        let uses: [(Bottleneck.Kind, Double)] = [
            (.deviceMemoryBandwidth, dramUse), (.cacheBandwidth, max(l2Use, slcUse)),
            (.l1Throughput, stageUse(.memory)), (.threadgroupMemory, stageUse(.threadgroup)),
            (.arithmetic, arithmetic), (.issue, issueUse),
        ]
        var best = uses[0]
        for use in uses.dropFirst() where use.1 > best.1 { best = use }
        return best
    }

    /// What warps wait for when no resource is saturated.
    private var latency: Bottleneck {
        let groups: [(Bottleneck.Kind, [StallReason])] = [
            (.memoryLatency, [.longScoreboard, .memoryThrottle]),
            (.dependency, [.wait, .mathPipe, .branch]),
            (.threadgroupMemoryLatency, [.shortScoreboard, .localThrottle]),
            (.barrier, [.barrier]),
        ]
        var best = (kind: Bottleneck.Kind.dependency, share: 0.0)
        for (kind, reasons) in groups {
            let share = reasons.reduce(0.0) { $0 + stallShare($1) }
            if share > best.share { best = (kind, share) }
        }
        return Bottleneck(kind: best.kind, share: best.share, sentence: sentence(best.kind, best.share))
    }

    /// What is wrong and what would help.
    private func sentence(_ kind: Bottleneck.Kind, _ share: Double) -> String {
        let amount = percent(share)
        switch kind {
        case .deviceMemoryBandwidth:
            let rate = Int((dramBytes / max(1, nanoseconds)).rounded())
            return "Device memory moves \(rate) GB/s, \(amount) of what it reaches: move fewer bytes or reuse them"
                + at(hottest { $0.sectors }) + "."
        case .cacheBandwidth:
            return "The shared caches are \(amount) busy: reuse data in registers or threadgroup memory"
                + at(hottest { $0.sectors }) + "."
        case .l1Throughput:
            guard excessShare < 0.3 else {
                return
                    "The first-level data path is \(amount) busy, and \(percent(excessShare)) of the sectors it moves "
                    + "carry nothing that was asked for: \(coalescing)" + at(hottest(\.excess)) + "."
            }
            return
                "The first-level data path is \(amount) busy: use wider, contiguous accesses or keep data in registers"
                + at(hottest { $0.sectors }) + "."
        case .threadgroupMemory:
            let excess = counters.sharedWavefronts - counters.sharedIdealWavefronts
            let conflicts = Self.ratio(Double(excess), Double(counters.sharedWavefronts))
            let advice =
                conflicts > 0.1
                ? "\(percent(conflicts)) of it is bank conflicts: pad or swizzle the array"
                : "keep more values in registers"
            return "Threadgroup memory is \(amount) busy; \(advice)" + at(hottest { $0.conflicts }) + "."
        case .arithmetic:
            return "An arithmetic pipe is \(amount) busy: do less of it or use cheaper instructions"
                + at(hottest { $0.instructions }) + "."
        case .issue:
            return
                "Schedulers issue in \(amount) of the cycles: execute fewer instructions (vector accesses, unrolling)"
                + at(hottest { $0.instructions }) + "."
        case .memoryLatency:
            return
                "Warps wait for device memory in \(amount) of their stalls\(fewWarps): load earlier, load more at once, or "
                + "raise occupancy" + at(hottest { $0.stalls[Int(StallReason.longScoreboard.rawValue)] }) + "."
        case .dependency:
            return
                "Warps wait for results of arithmetic in \(amount) of their stalls: use more independent accumulators or "
                + "more warps" + at(hottest { $0.stalls[Int(StallReason.wait.rawValue)] }) + "."
        case .threadgroupMemoryLatency:
            return
                "Warps wait for threadgroup memory or lane exchange in \(amount) of their stalls: exchange less often or "
                + "overlap it" + at(hottest { $0.stalls[Int(StallReason.shortScoreboard.rawValue)] }) + "."
        case .barrier:
            return "Warps wait at barriers for \(amount) of their stalls: use fewer barriers or smaller threadgroups"
                + at(hottest { $0.stalls[Int(StallReason.barrier.rawValue)] }) + "."
        case .launch, .grid:
            return ""
        }
    }

    /// How few warps a scheduler has, where they are too few to hide a load.
    private var fewWarps: String {
        let warps = activeWarps / Double(gpu.core.schedulers)
        return warps > 0 && warps < 4 ? ", with \(short(warps)) warps on a scheduler" : ""
    }

    /// " (line 7)" or nothing.
    private func at(_ line: Int32?) -> String { line.map { " (most at line \($0))" } ?? "" }
}
