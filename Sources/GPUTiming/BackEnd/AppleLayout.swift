import SIMTMachine

/// What Apple's compiler does with a lowered kernel as far as time shows it: the order of instructions, the registers they
/// need, and what is added where those do not last.
///
/// Measured kernels show that loads are moved to the front of their block whatever registers that takes: bodies
/// unrolled 8, 16, 32 and 128 times run 1, 1.1, 3.7 and 16 times as long per round, because the last two do not fit 128
/// registers. A declared number of threads a threadgroup bounds the registers too.
struct AppleLayout {
    /// Something executed beside the kernel's own instructions.
    enum Extra {
        /// A value stored for lack of a register.
        case store
        /// The same value loaded again.
        case reload
        /// A line of code fetched from beyond the instruction cache.
        case fetch
    }

    /// One block.
    struct Block {
        /// The instructions in their order, by place in the program.
        var order: [Int]
        /// What instructions really are, by place, where that is not their class in the program.
        var classes: [Int: OperationClass] = [:]
        /// Registers that do not last.
        var spilled = 0
        /// Whether the code of the loop around it exceeds the instruction cache.
        var isFetched = false
    }

    /// The blocks.
    private(set) var blocks: [Block]
    /// Registers of the uniform file, made before the launch.
    private(set) var uniform: Set<Int32> = []
    /// Registers of a thread, as far as they last.
    private(set) var registerPressure: Int
    /// Cycles until a spilled value is there again.
    private(set) var spillLatency = 0.0

    /// Bytes of an instruction: 4 to 12 in G13's encoding, 8 with three operands or an immediate.
    private static let instructionBytes = 8
    /// Bytes of a line of code.
    private static let lineBytes = 128
    /// Spilled values that one instruction moves: stack accesses have a mask of four channels.
    private static let valuesAtOnce = 4

    /// `program` in its own order.
    init(unchanged program: TimedProgram) {
        blocks = program.blocks.map { Block(order: Array($0.indices)) }
        registerPressure = program.registerPressure
    }

    /// The layout of `program`; nil where the program says too little about itself.
    ///
    /// - Parameters:
    ///   - declaredThreads: Most threads of a threadgroup as the kernel declares them; nil where it does not.
    ///   - warps: Warps of a threadgroup, all of which keep their spilled values in the same L1.
    init?(_ program: TimedProgram, on hardware: Hardware, declaredThreads: Int?, warps: Int) {
        var positioned = program
        positioned.details = program.details?.withPositionsAsParameters
        guard var code = BackEnd(positioned, passes: []) else { return nil }
        // Without passes nothing is added: addresses that differ by a constant share the register of the first.
        code.lowerAddresses()
        let file = hardware.registers
        var room = file.perThread
        if let declaredThreads, declaredThreads > 0 {
            room = min(room, file.bytes / 4 / declaredThreads / file.threadUnit * file.threadUnit)
        }
        room = max(file.threadUnit, room) - file.allowance
        uniform = Self.uniformRegisters(code)
        let indices = Self.indexRegisters(code)
        let classes = Self.classes(code, uniform: uniform, indices: indices)
        for register in indices.all { code.widths[Int(register)] = 1 }
        for block in code.blocks.indices {
            for (place, operation) in classes[block] { code.blocks[block][place].operation = operation }
        }
        let before = code.registerNeed
        let widths = code.widths
        blocks = code.blocks.indices.map { block in
            var laid = Block(
                order: Self.order(
                    code.blocks[block], liveOut: before.liveOut[block], need: before, widths: widths, room: room
                ) { Self.apartness($0, on: hardware) })
            laid.classes = classes[block]
            return laid
        }
        for block in blocks.indices { code.blocks[block] = blocks[block].order.map { code.blocks[block][$0] } }
        let need = code.registerNeed
        registerPressure = min(need.most, room)
        for number in blocks.indices { blocks[number].spilled = max(0, need.byBlock[number] - room) }
        let most = blocks.map(\.spilled).max() ?? 0
        spillLatency = Self.spillLatency(bytes: most * 128, warps: max(1, warps), on: hardware)
        guard let cache = hardware.core.instructionCache else { return }
        let codeBytes = zip(program.blocks, blocks).map { block, layout in
            let added = 2 * ((layout.spilled + Self.valuesAtOnce - 1) / Self.valuesAtOnce)
            return (block.count { $0.operation != .free && $0.operation != .address } + added) * Self.instructionBytes
        }
        for number in blocks.indices {
            guard let loop = code.loops.around(number).first else { continue }
            blocks[number].isFetched = codeBytes[loop.header...loop.latch].reduce(0, +) > cache
        }
    }

    /// What is added to a block of `count` instructions and before which of them, the last first.
    func extras(of block: Int, count: Int) -> [(place: Int, kind: Extra)] {
        var extras: [(place: Int, kind: Extra)] = []
        let pairs = (blocks[block].spilled + Self.valuesAtOnce - 1) / Self.valuesAtOnce
        for pair in 0..<pairs {
            extras.append((pair * count / pairs / 2, .store))
            extras.append((count / 2 + pair * (count - count / 2) / pairs, .reload))
        }
        if blocks[block].isFetched {
            let perLine = Self.lineBytes / Self.instructionBytes
            extras += stride(from: 0, to: count, by: perLine).map { ($0, .fetch) }
        }
        return extras.enumerated().sorted { ($1.element.place, $1.offset) < ($0.element.place, $0.offset) }
            .map(\.element)
    }

    /// Cycles until four spilled values are there again, when each of `warps` warps of every core keeps `bytes` on its
    /// stack: every warp's turn at the way to where they fit, and a hit in L1 at least.
    ///
    /// Measured kernels with 26 to 37 spilled registers lose 66 to 108 cycles for each four of them, ones with 80 to 110,
    /// whose stacks exceed L2, 230 to 290.
    private static func spillLatency(bytes: Int, warps: Int, on hardware: Hardware) -> Double {
        func missed(_ bytes: Double, _ room: Double) -> Double { bytes > room ? 1 - room / bytes : 0 }
        let onCore = Double(bytes * warps)
        // Stored once and loaded once.
        let turn = Double(2 * valuesAtOnce * 128 * warps)
        let (l1, l2) = (turn / hardware.l1.bytesPerCycle, turn / hardware.l2.bytesPerCyclePerCore)
        var cycles = l1 + (l2 - l1) * missed(onCore, Double(hardware.l1.bytes))
        if let slc = hardware.slc {
            let beyond = missed(onCore * Double(hardware.cores), Double(hardware.l2.bytes))
            cycles += beyond * (turn / slc.bytesPerCyclePerCore - l2)
        }
        return max(hardware.l1.latency, cycles)
    }

    /// Issue slots after which the result of an instruction is there: what its class takes, or what the register cache
    /// needs to read it at full rate.
    private static func apartness(_ operation: OperationClass, on hardware: Hardware) -> Int {
        switch operation {
        case .globalLoad, .globalAtomic, .localLoad: return Int(hardware.l1.latency)
        case .sharedLoad, .sharedAtomic: return Int(hardware.threadgroupMemory.latency)
        case .constantLoad: return Int(hardware.l1.constantLatency)
        default:
            guard let cost = hardware.cost(of: operation) else { return 1 }
            let latency = Int(cost.latency.rounded(.up))
            return cost.operands == nil ? latency : max(latency, OperandDistance.far)
        }
    }
}
