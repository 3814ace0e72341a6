import SIMTMachine

/// One core and its resident threadgroups, replaying traces event by event.
///
/// Each scheduler issues in order from its warps, one instruction at a time: it stays with the warp it issued last while
/// that is ready, else takes the oldest or youngest ready one. Registers hold the tick at which their value is there and
/// the reason a consumer would wait, packed as `tick << 4 | reason`, so that one maximum finds both. The scheduler
/// furthest behind in time goes next, so that shared stages see requests in order.
///
/// All storage is flat. Pointers are valid from `init` to `deinit`; every index into them is checked when the trace and
/// the program are flattened (`CoreTrace`, `CoreProgram`) or is bounded by the slot and pipe counts fixed in `init`.
struct CoreModel: ~Copyable {
    /// A resident warp.
    struct Slot {
        /// Next instruction and the end of its block.
        var instruction = 0
        /// End of the current block.
        var blockEnd = 0
        /// Next block execution and the end.
        var block = 0
        /// End of the block executions.
        var lastBlock = 0
        /// First access record of the block that runs, and of the one after it.
        var access = 0
        var nextAccess = 0
        /// Packed tick before which nothing of this warp may issue, and why.
        var floor: Int64 = 0
        /// Packed tick at which the loads of the block that runs are there.
        var loaded: Int64 = 0
        /// Tick at which the warp's last issue ended: stalls count from here.
        var since: Int64 = 0
        /// Tick at which the warp began.
        var start: Int64 = 0
        /// Its asynchronous copies.
        var copies = CopyGroups()
        /// Resident place of its threadgroup.
        var group = 0
        /// Active lanes of the current block.
        var lanes: Int64 = 32
        /// Instructions that the scheduler had issued when this warp issued last.
        var issues: Int64 = 0
        /// Ticks for which the pipe of the next instruction had refused others up to then.
        var refused: Int64 = 0
        /// Why the next instruction is not ready.
        var reason: UInt8 = 0
        /// Whether it waits for its threadgroup.
        var isAtBarrier = false
    }

    /// A resident threadgroup.
    struct Group {
        /// Index in the trace, -1 while empty.
        var index = -1
        /// Warps that have not returned.
        var alive = 0
        /// Warps at the barrier.
        var arrived = 0
        /// Tick of the latest arrival or return.
        var lastArrival: Int64 = 0
    }

    /// The tick of a warp that waits for an event.
    static let never = Int64.max

    /// The core and its share of the chip.
    let settings: CoreSettings
    /// Number of schedulers.
    let schedulers: Int
    /// Warps of the largest threadgroup.
    let warpsPerGroup: Int
    /// Places for warps.
    let slotCount: Int
    /// Registers per warp.
    let registerStride: Int
    /// Number of pipes.
    static var pipes: Int { Pipe.allCases.count }
    /// Number of classes, the raw values of which are below it.
    static var units: Int { OperationClass.allCases.count }

    /// The program.
    let instructions: UnsafePointer<CoreInstruction>
    /// First instruction of each block.
    let blockStarts: UnsafePointer<Int32>
    /// Block executions of all warps.
    let blocks: UnsafePointer<BlockExecution>
    /// Access records of all warps.
    let accesses: UnsafePointer<AccessRecord>
    /// Sectors of all accesses.
    let sectors: UnsafePointer<UInt32>
    /// First sector of each access.
    let sectorStarts: UnsafePointer<Int>
    /// Access records of each block.
    let recordCounts: UnsafePointer<Int32>
    /// Warps of the trace.
    let warps: UnsafePointer<CoreTrace.Warp>
    /// First warp of each threadgroup.
    let groupStarts: UnsafePointer<Int>
    /// Threadgroups of the trace.
    let groupCount: Int

    /// Resident warps.
    let slots: UnsafeMutablePointer<Slot>
    /// The scheduler of each slot.
    let schedulerOf: UnsafeMutablePointer<Int>
    /// Resident threadgroups.
    let groups: UnsafeMutablePointer<Group>
    /// Tick at which each slot's next instruction has its operands.
    let ready: UnsafeMutablePointer<Int64>
    /// Index into `pipeFree` of the pipe each slot waits for.
    let pipeOf: UnsafeMutablePointer<Int>
    /// Packed ready ticks of every register of every slot.
    let registers: UnsafeMutablePointer<Int64>
    /// Tick at which each scheduler's pipes accept the next instruction.
    let pipeFree: UnsafeMutablePointer<Int64>
    /// Tick at which the unit of each class behind a scheduler's pipes accepts the next instruction.
    let unitFree: UnsafeMutablePointer<Int64>
    /// Group of the class that each pipe executed last.
    let lastGroup: UnsafeMutablePointer<UInt8>
    /// Ticks for which each scheduler's pipes took no instruction, the cycles in which they took one left out.
    let pipeRefused: UnsafeMutablePointer<Int64>
    /// Slot that each scheduler's pipes worked for last.
    let pipeUser: UnsafeMutablePointer<Int>
    /// Busy ticks by pipe.
    let pipeTicks: UnsafeMutablePointer<Int64>
    /// Each scheduler's next event, the end of its last issue, its greedy slot, and its slots in order of age.
    let wake: UnsafeMutablePointer<Int64>
    /// End of the last issue of each scheduler.
    let slotFree: UnsafeMutablePointer<Int64>
    /// Instructions that each scheduler has issued.
    let issueCounts: UnsafeMutablePointer<Int64>
    /// Slot that each scheduler issued last.
    let greedy: UnsafeMutablePointer<Int>
    /// Slots of each scheduler by age.
    let orders: UnsafeMutablePointer<Int>
    /// How many they are.
    let orderCounts: UnsafeMutablePointer<Int>
    /// Ticks at which queued memory and threadgroup instructions leave, per scheduler, and the oldest entry.
    let memoryQueue: UnsafeMutablePointer<Int64>
    /// Oldest entry of each memory queue.
    let memoryHead: UnsafeMutablePointer<Int>
    /// Ticks at which wavefronts that wait enter the data stage, where all schedulers share one queue, and the oldest.
    let backlogRing: UnsafeMutablePointer<Int64>
    /// Oldest entry.
    var backlogHead = 0
    /// The same for threadgroup memory.
    let localQueue: UnsafeMutablePointer<Int64>
    /// Oldest entry of each.
    let localHead: UnsafeMutablePointer<Int>
    /// Ticks at which outstanding lines arrive, and the oldest entry.
    let missRing: UnsafeMutablePointer<Int64>
    /// Oldest outstanding line.
    var missHead = 0
    /// The launch's buffers and the remainders of their shares.
    let buffers: UnsafeMutablePointer<CoreSettings.Buffer>
    /// Number of buffers.
    let bufferCount: Int
    /// Remainders of the buffers' shares.
    let bufferCarry: UnsafeMutablePointer<(dram: Int64, slc: Int64, late: Int64)>

    /// Tags of the data cache.
    var l1: L1Cache
    /// When lines were fetched.
    var history = SectorHistory()
    /// Sectors this core has fetched so far.
    var fetched: Int64 = 0
    /// Tick at which the L1 stage is free.
    var l1Free: Int64 = 0
    /// The same for threadgroup memory.
    var localFree: Int64 = 0
    /// The same for the L2 port, to the core and from it.
    var l2Free: Int64 = 0
    var l2StoreFree: Int64 = 0
    /// The same for the constant cache.
    var constantFree: Int64 = 0
    /// The same for the system-level cache.
    var slcFree: Int64 = 0
    /// The same for device memory.
    var dramFree: Int64 = 0
    /// The same for device atomics.
    var atomicFree: Int64 = 0
    /// Remainder of the share of stores that reach device memory.
    var writeCarry: Int64 = 0
    /// Remainder of the share of private accesses that miss L1.
    var localCarry: Int64 = 0
    /// Tick at which the last store is done.
    var storesDone: Int64 = 0

    /// Next threadgroup of the trace.
    var nextGroup = 0
    /// Places for threadgroups, and the next one that has not had any.
    let residents: Int
    var nextPlace = 0
    /// Instructions issued at which each place gets its first threadgroup; empty where all get theirs at once.
    var spread: [Int64] = []
    /// Instructions issued at which the next place does.
    var nextFill = Int64.max
    /// Warps that have not returned.
    var living = 0
    /// Event counts.
    var counters = CoreCounters()
    /// Ticks at which threadgroups began.
    var starts: [Int64]
    /// Ticks at which they ended.
    var ends: [Int64]
    /// Warp instructions that the core had issued when each began.
    var issuedAtStart: [Int64]
    /// The same when it ended.
    var issuedAtEnd: [Int64]
    /// Executions per instruction.
    let executed: UnsafeMutablePointer<Int64>
    /// Sectors per instruction.
    let traffic: UnsafeMutablePointer<Int64>
    /// Conflict wavefronts per instruction.
    let conflicts: UnsafeMutablePointer<Int64>
    /// Stalled ticks per instruction and reason.
    let stalls: UnsafeMutablePointer<Int64>
    /// Sectors beyond the least per instruction.
    let excess: UnsafeMutablePointer<Int64>
    /// Executions times active lanes per instruction.
    let laneCounts: UnsafeMutablePointer<Int64>
    /// Takes notes of what happens when; nil where nobody asked.
    let recorder: TimelineRecorder?
    /// Instructions of the program.
    let instructionCount: Int

    /// Runs every threadgroup of `trace` to its end.
    static func run(_ program: CoreProgram, _ trace: CoreTrace, _ settings: CoreSettings) -> CoreResult {
        // The buffers stay alive and in place for the closure, and the model does not outlive it.
        program.instructions.withUnsafeBufferPointer { instructions in
            program.blockStarts.withUnsafeBufferPointer { blockStarts in
                trace.blocks.withUnsafeBufferPointer { blocks in
                    trace.accesses.withUnsafeBufferPointer { accesses in
                        trace.sectors.withUnsafeBufferPointer { sectors in
                            trace.warps.withUnsafeBufferPointer { warps in
                                trace.threadgroupStarts.withUnsafeBufferPointer { groupStarts in
                                    trace.sectorStarts.withUnsafeBufferPointer { sectorStarts in
                                        program.recordCounts.withUnsafeBufferPointer { recordCounts in
                                            var model = CoreModel(
                                                settings, program, trace, instructions, blockStarts, blocks,
                                                accesses, sectors, warps, groupStarts, sectorStarts, recordCounts)
                                            return model.run()
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Sets up storage and launches the first threadgroups.
    private init(
        _ settings: CoreSettings, _ program: CoreProgram, _ trace: CoreTrace,
        _ instructions: UnsafeBufferPointer<CoreInstruction>, _ blockStarts: UnsafeBufferPointer<Int32>,
        _ blocks: UnsafeBufferPointer<BlockExecution>, _ accesses: UnsafeBufferPointer<AccessRecord>,
        _ sectors: UnsafeBufferPointer<UInt32>, _ warps: UnsafeBufferPointer<CoreTrace.Warp>,
        _ groupStarts: UnsafeBufferPointer<Int>, _ sectorStarts: UnsafeBufferPointer<Int>,
        _ recordCounts: UnsafeBufferPointer<Int32>
    ) {
        func filled<T>(_ count: Int, _ value: T) -> UnsafeMutablePointer<T> {
            let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(1, count))
            pointer.initialize(repeating: value, count: max(1, count))
            return pointer
        }
        func base<T>(_ buffer: UnsafeBufferPointer<T>, or value: T) -> UnsafePointer<T> {
            // An empty array may have no address; nothing is read through the stand-in.
            buffer.baseAddress ?? UnsafePointer(filled(1, value))
        }
        self.settings = settings
        schedulers = settings.schedulers
        groupCount = trace.threadgroupCount
        var widest = 1
        for group in 0..<trace.threadgroupCount {
            widest = max(widest, trace.threadgroupStarts[group + 1] - trace.threadgroupStarts[group])
        }
        warpsPerGroup = widest
        let residents = max(1, min(settings.residents, trace.threadgroupCount))
        slotCount = residents * widest
        registerStride = program.registerStride
        instructionCount = program.instructions.count
        let free = CoreInstruction(
            destination: 0, sources: (0, 0, 0, 0), latency: 0, interval: 0, repeatInterval: 0, issue: 0, kind: .free,
            pipe: 0, producer: 0, throttle: 0, operation: 0, group: 0, bytesPerLane: 0, isUniform: false)
        self.instructions = base(instructions, or: free)
        self.blockStarts = base(blockStarts, or: 0)
        self.blocks = base(blocks, or: BlockExecution(block: 0, activeLanes: 0))
        self.accesses = base(
            accesses, or: AccessRecord(sectorCount: 0, wavefronts: 0, multiplicity: 0, activeLanes: 0))
        self.sectors = base(sectors, or: 0)
        self.warps = base(warps, or: CoreTrace.Warp(blocks: 0..<0, firstAccess: 0))
        self.groupStarts = base(groupStarts, or: 0)
        self.sectorStarts = base(sectorStarts, or: 0)
        self.recordCounts = base(recordCounts, or: 0)
        slots = filled(slotCount, Slot())
        schedulerOf = filled(slotCount, 0)
        // On an H200 the first warp of a threadgroup follows the last one of the threadgroup before, or, where both would
        // be on the same scheduler as in every other threadgroup, goes to the next: read from `%warpid`.
        let rest = widest % settings.schedulers
        let step = settings.rotatesSchedulers ? (rest == 0 ? 1 : rest) : widest
        for slot in 0..<slotCount {
            schedulerOf[slot] = (slot % widest + slot / widest * step) % settings.schedulers
        }
        groups = filled(residents, Group())
        ready = filled(slotCount, Self.never)
        pipeOf = filled(slotCount, 0)
        registers = filled(slotCount * program.registerStride, 0)
        pipeFree = filled(settings.schedulers * Self.pipes, 0)
        unitFree = filled(settings.schedulers * Self.units, 0)
        lastGroup = filled(settings.schedulers * Self.pipes, 0)
        pipeRefused = filled(settings.schedulers * Self.pipes, 0)
        pipeUser = filled(settings.schedulers * Self.pipes, -1)
        pipeTicks = filled(Self.pipes, 0)
        wake = filled(settings.schedulers, Self.never)
        slotFree = filled(settings.schedulers, 0)
        issueCounts = filled(settings.schedulers, 0)
        greedy = filled(settings.schedulers, -1)
        orders = filled(settings.schedulers * slotCount, 0)
        orderCounts = filled(settings.schedulers, 0)
        memoryQueue = filled(settings.schedulers * settings.memoryQueue, 0)
        memoryHead = filled(settings.schedulers, 0)
        backlogRing = filled(settings.backlog, 0)
        localQueue = filled(settings.schedulers * settings.threadgroupQueue, 0)
        localHead = filled(settings.schedulers, 0)
        missRing = filled(settings.missesInFlight, 0)
        bufferCount = settings.buffers.count
        buffers = filled(bufferCount, CoreSettings.Buffer(first: 0, end: 0, fromDRAM: 0, fromSLC: 0))
        for (index, buffer) in settings.buffers.enumerated() { buffers[index] = buffer }
        bufferCarry = filled(settings.buffers.count, (dram: 0, slc: 0, late: 0))
        l1 = L1Cache(bytes: settings.l1Bytes, ways: settings.l1Ways)
        starts = .init(repeating: 0, count: trace.threadgroupCount)
        ends = starts
        issuedAtStart = starts
        issuedAtEnd = starts
        executed = filled(instructionCount, 0)
        traffic = filled(instructionCount, 0)
        conflicts = filled(instructionCount, 0)
        stalls = filled(instructionCount * 16, 0)
        excess = filled(instructionCount, 0)
        laneCounts = filled(instructionCount, 0)
        recorder = settings.recordsTimeline ? TimelineRecorder() : nil
        self.residents = residents
        if settings.spreadsStarts {
            var work: Int64 = 0
            for execution in trace.blocks {
                let block = Int(execution.block)
                work += Int64(program.blockStarts[block + 1] - program.blockStarts[block])
            }
            // As many as the residents have issued together when each is one part of a threadgroup behind the one before.
            let part = work / Int64(max(1, trace.threadgroupCount * residents))
            spread = (0..<residents).map { part * Int64($0 * ($0 + 1) / 2) }
        }
        fill(at: 0)
    }

    deinit {
        slots.deallocate()
        schedulerOf.deallocate()
        groups.deallocate()
        ready.deallocate()
        pipeOf.deallocate()
        registers.deallocate()
        pipeFree.deallocate()
        unitFree.deallocate()
        lastGroup.deallocate()
        pipeRefused.deallocate()
        pipeUser.deallocate()
        pipeTicks.deallocate()
        wake.deallocate()
        slotFree.deallocate()
        issueCounts.deallocate()
        greedy.deallocate()
        orders.deallocate()
        orderCounts.deallocate()
        memoryQueue.deallocate()
        memoryHead.deallocate()
        backlogRing.deallocate()
        localQueue.deallocate()
        localHead.deallocate()
        missRing.deallocate()
        buffers.deallocate()
        bufferCarry.deallocate()
        executed.deallocate()
        traffic.deallocate()
        conflicts.deallocate()
        stalls.deallocate()
        excess.deallocate()
        laneCounts.deallocate()
    }

    /// The event loop.
    private mutating func run() -> CoreResult {
        var last: Int64 = 0
        while true {
            if counters.instructions >= nextFill || living == 0 {
                fill(at: last)
                if living == 0 { break }
            }
            var scheduler = 0
            for other in 1..<max(1, schedulers) where wake[other] < wake[scheduler] { scheduler = other }
            let now = wake[scheduler]
            // Only warps at a barrier that the rest of their threadgroup left can get here; the machine refuses those.
            if now == Self.never { break }
            let (slot, next) = pick(scheduler, now)
            if slot < 0 {
                wake[scheduler] = next
            } else {
                issue(slot, scheduler, now)
                last = now
            }
        }
        return result(end: max(last + Ticks.perCycle, storesDone))
    }

    /// The slot to issue at `now`, or -1 and the tick at which one may be ready.
    @inline(__always)
    private func pick(_ scheduler: Int, _ now: Int64) -> (slot: Int, next: Int64) {
        let favourite = greedy[scheduler]
        if favourite >= 0, ready[favourite] <= now, pipeFree[pipeOf[favourite]] <= now { return (favourite, now) }
        let order = orders + scheduler * slotCount
        let count = orderCounts[scheduler]
        var earliest = Self.never
        var index = settings.picksYoungest ? count - 1 : 0
        let step = settings.picksYoungest ? -1 : 1
        for _ in 0..<count {
            let slot = order[index]
            let at = max(ready[slot], pipeFree[pipeOf[slot]])
            if at <= now { return (slot, now) }
            earliest = min(earliest, at)
            index += step
        }
        return (-1, earliest)
    }

    /// Collects the outcome.
    private func result(end: Int64) -> CoreResult {
        var counters = counters
        for pipe in 0..<Self.pipes { counters.pipeTicks[pipe] = pipeTicks[pipe] }
        func array(_ pointer: UnsafeMutablePointer<Int64>, _ count: Int) -> [Int64] {
            Array(UnsafeBufferPointer(start: pointer, count: count))
        }
        return CoreResult(
            starts: starts, ends: ends, issuedAtStart: issuedAtStart, issuedAtEnd: issuedAtEnd, end: end,
            counters: counters, executed: array(executed, instructionCount),
            traffic: array(traffic, instructionCount), conflicts: array(conflicts, instructionCount),
            stalls: array(stalls, instructionCount * 16), excess: array(excess, instructionCount),
            lanes: array(laneCounts, instructionCount), timeline: recorder?.timeline(end: end))
    }
}
