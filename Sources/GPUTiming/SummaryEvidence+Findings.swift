/// The profiler's rules, with the thresholds of Nsight Compute's own rule scripts where it has the rule.
extension SummaryEvidence {
    /// What every rule that applies found, the greatest gain first.
    func findings(of launches: [LaunchTime]) -> [Finding] {
        let longest = launches.reduce(nil as LaunchTime?) { longest, launch in
            guard let longest, longest.nanoseconds >= launch.nanoseconds else { return launch }
            return longest
        }
        guard let longest else { return [] }
        let found = [
            launchOverhead, speedOfLight(launches), issueSlots, cyclesPerInstruction, divergence, uncoalesced,
            conflicts, accessPattern(isLoad: true), accessPattern(isLoad: false),
            theoreticalOccupancy(longest.occupancy), achievedOccupancy(longest.occupancy), pipes, grid(launches),
            tail(launches), unfused, slowPipe, localMemory,
        ].compactMap(\.self)
        // Stable: rules of equal gain stay in the order above, those that only explain come last.
        return found.enumerated().sorted {
            (-($0.element.gain ?? -1), $0.offset) < (-($1.element.gain ?? -1), $1.offset)
        }.map(\.element)
    }

    /// A finding.
    private func finding(
        _ rule: String, _ sentence: String, gain: Double?, _ evidence: KeyValuePairs<String, Double>,
        lines: [Int] = []
    ) -> Finding {
        Finding(
            rule: rule, sentence: sentence, gain: gain.map { min(1, max(0, $0)) },
            evidence: evidence.map { .init(key: $0.key, value: $0.value) }, lines: lines)
    }

    /// Fixed launch cost of a fifth of the time or more.
    private var launchOverhead: Finding? {
        guard launchShare >= 0.2 else { return nil }
        return finding(
            "LaunchOverhead", "\(percent(launchShare)) of the time is the fixed cost of launches: fuse them.",
            gain: launchShare, ["launch_share_pct": 100 * launchShare])
    }

    /// Compute against memory: balanced within 10 points, latency-bound below 60 % of both, high from 80 % on.
    private func speedOfLight(_ launches: [LaunchTime]) -> Finding? {
        let compute = max(arithmeticUse, issueUse)
        let memory = max(dramUse, l2Use, slcUse, stageUse(.memory), stageUse(.threadgroup))
        let (more, name) = compute > memory ? (compute, "compute") : (memory, "memory")
        let sentence =
            if (launches.map(\.threadgroups).max() ?? 0) < gpu.cores {
                "The grid is too small to fill the cores, so neither compute nor memory can be busy."
            } else if more < 0.6 {
                "Compute (\(percent(compute))) and memory (\(percent(memory))) are both below 60 %: latency is what counts."
            } else if abs(compute - memory) < 0.1 {
                "Compute (\(percent(compute))) and memory (\(percent(memory))) are balanced: less work on both is needed."
            } else {
                "The kernel is bound by \(name) (\(percent(more)))"
                    + (more >= 0.8 ? ", near the most the chip does." : ".")
            }
        return finding(
            "SOLBottleneck", sentence, gain: nil, ["compute_pct": 100 * compute, "memory_pct": 100 * memory])
    }

    /// Less than 0.6 instructions a cycle and scheduler.
    private var issueSlots: Finding? {
        guard issueUse < 0.6, issueUse > 0 else { return nil }
        return finding(
            "IssueSlotUtilization",
            "A scheduler issues every \(short(1 / issueUse)) cycles with \(short(activeWarps / Double(gpu.core.schedulers))) "
                + "warps on average: give it more warps, or warps with more independent instructions.",
            gain: headroom, ["issue_pct": 100 * issueUse, "active_warps": activeWarps])
    }

    /// One reason for more than 0.3 of a warp's time while schedulers issue less than 0.8.
    private var cyclesPerInstruction: Finding? {
        let whole = stalls.reduce(0, +)
        let reasons = StallReason.allCases.filter { $0 != .selected }
        let top = reasons.max { stalls[Int($0.rawValue)] < stalls[Int($1.rawValue)] }
        guard let top, issueUse < 0.8 else { return nil }
        let share = Self.ratio(stalls[Int(top.rawValue)], whole)
        guard share > 0.3 else { return nil }
        return finding(
            "CPIStall", "A warp spends \(percent(share)) of its time on \(top.title): \(advice(against: top)).",
            gain: min(share, headroom), ["stall_\(top)": cycles(of: top), "share_pct": 100 * share],
            lines: worst { $0.stalls[Int(top.rawValue)] })
    }

    /// Lanes that are switched off: more than a tenth.
    private var divergence: Finding? {
        let lost = 1 - lanesPerInstruction / 32
        guard counters.instructions > 0, lost > 0.1 else { return nil }
        return finding(
            "ThreadDivergence",
            "Only \(short(lanesPerInstruction)) of 32 lanes are active: let neighbouring threads take the same way, or fill "
                + "the last simdgroup.", gain: lost * max(issueUse, arithmeticUse),
            ["threads_per_inst": lanesPerInstruction], lines: worst { 32 * $0.instructions - $0.lanes })
    }

    /// Sectors that carry nothing asked for: a tenth or more.
    private var uncoalesced: Finding? {
        guard excessShare >= 0.1 else { return nil }
        return finding(
            "UncoalescedGlobalAccess",
            "\(percent(excessShare)) of the sectors moved carry nothing that was asked for: \(coalescing).",
            gain: excessShare * max(l2Use, stageUse(.memory), dramUse),
            ["sectors_excess_pct": 100 * excessShare, "l2_pct": 100 * l2Use, "l1_pct": 100 * stageUse(.memory)],
            lines: worst(\.excess))
    }

    /// Bank conflicts: a tenth of the passes or more.
    private var conflicts: Finding? {
        guard conflictShare >= 0.1 else { return nil }
        return finding(
            "SharedMemoryConflicts",
            "\(percent(conflictShare)) of the passes through threadgroup memory are bank conflicts: pad rows by one "
                + "element or swizzle.", gain: conflictShare * stageUse(.threadgroup),
            [
                "shared_conflicts": Double(counters.sharedWavefronts - counters.sharedIdealWavefronts),
                "shared_wavefronts": Double(counters.sharedWavefronts),
            ], lines: worst(\.conflicts))
    }

    /// Less than four fifths of each sector used.
    private func accessPattern(isLoad: Bool) -> Finding? {
        let (bytes, sectors) =
            isLoad
            ? (counters.loadBytes, counters.loadSectors) : (counters.storeBytes, counters.storeSectors)
        let used = Self.ratio(Double(bytes), Double(sectors))
        guard sectors > 0, used < 0.8 * 32 else { return nil }
        return finding(
            "MemoryCacheAccessPattern",
            "\(isLoad ? "Loads" : "Stores") use \(short(used)) of the 32 bytes of a sector.",
            gain: (1 - used / 32) * stageUse(.memory) * Self.ratio(Double(sectors), globalSectors),
            [isLoad ? "bytes_per_sector_ld" : "bytes_per_sector_st": used], lines: isLoad ? worst(\.excess) : [])
    }

    /// Room for less than 80 % of the warps.
    private func theoreticalOccupancy(_ occupancy: Occupancy) -> Finding? {
        guard occupancy.share < 0.8, occupancy.limiter != .grid else { return nil }
        let limit =
            switch occupancy.limiter {
            case .registers: "\(occupancy.registersPerThread) registers per thread"
            case .threadgroupMemory: "\(occupancy.threadgroupBytes) bytes of threadgroup memory per threadgroup"
            case .threads: "the threadgroup's size"
            case .threadgroups: "the number of threadgroups on a core"
            case .grid: "the grid"
            }
        return finding(
            "TheoreticalOccupancy",
            "A core has room for \(percent(occupancy.share)) of its warps, limited by \(limit).",
            gain: min(1 - occupancy.share, headroom), ["occupancy_theoretical_pct": 100 * occupancy.share])
    }

    /// More than ten points of the occupancy that would be possible are not there.
    private func achievedOccupancy(_ occupancy: Occupancy) -> Finding? {
        let achieved = activeWarps / Double(gpu.core.warps)
        guard occupancy.share - achieved > 0.1 else { return nil }
        return finding(
            "AchievedOccupancy",
            "\(percent(achieved)) of a core's warps are there where \(percent(occupancy.share)) would fit: threadgroups "
                + "are uneven, too few, or end at different times.",
            gain: min(Self.ratio(occupancy.share - achieved, occupancy.share), headroom),
            ["occupancy_pct": 100 * achieved, "occupancy_theoretical_pct": 100 * occupancy.share])
    }

    /// The busiest pipe: high from 60 %, too much from 80 %; all below 20 % where little is issued.
    private var pipes: Finding? {
        let uses = [Pipe.alu, .fma, .half, .complex, .double, .tensor, .shuffle].map { ($0, pipeUse($0)) }
        guard let top = uses.max(by: { $0.1 < $1.1 }) else { return nil }
        let evidence: KeyValuePairs = ["pipe_\(top.0)_pct": 100 * top.1]
        if top.1 >= 0.6 {
            let word = top.1 >= 0.8 ? "the limit" : "high"
            return finding(
                "HighPipeUtilization", "The \(top.0) pipe is \(percent(top.1)) busy, which is \(word).", gain: nil,
                evidence, lines: worst(\.instructions))
        }
        guard top.1 < 0.2, issueUse < 0.6 else { return nil }
        return finding("HighPipeUtilization", "All arithmetic pipes are below 20 % busy.", gain: nil, evidence)
    }

    /// Fewer threadgroups than cores, or less than two per core.
    private func grid(_ launches: [LaunchTime]) -> Finding? {
        let small = launches.filter { $0.threadgroups < 2 * gpu.cores }
        guard let worst = small.max(by: { $0.nanoseconds < $1.nanoseconds }) else { return nil }
        let share = Self.ratio(small.reduce(0) { $0 + $1.nanoseconds - $1.launchNanoseconds }, nanoseconds)
        guard share >= 0.05 else { return nil }
        let filled = min(1, Double(worst.threadgroups) / Double(gpu.cores))
        return finding(
            "LaunchConfiguration",
            "\(worst.threadgroups) threadgroups on \(gpu.cores) cores in launches that take \(percent(share)) of the time: "
                + "split the work into more, smaller threadgroups.", gain: filled < 1 ? share * (1 - filled) : nil,
            ["threadgroups": Double(worst.threadgroups), "cores": Double(gpu.cores)])
    }

    /// A last wave that is not full, where it counts for a fifth of the launch or more.
    private func tail(_ launches: [LaunchTime]) -> Finding? {
        var (gain, waves) = (0.0, 0.0)
        for launch in launches where launch.waves > 1 && launch.waves != launch.waves.rounded() {
            let tail = 1 / (1 + launch.waves.rounded(.down))
            guard tail >= 0.2 else { continue }
            let missing = launch.waves.rounded(.up) - launch.waves
            let own = tail * missing * Self.ratio(launch.nanoseconds - launch.launchNanoseconds, nanoseconds)
            if own > gain { (gain, waves) = (own, launch.waves) }
        }
        guard gain > 0 else { return nil }
        return finding(
            "TailEffect",
            "The grid takes \(short(waves)) waves: cores idle in the last one. Change the threadgroups' size.",
            gain: min(gain, max(idleShare, 0)), ["waves": waves])
    }

    /// Additions and multiplications that could be one instruction: a tenth or more, half of it gained.
    private var unfused: Finding? {
        let (fused, loose) = (mix(.fusedFloat), mix(.unfusedFloat))
        let share = Self.ratio(loose, fused + loose)
        guard share > 0.1, Self.ratio(fused + loose, Double(counters.instructions)) > 0.1 else { return nil }
        return finding(
            "FPInstructions",
            "\(percent(share)) of single-precision operations are additions or multiplications alone: pair them as fma.",
            gain: 0.5 * Self.ratio(loose, Double(counters.instructions)) * issueUse,
            ["inst_fp32_unfused": loose, "inst_fp32_fused": fused])
    }

    /// A pipe of few lanes that is the busiest by 20 points, or busy for 80 %, with less than a quarter of the instructions.
    private var slowPipe: Finding? {
        let slow = [Pipe.complex, .double, .shuffle].map { ($0, pipeUse($0)) }
        let fast = [Pipe.alu, .fma, .half].map(pipeUse).max() ?? 0
        guard let top = slow.max(by: { $0.1 < $1.1 }), top.1 >= 0.2 else { return nil }
        let own =
            switch top.0 {
            case .double: mix(.double)
            case .shuffle: mix(.exchange)
            default: mix(.special)
            }
        let share = Self.ratio(own, Double(counters.instructions))
        guard top.1 >= 0.8 || top.1 >= fast + 0.2, share < 0.25 else { return nil }
        return finding(
            "SlowPipeLimiter",
            "The \(top.0) pipe is \(percent(top.1)) busy with \(percent(share)) of the instructions: replace some of them.",
            gain: nil, ["pipe_\(top.0)_pct": 100 * top.1, "share_pct": 100 * share])
    }

    /// Private arrays in memory: a tenth of the memory instructions or more.
    private var localMemory: Finding? {
        let all = mix(.memory)
        let share = Self.ratio(Double(counters.localAccesses), all)
        guard share >= 0.1 else { return nil }
        return finding(
            "LocalMemoryUsage",
            "\(percent(share)) of the memory instructions are private arrays or spilled registers: index arrays by "
                + "constants, unroll, or use fewer registers.", gain: share * stageUse(.memory),
            ["local_accesses": Double(counters.localAccesses)])
    }

    /// Cycles that a warp spends on a reason per instruction.
    private func cycles(of reason: StallReason) -> Double {
        Self.ratio(stalls[Int(reason.rawValue)], Double(counters.instructions) * Double(Ticks.perCycle))
    }
}
