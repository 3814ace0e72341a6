import SIMTMachine

/// One instruction in the form the core model runs: operands resolved, costs in ticks.
struct CoreInstruction {
    /// What the core model does with an instruction.
    enum Kind: UInt8 {
        case arithmetic, free, globalLoad, globalStore, globalAtomic, constantLoad, sharedLoad, sharedStore,
            sharedAtomic
        case localLoad, localStore, barrier
        /// What an asynchronous copy stores: its warp goes on, and `destination` is the register that it reads.
        case asyncStore
        case asyncCommit, asyncWait
        /// Holds the warp back until it is done: branches, fences, simdgroup barriers and reloads of spilled values.
        case blocking
        /// Holds the warp back until its code has been fetched; no instruction of the kernel.
        case fetch
    }

    /// Register written; the sink where there is none.
    var destination: Int32
    /// Registers read; the zero register where there is none.
    var sources: (Int32, Int32, Int32, Int32)
    /// What each of them takes longer to be here than in the pipe that made it, packed as the ticks of registers are.
    var crossings: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    /// Ticks from issue to a dependent instruction.
    var latency: Int32
    /// Ticks for which the pipe is busy.
    var interval: Int32
    /// Ticks for which the class's own unit is busy, where that is longer.
    var repeatInterval: Int32
    /// Ticks of the issue slot.
    var issue: Int32
    /// Ticks after which its warp may issue again, for operands that take longer to gather than the slot.
    var hold: Int32 = 0
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
    /// Which of its block's access records belongs to it.
    var record: Int32 = 0
    /// Records in a row that belong to it.
    var parts: UInt8 = 1
    /// Whether two of them are one row of a matrix, so that a wavefront serves both.
    var hasHalfParts = false
    /// How an atomic on threadgroup memory is made.
    var atomic = ThreadgroupAtomic.byLane
    /// Whether it is issued only where block `record` does not follow: its predicate is false then.
    var isPredicatedOff = false

    /// Makes it wait for the first of `sources`, the address, alone, and notes the last, the value, for later.
    fileprivate mutating func goesOn(readingLater sources: [Int32], zero: Int32) {
        destination = sources.last ?? zero
        self.sources = (sources.count > 1 ? sources[0] : zero, zero, zero, zero)
    }
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
    /// Blocks that are one where a warp executes them one after the other; their code stands behind the blocks'.
    let regions: [CodeRegion]
    /// The region that begins with each block, -1 where there is none.
    let regionOfFirst: [Int32]
    /// Most 32-bit registers of a thread in use at once, before the compiler's own.
    let registerPressure: Int

    /// Flattens `program` with the costs of `hardware`, through a model of the vendor's compiler where there is one.
    ///
    /// - Parameters:
    ///   - declaredThreads: The most threads of a threadgroup that the kernel declares.
    ///   - warps: Warps of a threadgroup.
    init(
        _ program: TimedProgram, on hardware: Hardware, passes: BackEnd.Passes = .all, declaredThreads: Int? = nil,
        warps: Int = 1
    ) {
        if hardware.vendor == .nvidia,
            var backEnd = BackEnd(program, passes: passes, allowance: hardware.registers.allowance)
        {
            self.init(backEnd.run(), of: program, on: hardware)
        } else if hardware.vendor == .apple, passes.contains(.scheduling),
            let layout = AppleLayout(program, on: hardware, declaredThreads: declaredThreads, warps: warps)
        {
            self.init(asLowered: program, layout, on: hardware)
        } else {
            self.init(asLowered: program, AppleLayout(unchanged: program), on: hardware)
        }
    }

    /// Flattens `program` in the order of `layout`.
    ///
    /// Registers outside `0 ..< registerCount` are read as ready and written nowhere.
    private init(asLowered program: TimedProgram, _ layout: AppleLayout, on hardware: Hardware) {
        let count = max(0, program.registerCount)
        let (zero, sink) = (Int32(clamping: count), Int32(clamping: count + 1))
        var instructions: [CoreInstruction] = []
        var starts: [Int32] = [0]
        var kinds: [[CoreInstruction.Kind]] = []
        var lines: [Int32] = []
        for (number, block) in program.blocks.enumerated() {
            // Traces hold the records in the order of the program that was executed.
            var memory: [CoreInstruction.Kind] = []
            let records = block.map { source in
                let kind = Self.cost(of: source, distance: 1, on: hardware).kind
                if kind.consumesAccess { memory.append(kind) }
                return Int32(memory.count - 1)
            }
            // What Apple's chips do another way takes the place of what the program says.
            let actual = block.enumerated().map { place, source in
                source.with(layout.blocks[number].classes[place] ?? source.operation, uniform: layout.uniform)
            }
            let ordered = layout.blocks[number].order.map { actual[$0] }
            let distances = OperandDistance.distances(in: ordered)
            var extras = layout.extras(of: number, count: ordered.count)
            for (index, place) in layout.blocks[number].order.enumerated() {
                let source = actual[place]
                func register(_ id: Int32) -> Int32 { id >= 0 && Int(id) < count ? id : zero }
                while let extra = extras.last, extra.place <= index {
                    var instruction = Self.cost(of: extra.kind, spillLatency: layout.spillLatency, on: hardware)
                    instruction.destination = sink
                    instruction.sources = (zero, zero, zero, zero)
                    instructions.append(instruction)
                    lines.append(source.line)
                    extras.removeLast()
                }
                var instruction = Self.cost(of: source, distance: distances[index], on: hardware)
                let inRange = source.destination >= 0 && Int(source.destination) < count
                instruction.destination = inRange ? source.destination : sink
                instruction.sources = (
                    register(source.sources.0), register(source.sources.1), register(source.sources.2),
                    register(source.sources.3)
                )
                if instruction.kind == .asyncStore {
                    let sources = [source.sources.0, source.sources.1, source.sources.2, source.sources.3]
                    instruction.goesOn(readingLater: sources.filter { register($0) != zero }, zero: zero)
                }
                if instruction.kind.consumesAccess { instruction.record = records[place] }
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
        self.regions = []
        regionOfFirst = .init(repeating: -1, count: kinds.count)
        self.registerPressure = layout.registerPressure
    }

    /// The costs of an instruction that the vendor's compiler or the fetch of code adds, registers left open.
    private static func cost(
        of extra: AppleLayout.Extra, spillLatency: Double, on hardware: Hardware
    ) -> CoreInstruction {
        let operation: OperationClass = extra == .store ? .localStore : .localLoad
        let timed = TimedInstruction(
            operation: operation, destination: -1, sources: (-1, -1, -1, -1), bytesPerLane: 4, uniform: false, line: 0)
        var instruction = cost(of: timed, distance: 1, on: hardware)
        let isFetch = extra == .fetch
        instruction.kind = extra == .store ? .arithmetic : isFetch ? .fetch : .blocking
        instruction.latency = Int32(
            clamping: Ticks.from(cycles: isFetch ? hardware.l2.latency : extra == .store ? 0 : spillLatency))
        instruction.interval = Int32(clamping: isFetch ? 0 : Ticks.from(cycles: 128 / hardware.l1.bytesPerCycle))
        instruction.repeatInterval = instruction.interval
        if isFetch { instruction.producer = StallReason.branch.rawValue }
        return instruction
    }

    /// Flattens machine instructions made of `program` with the costs of `hardware`.
    private init(_ machine: MachineProgram, of program: TimedProgram, on hardware: Hardware) {
        let (zero, sink) = (Int32(clamping: machine.registerCount), Int32(clamping: machine.registerCount + 1))
        var instructions: [CoreInstruction] = []
        var starts: [Int32] = [0]
        var lines: [Int32] = []
        var kinds: [[CoreInstruction.Kind]] = []
        let crossings = OperandCrossings(of: machine, on: hardware)
        let read = Set(machine.blocks.joined().lazy.flatMap(\.sources))
        for (block, list) in machine.blocks.enumerated() {
            for machineInstruction in list {
                func source(_ index: Int) -> Int32 {
                    index < machineInstruction.sources.count ? machineInstruction.sources[index] : zero
                }
                var instruction = Self.cost(of: machineInstruction, on: hardware)
                instruction.destination = machineInstruction.destination >= 0 ? machineInstruction.destination : sink
                instruction.sources = (source(0), source(1), source(2), source(3))
                instruction.crossings = crossings.ticks(of: machineInstruction, in: instruction.pipe)
                if instruction.kind == .asyncStore {
                    instruction.goesOn(readingLater: machineInstruction.sources, zero: zero)
                }
                instruction.record = max(0, machineInstruction.record)
                instruction.parts = machineInstruction.parts
                instruction.hasHalfParts = machineInstruction.hasHalfParts
                if machineInstruction.operation == .sharedAtomic {
                    let isRead = machineInstruction.destination >= 0 && read.contains(machineInstruction.destination)
                    instruction.atomic = ThreadgroupAtomic(
                        of: machineInstruction, isRead: isRead, constants: program.details?.constants ?? [:],
                        on: hardware.threadgroupMemory)
                }
                instruction.isPredicatedOff = machineInstruction.role == .predicatedOff
                instructions.append(instruction)
                lines.append(machineInstruction.line)
            }
            starts.append(Int32(clamping: instructions.count))
            guard block < program.blocks.count else { continue }
            // Traces hold the records in the order of the program that was executed.
            kinds.append(
                program.blocks[block].map { Self.cost(of: $0, distance: 1, on: hardware).kind }.filter(\.consumesAccess)
            )
        }
        regionOfFirst = Self.firsts(machine.regions, blockCount: kinds.count)
        for region in machine.regions { kinds.append(region.blocks.flatMap { kinds[$0] }) }
        regions = machine.regions
        self.instructions = instructions
        blockStarts = starts
        memoryKinds = kinds
        self.lines = lines
        registerStride = machine.registerCount + 2
        registerPressure = machine.registerPressure
    }

    /// The costs of a machine instruction, registers left open.
    private static func cost(of source: MachineInstruction, on hardware: Hardware) -> CoreInstruction {
        let timed = TimedInstruction(
            operation: source.operation, destination: -1, sources: (-1, -1, -1, -1),
            bytesPerLane: source.bytesPerLane, uniform: false, line: source.line)
        var instruction = cost(of: timed, distance: 1, on: hardware)
        if source.role == .predicatedOff, instruction.kind == .free { return instruction }
        if source.role == .prologue || (source.role == .predicatedOff && instruction.kind != .arithmetic) {
            // Arguments and positions come from the constant bank and special registers, without a memory access; what
            // a false predicate holds back takes an issue slot and no more.
            instruction.kind = .arithmetic
            instruction.pipe = Pipe.control.rawValue
            instruction.throttle = Pipe.control.throttle.rawValue
            instruction.interval = Int32(clamping: Ticks.from(cycles: 1))
            instruction.repeatInterval = instruction.interval
        }
        return instruction
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
        // What a load brings goes into registers more slowly than it comes.
        let slower = max(0, hardware.registers.loadWrite - 128 / l1.bytesPerCycle)
        let written = max(0, Double(source.bytesPerLane) / 4 - 1) * slower
        switch source.operation {
        case .free: return make(.free, .folded, .wait, latency: 0, interval: 0, issues: 0)
        case .globalLoad:
            return make(
                .globalLoad, .memory, .longScoreboard, latency: l1.latency + written, interval: l1.addressInterval)
        case .globalStore: return make(.globalStore, .memory, .wait, latency: 0, interval: l1.addressInterval)
        case .globalAtomic:
            let latency = hardware.atomics.latency
            return make(.globalAtomic, .memory, .longScoreboard, latency: latency, interval: l1.addressInterval)
        case .constantLoad:
            return make(
                .constantLoad, .memory, .shortScoreboard, latency: l1.constantLatency, interval: l1.addressInterval)
        case .sharedLoad:
            return make(
                .sharedLoad, .threadgroup, .shortScoreboard, latency: shared.latency + written,
                interval: l1.addressInterval)
        case .sharedStore: return make(.sharedStore, .threadgroup, .wait, latency: 0, interval: l1.addressInterval)
        case .asyncStore: return make(.asyncStore, .control, .longScoreboard, latency: 0, interval: 0, issues: 0)
        case .asyncCommit: return make(.asyncCommit, .control, .wait, latency: 0, interval: 1)
        case .asyncWait: return make(.asyncWait, .control, .longScoreboard, latency: 0, interval: 1)
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
        let operands = OperandCost(of: source, cost, distance: distance, on: hardware)
        // The special function unit stands behind the same queue as threadgroup memory on NVIDIA, and sets the same flags.
        let isQueued = hardware.vendor == .nvidia && (cost.pipe == .shuffle || cost.pipe == .complex)
        let producer: StallReason = isQueued ? .shortScoreboard : .wait
        let isBranch = source.operation == .branch
        var instruction = make(
            isBranch ? .blocking : .arithmetic, cost.pipe, isBranch ? .branch : producer, latency: operands.latency,
            interval: cost.interval, repeatInterval: cost.repeatInterval, issues: operands.issues,
            group: cost.isTranscendental ? 1 : 0)
        instruction.hold = Int32(clamping: Ticks.from(cycles: operands.hold))
        if isQueued { instruction.throttle = StallReason.localThrottle.rawValue }
        return instruction
    }
}

extension CoreProgram {
    /// Blocks of the kernel, those of regions left aside.
    var blockCount: Int { memoryKinds.count - regions.count }

    /// The region that begins with each block, -1 where there is none.
    private static func firsts(_ regions: [CodeRegion], blockCount: Int) -> [Int32] {
        var result = [Int32](repeating: -1, count: blockCount)
        for (index, region) in regions.enumerated() { result[region.blocks[0]] = Int32(clamping: index) }
        return result
    }

    /// Access records that one execution of each block consumes.
    var recordCounts: [Int32] { memoryKinds.map { Int32(clamping: $0.count) } }
}

extension TimedInstruction {
    /// The same instruction of class `operation`, its operands in registers of its own only.
    fileprivate func with(_ operation: OperationClass, uniform registers: Set<Int32>) -> TimedInstruction {
        func own(_ register: Int32) -> Int32 { registers.contains(register) ? -1 : register }
        return TimedInstruction(
            operation: operation, destination: destination,
            sources: (own(sources.0), own(sources.1), own(sources.2), own(sources.3)), bytesPerLane: bytesPerLane,
            uniform: uniform, line: line)
    }
}

extension CoreInstruction.Kind {
    /// Whether each execution has an access record in the trace.
    var consumesAccess: Bool {
        switch self {
        case .arithmetic, .free, .barrier, .blocking, .fetch, .asyncCommit, .asyncWait: false
        default: true
        }
    }
}
