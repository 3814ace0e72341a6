/// Sums over the launches of a kernel, and the rates they amount to.
struct SummaryEvidence {
    /// The chip.
    let gpu: Hardware
    /// Sums of event counts.
    var counters = CoreCounters()
    /// Stalled warp ticks by reason.
    var stalls = [Double](repeating: 0, count: 16)
    /// Whole time.
    var nanoseconds = 0.0
    /// Fixed costs within it.
    var launchNanoseconds = 0.0
    /// Core cycles.
    var cycles = 0.0
    /// Core cycles of all cores of the chip, and of those at work.
    var chipCycles = 0.0
    /// Core cycles of the cores at work.
    var coreCycles = 0.0
    /// Idle slot time, weighted by core cycles.
    var idleCycles = 0.0
    /// Warp instructions by `OperationClass.rawValue`.
    var mix: [Double] = []
    /// By source line.
    var lines: [Int32: LineProfile] = [:]

    /// Sums up `launches`.
    init(_ launches: [LaunchTime], on gpu: Hardware) {
        self.gpu = gpu
        for launch in launches {
            counters.add(launch.counters, weight: 1)
            for reason in stalls.indices { stalls[reason] += launch.stalls[reason] }
            nanoseconds += launch.nanoseconds
            launchNanoseconds += launch.launchNanoseconds
            cycles += launch.cycles
            chipCycles += launch.cycles * Double(gpu.cores)
            coreCycles += launch.cycles * Double(launch.cores)
            let idleCores = Double(gpu.cores - launch.cores) * launch.cycles
            idleCycles += launch.cycles * Double(launch.cores) * launch.idleShare + idleCores
            for line in launch.lines { merge(line) }
            if mix.isEmpty { mix = .init(repeating: 0, count: launch.mix.count) }
            for operation in mix.indices where launch.mix.indices.contains(operation) {
                mix[operation] += launch.mix[operation]
            }
        }
    }

    /// Adds one launch's line.
    private mutating func merge(_ line: LineProfile) {
        guard var entry = lines[line.line] else {
            lines[line.line] = line
            return
        }
        entry.instructions += line.instructions
        entry.sectors += line.sectors
        entry.conflicts += line.conflicts
        entry.excess += line.excess
        entry.lanes += line.lanes
        for reason in entry.stalls.indices { entry.stalls[reason] += line.stalls[reason] }
        lines[line.line] = entry
    }

    /// `part` over `whole`, 0 for nothing of nothing.
    static func ratio(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : 0 }

    /// Bytes of a counter of sectors.
    static func bytes(_ sectors: Int64) -> Double { Double(sectors) * 32 }

    /// Bytes moved to and from device memory.
    var dramBytes: Double { Self.bytes(counters.dramReadSectors) + Self.bytes(counters.dramWriteSectors) }
    /// Share of the bandwidth that streaming reaches.
    var dramUse: Double { min(1, Self.ratio(dramBytes, gpu.dramBytesPerCycle * cycles)) }
    /// Share of the L2 ports' bandwidth.
    var l2Use: Double {
        let bytes = Self.bytes(counters.l2Sectors) + Self.bytes(counters.l2WriteSectors)
        return min(1, Self.ratio(bytes, gpu.l2.bytesPerCyclePerCore * chipCycles))
    }
    /// Share of the system-level cache's bandwidth; 0 without one.
    var slcUse: Double {
        guard let slc = gpu.slc else { return 0 }
        return min(1, Self.ratio(Self.bytes(counters.slcSectors), slc.bytesPerCyclePerCore * chipCycles))
    }
    /// Busy share of a core-wide stage.
    func stageUse(_ pipe: Pipe) -> Double {
        min(1, Self.ratio(Ticks.cycles(counters.pipeTicks[Int(pipe.rawValue)]), chipCycles))
    }
    /// Busy share of a pipe that each scheduler has.
    func pipeUse(_ pipe: Pipe) -> Double { min(1, stageUseRaw(pipe) / Double(gpu.core.schedulers)) }
    /// Busy time of a pipe over chip time, unbounded.
    private func stageUseRaw(_ pipe: Pipe) -> Double {
        Self.ratio(Ticks.cycles(counters.pipeTicks[Int(pipe.rawValue)]), chipCycles)
    }
    /// Share of issue slots in use.
    var issueUse: Double {
        min(1, Self.ratio(Ticks.cycles(counters.issueTicks), chipCycles * Double(gpu.core.schedulers)))
    }
    /// Share of slot time without a threadgroup, idle cores included.
    var idleShare: Double { min(1, Self.ratio(idleCycles, chipCycles)) }
    /// Share of the time that is fixed launch cost.
    var launchShare: Double { Self.ratio(launchNanoseconds, nanoseconds) }

    /// Warp time that is not issuing.
    var stalled: Double { stalls.reduce(0, +) - stalls[Int(StallReason.selected.rawValue)] }
    /// Share of stalled warp time for a reason.
    func stallShare(_ reason: StallReason) -> Double { Self.ratio(stalls[Int(reason.rawValue)], stalled) }

    /// The source line with most of `weight`; nil where no line is known.
    func hottest(_ weight: (LineProfile) -> Double) -> Int32? {
        let best = lines.values.filter { $0.line > 0 && weight($0) > 0 }
            .max { (weight($0), $1.line) < (weight($1), $0.line) }
        return best?.line
    }
}
