import CLanes

/// Runs warps of one kernel: the loop that every lane instruction goes through.
///
/// Everything that the loop touches is a local or lies behind a pointer of this trivial struct; nothing in it counts
/// references or allocates. Bounds: instruction, block and component numbers come from `LoweredKernel`, which made them; row
/// offsets lie inside `registerBytes`; kernel addresses are checked against their segment at every access.
struct Engine {
    let instructions: UnsafePointer<FlatInstruction>
    let blocks: UnsafePointer<FlatBlock>
    let memory: UnsafePointer<ks_access>
    let components: UnsafePointer<ks_component>
    let atomics: UnsafePointer<AtomicOperation?>
    let matrices: UnsafePointer<FlatMatrix>
    /// Register rows of the matrix products, as `FlatMatrix` says.
    let matrixRows: UnsafePointer<Int32>
    let segments: UnsafeMutablePointer<Segment>
    let segmentCount: Int
    /// What loads may read without asking further, by segment.
    let loadable: UnsafePointer<ks_segment>
    /// What stores may write without asking further, by segment.
    let storable: UnsafePointer<ks_segment>
    /// Executions of each block by warps.
    let blockCounts: UnsafeMutablePointer<UInt64>
    /// Lane executions of each block.
    let laneCounts: UnsafeMutablePointer<UInt64>
    /// Two rows of scratch for results of partly active warps, then room for three matrices: `Execution.scratchBytes`.
    let scratch: UnsafeMutableRawPointer
    /// Private memory of the warp's lanes.
    let privateMemory: UnsafePointer<ks_private>
    let tracing: Bool
    /// The notes of checked execution; nil where nothing is noted.
    let watch: WarpWatch?
    /// For each block whether a way leads to it from one with a barrier.
    let followsBarrier: UnsafePointer<Bool>
    /// For each block the number of its cycle: blocks of one number reach each other.
    let cycles: UnsafePointer<Int32>
    /// For each block whether lanes there may yet take part in something that lanes do together.
    let leadsToMeeting: UnsafePointer<Bool>
    /// Whether a barrier counts warps, as Apple's GPUs do: lanes that cannot come to it are not waited for.
    let countsGroups: Bool
    /// By segment, what is noted of accesses where other threads run threadgroups of the launch; nil where none do.
    let tracks: UnsafePointer<ks_track>?

    /// What went wrong, set before `run` returns `.fault`.
    struct Failure {
        var kind: FailureKind = .trap
        var pointer: UInt64 = 0
        var lane: Int32 = 0
        var instruction: Int32 = 0
        var byteCount: Int32 = 0
        var isStore = false
        /// Of a race: whether the other access is a store.
        var otherIsStore = false
        /// Of a race the other access's mark; of an undefined value its `UndefinedOrigin`.
        var origin: UInt64 = 0
    }

    enum FailureKind: Equatable {
        case outOfBounds, null, readOnly, misaligned, barrier, budget, trap
        case race, divisionByZero, divisionOverflow, shift
        /// `pointer` is the mask.
        case notMember
        case undefined(MachineFault.Use)
        /// No mistake: something that must be executed without other threads beside it.
        case alone
    }

    /// Runs a warp until it returns, waits at a barrier, or fails.
    ///
    /// - Parameters:
    ///   - registers: The warp's register file.
    ///   - budget: Warp instructions left; checked at block starts, so a run may exceed it by one block.
    func run(
        _ warp: inout WarpState, registers: UnsafeMutableRawPointer, waiting: UnsafeMutablePointer<WaitingLanes>,
        budget: inout Int, sink: inout TraceSink, failure: inout Failure
    ) -> WarpStop {
        switch (watch, tracks) {
        case (nil, nil): runPlain(&warp, registers, waiting, &budget, &sink, &failure)
        case (nil, .some): runShared(&warp, registers, waiting, &budget, &sink, &failure)
        case (let watch?, nil): runWatched(&warp, registers, waiting, &budget, &sink, &failure, watch)
        case (let watch?, .some): runSharedWatched(&warp, registers, waiting, &budget, &sink, &failure, watch)
        }
    }

    @inline(never)
    private func runPlain(
        _ warp: inout WarpState, _ registers: UnsafeMutableRawPointer, _ waiting: UnsafeMutablePointer<WaitingLanes>,
        _ budget: inout Int, _ sink: inout TraceSink, _ failure: inout Failure
    ) -> WarpStop {
        // Nothing is noted in this mode, so anything that has the type will do.
        let none = UnsafeMutableRawPointer(scratch)
        let watch = WarpWatch(unused: none)
        return loop(PlainMode.self, &warp, registers, waiting, &budget, &sink, &failure, watch)
    }

    @inline(never)
    private func runWatched(
        _ warp: inout WarpState, _ registers: UnsafeMutableRawPointer, _ waiting: UnsafeMutablePointer<WaitingLanes>,
        _ budget: inout Int, _ sink: inout TraceSink, _ failure: inout Failure, _ watch: WarpWatch
    ) -> WarpStop {
        loop(WatchedMode.self, &warp, registers, waiting, &budget, &sink, &failure, watch)
    }

    @inline(never)
    private func runShared(
        _ warp: inout WarpState, _ registers: UnsafeMutableRawPointer, _ waiting: UnsafeMutablePointer<WaitingLanes>,
        _ budget: inout Int, _ sink: inout TraceSink, _ failure: inout Failure
    ) -> WarpStop {
        let watch = WarpWatch(unused: UnsafeMutableRawPointer(scratch))
        return loop(SharedMode.self, &warp, registers, waiting, &budget, &sink, &failure, watch)
    }

    @inline(never)
    private func runSharedWatched(
        _ warp: inout WarpState, _ registers: UnsafeMutableRawPointer, _ waiting: UnsafeMutablePointer<WaitingLanes>,
        _ budget: inout Int, _ sink: inout TraceSink, _ failure: inout Failure, _ watch: WarpWatch
    ) -> WarpStop {
        loop(SharedWatchedMode.self, &warp, registers, waiting, &budget, &sink, &failure, watch)
    }

    /// The loop in one mode.
    @inline(__always)
    private func loop<Mode: EngineMode>(
        _ mode: Mode.Type, _ warp: inout WarpState, _ registers: UnsafeMutableRawPointer,
        _ waiting: UnsafeMutablePointer<WaitingLanes>, _ budget: inout Int, _ sink: inout TraceSink,
        _ failure: inout Failure, _ watch: WarpWatch
    ) -> WarpStop {
        var mask = warp.mask
        var block = warp.block
        var position = warp.resume
        warpLoop: while true {
            let shape = blocks[Int(block)]
            if position < 0 {
                position = shape.start
                budget -= Int(shape.end - shape.start) + 1
                if budget < 0 {
                    failure.kind = .budget
                    failure.instruction = shape.start
                    failure.lane = Int32(mask.trailingZeroBitCount)
                    return .fault
                }
                blockCounts[Int(block)] &+= 1
                laneCounts[Int(block)] &+= UInt64(mask.nonzeroBitCount)
                if tracing {
                    sink.blocks.append(
                        BlockExecution(block: UInt32(block), activeLanes: UInt8(mask.nonzeroBitCount)))
                }
            }
            let full = mask == .max
            while position < shape.end {
                let instruction = instructions + Int(position)
                position += 1
                switch instruction.pointee.opcode {
                case .lane32:
                    let code = instruction.pointee
                    if Mode.isWatched,
                        !watchOperation(code, position - 1, registers, mask, watch, &failure)
                    {
                        return .fault
                    }
                    if full {
                        code.function(
                            registers + Int(code.destination), registers + Int(code.first),
                            registers + Int(code.second), registers + Int(code.third))
                    } else {
                        code.function(
                            scratch, registers + Int(code.first), registers + Int(code.second),
                            registers + Int(code.third))
                        ks_blend_32(
                            (registers + Int(code.destination)).assumingMemoryBound(to: UInt32.self),
                            scratch.assumingMemoryBound(to: UInt32.self), mask)
                    }
                case .lane64:
                    let code = instruction.pointee
                    if Mode.isWatched,
                        !watchOperation(code, position - 1, registers, mask, watch, &failure)
                    {
                        return .fault
                    }
                    if full {
                        code.function(
                            registers + Int(code.destination), registers + Int(code.first),
                            registers + Int(code.second), registers + Int(code.third))
                    } else {
                        code.function(
                            scratch, registers + Int(code.first), registers + Int(code.second),
                            registers + Int(code.third))
                        ks_blend_64(
                            (registers + Int(code.destination)).assumingMemoryBound(to: UInt64.self),
                            scratch.assumingMemoryBound(to: UInt64.self), mask)
                    }
                case .load:
                    let access = memory + Int(instruction.pointee.extra)
                    let addresses = (registers + Int(instruction.pointee.first)).assumingMemoryBound(to: UInt64.self)
                    if Mode.isWatched, watch.lanes[Int(instruction.pointee.first >> 7)] & mask != 0 {
                        _ = refuseUndefined(instruction.pointee.first, .address, position - 1, mask, watch, &failure)
                        return .fault
                    }
                    if Mode.isTracked, !track(access, instruction.pointee, addresses, mask, KS_TOUCH_READ, &failure) {
                        return .fault
                    }
                    let pattern = ks_load(
                        access, components, registers, addresses, mask, loadable, UInt32(segmentCount))
                    if pattern != 0 {
                        if Mode.isWatched,
                            !watchLoad(access, addresses, mask, pattern, position - 1, watch, &failure)
                        {
                            return .fault
                        }
                        if tracing {
                            trace(access.pointee, addresses, mask, &sink, isStore: false, pattern: UInt32(pattern))
                        }
                    } else if !self.access(
                        access, addresses, registers, mask, isStore: false, position - 1, &sink, &failure)
                    {
                        failure.instruction = position - 1
                        return .fault
                    }
                case .store:
                    let access = memory + Int(instruction.pointee.extra)
                    let addresses = (registers + Int(instruction.pointee.first)).assumingMemoryBound(to: UInt64.self)
                    if Mode.isWatched {
                        if watch.lanes[Int(instruction.pointee.first >> 7)] & mask != 0 {
                            _ = refuseUndefined(
                                instruction.pointee.first, .address, position - 1, mask, watch, &failure)
                            return .fault
                        }
                        if !watchStore(before: access, addresses, registers, mask, position - 1, watch, &failure) {
                            return .fault
                        }
                    }
                    if Mode.isTracked, !track(access, instruction.pointee, addresses, mask, KS_TOUCH_WRITTEN, &failure)
                    {
                        return .fault
                    }
                    let pattern = ks_store(
                        access, components, registers, addresses, mask, storable, UInt32(segmentCount))
                    if pattern != 0 {
                        if Mode.isWatched,
                            !watchStore(
                                after: access, addresses, registers, mask, pattern, position - 1, watch, &failure)
                        {
                            return .fault
                        }
                        if tracing {
                            trace(access.pointee, addresses, mask, &sink, isStore: true, pattern: UInt32(pattern))
                        }
                    } else if !self.access(
                        access, addresses, registers, mask, isStore: true, position - 1, &sink, &failure)
                    {
                        failure.instruction = position - 1
                        return .fault
                    }
                case .atomic:
                    if !atomic(instruction, registers, mask, position - 1, &sink, &failure) {
                        failure.instruction = position - 1
                        return .fault
                    }
                case .warp:
                    if Mode.isWatched {
                        watchCollective(instruction.pointee, position - 1, registers, mask, watch)
                    }
                    collective(instruction.pointee, registers, mask)
                case .matrix:
                    if Mode.isWatched {
                        watchMatrix(matrices[Int(instruction.pointee.extra)], position - 1, mask, watch)
                    }
                    multiply(matrices[Int(instruction.pointee.extra)], registers, mask)
                case .nothing:
                    if Mode.isWatched,
                        !order(instruction.pointee, position - 1, registers, mask, warp, waiting, watch, &failure)
                    {
                        return .fault
                    }
                case .trap:
                    failure.kind = .trap
                    failure.lane = Int32(mask.trailingZeroBitCount)
                    failure.instruction = position - 1
                    return .fault
                case .barrier:
                    if Mode.isWatched, instruction.pointee.extra != 0 {
                        if watch.lanes[Int(instruction.pointee.first >> 7)] & mask != 0 {
                            _ = refuseUndefined(
                                instruction.pointee.first, .vote, position - 1, mask, watch, &failure)
                            return .fault
                        }
                        watch.define(instruction.pointee.destination, mask)
                    }
                    // Lanes that are elsewhere may still come here, or return; only then is it known who is missing.
                    if warp.parked != 0, warp.barrierPosition != position - 1 {
                        failure.kind = .barrier
                        failure.lane = Int32(mask.trailingZeroBitCount)
                        failure.instruction = position - 1
                        return .fault
                    }
                    if warp.parked == 0 { warp.strayed = strayed(warp, waiting) }
                    warp.parked |= mask
                    warp.strayed &= ~mask
                    warp.block = block
                    warp.resume = position
                    warp.barrierPosition = position - 1
                    if warp.waitingCount == 0 { return Self.meet(&warp) }
                    if passesAlone(warp, waiting) { return meetPartly(&warp) }
                    (block, mask) = Self.next(&warp, waiting)
                    position = -1
                    continue warpLoop
                }
            }
            position = -1
            if shape.condition == -1 {
                block = shape.ifTrue
                if warp.waitingCount == 0 { continue }
                (block, mask) = Self.yield(block, mask, &warp, waiting)
                if warp.parked != 0, passesAlone(block, warp) {
                    Self.wait(block, mask, &warp, waiting)
                    return meetPartly(&warp)
                }
            } else if shape.condition == -2 {
                if warp.parked != 0, warp.strayed & mask != 0 {
                    failure.kind = .barrier
                    failure.lane = Int32((warp.strayed & mask).trailingZeroBitCount)
                    failure.instruction = warp.barrierPosition
                    return .fault
                }
                warp.alive &= ~mask
                if warp.waitingCount == 0 {
                    if warp.parked != 0 { return Self.meet(&warp) }
                    warp.finished = true
                    return .finished
                }
                if warp.parked != 0, passesAlone(warp, waiting) { return meetPartly(&warp) }
                (block, mask) = Self.next(&warp, waiting)
            } else {
                if Mode.isWatched, watch.lanes[Int(shape.condition >> 7)] & mask != 0,
                    decides(shape.condition, watch)
                {
                    _ = refuseUndefined(shape.condition, .branch, shape.end - 1, mask, watch, &failure)
                    return .fault
                }
                let bits = ks_pack_mask((registers + Int(shape.condition)).assumingMemoryBound(to: UInt32.self))
                let taken = bits & mask
                if taken == mask || taken == 0 {
                    block = taken == 0 ? shape.ifFalse : shape.ifTrue
                    if warp.waitingCount == 0 { continue }
                    (block, mask) = Self.yield(block, mask, &warp, waiting)
                } else {
                    Self.wait(shape.ifTrue, taken, &warp, waiting)
                    Self.wait(shape.ifFalse, mask & ~taken, &warp, waiting)
                    (block, mask) = Self.next(&warp, waiting)
                }
                if warp.parked != 0, passesAlone(block, warp) {
                    Self.wait(block, mask, &warp, waiting)
                    return meetPartly(&warp)
                }
            }
        }
    }
}
