import SIMTMachine

/// One instruction in the form the core model runs: operands resolved, costs in ticks.
struct CoreInstruction {
    /// What the core model does with an instruction.
    enum Kind: UInt8 {
        case arithmetic, free, globalLoad, globalStore, globalAtomic, constantLoad, sharedLoad, sharedStore,
            sharedAtomic
        case localLoad, localStore, barrier
        /// Holds the warp back until it is done: branches, fences and simdgroup barriers.
        case blocking
    }

    /// Register written; the sink where there is none.
    var destination: Int32
    /// Registers read; the zero register where there is none.
    var sources: (Int32, Int32, Int32, Int32)
    /// Ticks from issue to a dependent instruction.
    var latency: Int32
    /// Ticks for which the pipe is busy.
    var interval: Int32
    /// Interval after an instruction of the same class.
    var repeatInterval: Int32
    /// Ticks of the issue slot.
    var issue: Int32
    /// What the model does with it.
    var kind: Kind
    /// `Pipe.rawValue`.
    var pipe: UInt8
    /// The reason, as `StallReason.rawValue`, for which consumers of the result wait.
    var producer: UInt8
    /// The reason for which a warp waits while the pipe is busy.
    var throttle: UInt8
    /// `OperationClass.rawValue`.
    var operation: UInt8
    /// 1 for transcendentals, 0 else; changes cost cycles on the complex pipe.
    var group: UInt8
    /// Bytes of each active lane, for memory.
    var bytesPerLane: UInt8
    /// Whether all lanes have the same operands.
    var isUniform: Bool
}

/// A kernel flattened for one GPU: all blocks in one array.
struct CoreProgram {
    /// Instructions, block after block.
    let instructions: [CoreInstruction]
    /// Index of each block's first instruction, and the end.
    let blockStarts: [Int32]
    /// Memory instructions of each block, in order, as kinds; each consumes one access record.
    let memoryKinds: [[CoreInstruction.Kind]]
    /// Source line of each instruction.
    let lines: [Int32]
    /// Registers per warp, the zero register and the sink included.
    let registerStride: Int

    /// Flattens `program` with the costs of `hardware`.
    ///
    /// Registers outside `0 ..< registerCount` are read as ready and written nowhere.
    init(_ program: TimedProgram, on hardware: Hardware) {
        let count = max(0, program.registerCount)
        let (zero, sink) = (Int32(clamping: count), Int32(clamping: count + 1))
        var instructions: [CoreInstruction] = []
        var starts: [Int32] = [0]
        var kinds: [[CoreInstruction.Kind]] = []
        var lines: [Int32] = []
        for block in program.blocks {
            let distances = OperandDistance.distances(in: block)
            var memory: [CoreInstruction.Kind] = []
            for (index, source) in block.enumerated() {
                func register(_ id: Int32) -> Int32 { id >= 0 && Int(id) < count ? id : zero }
                var instruction = Self.cost(of: source, distance: distances[index], on: hardware)
                let inRange = source.destination >= 0 && Int(source.destination) < count
                instruction.destination = inRange ? source.destination : sink
                instruction.sources = (
                    register(source.sources.0), register(source.sources.1), register(source.sources.2),
                    register(source.sources.3)
                )
                if instruction.kind.consumesAccess { memory.append(instruction.kind) }
                instructions.append(instruction)
                lines.append(source.line)
            }
            starts.append(Int32(clamping: instructions.count))
            kinds.append(memory)
        }
        self.instructions = instructions
        self.blockStarts = starts
        self.memoryKinds = kinds
        self.lines = lines
        self.registerStride = count + 2
    }

    /// The costs of one instruction, registers left open.
    private static func cost(
        of source: TimedInstruction, distance: Int, on hardware: Hardware
    ) -> CoreInstruction {
        func make(
            _ kind: CoreInstruction.Kind, _ pipe: Pipe, _ producer: StallReason, latency: Double, interval: Double,
            repeatInterval: Double? = nil, issues: Double = 1, group: UInt8 = 0
        ) -> CoreInstruction {
            CoreInstruction(
                destination: 0, sources: (0, 0, 0, 0), latency: Int32(clamping: Ticks.from(cycles: latency)),
                interval: Int32(clamping: Ticks.from(cycles: interval)),
                repeatInterval: Int32(clamping: Ticks.from(cycles: repeatInterval ?? interval)),
                issue: Int32(clamping: Ticks.from(cycles: issues)), kind: kind, pipe: pipe.rawValue,
                producer: producer.rawValue, throttle: pipe.throttle.rawValue, operation: source.operation.rawValue,
                group: group, bytesPerLane: source.bytesPerLane, isUniform: source.uniform)
        }
        let (l1, shared) = (hardware.l1, hardware.threadgroupMemory)
        switch source.operation {
        case .free: return make(.free, .folded, .wait, latency: 0, interval: 0, issues: 0)
        case .globalLoad:
            return make(.globalLoad, .memory, .longScoreboard, latency: l1.latency, interval: l1.addressInterval)
        case .globalStore: return make(.globalStore, .memory, .wait, latency: 0, interval: l1.addressInterval)
        case .globalAtomic:
            let latency = hardware.atomics.latency
            return make(.globalAtomic, .memory, .longScoreboard, latency: latency, interval: l1.addressInterval)
        case .constantLoad:
            return make(
                .constantLoad, .memory, .shortScoreboard, latency: l1.constantLatency, interval: l1.addressInterval)
        case .sharedLoad:
            return make(
                .sharedLoad, .threadgroup, .shortScoreboard, latency: shared.latency, interval: l1.addressInterval)
        case .sharedStore: return make(.sharedStore, .threadgroup, .wait, latency: 0, interval: l1.addressInterval)
        case .sharedAtomic:
            return make(
                .sharedAtomic, .threadgroup, .shortScoreboard, latency: shared.latency, interval: l1.addressInterval)
        case .localLoad:
            return make(.localLoad, .memory, .longScoreboard, latency: l1.latency, interval: l1.addressInterval)
        case .localStore: return make(.localStore, .memory, .wait, latency: 0, interval: l1.addressInterval)
        case .barrier: return make(.barrier, .control, .barrier, latency: 0, interval: 1)
        case .simdBarrier:
            return make(.blocking, .control, .barrier, latency: hardware.barrier.simdgroup, interval: 1)
        case .fence: return make(.blocking, .control, .wait, latency: hardware.barrier.fence, interval: 1)
        default: break
        }
        // The reader refuses a table without every class; a free instruction is what a class unknown to it would be.
        guard let cost = hardware.cost(of: source.operation), cost.pipe != .folded else {
            return make(.free, .folded, .wait, latency: 0, interval: 0, issues: 0)
        }
        var issues = cost.issues
        if let kind = cost.operands, let row = hardware.issueByDistance[kind] {
            issues *= row[min(max(distance, 1), row.count) - 1]
        }
        let producer: StallReason = cost.pipe == .shuffle && hardware.vendor == .nvidia ? .shortScoreboard : .wait
        let isBranch = source.operation == .branch
        return make(
            isBranch ? .blocking : .arithmetic, cost.pipe, isBranch ? .branch : producer, latency: cost.latency,
            interval: cost.interval, repeatInterval: cost.repeatInterval, issues: issues,
            group: cost.isTranscendental ? 1 : 0)
    }
}

extension CoreInstruction.Kind {
    /// Whether each execution has an access record in the trace.
    var consumesAccess: Bool {
        switch self {
        case .arithmetic, .free, .barrier, .blocking: false
        default: true
        }
    }
}
