import SIMTMachine

extension CoreModel {
    /// Issues the slot's next instruction at `now` and finds the one after it.
    @inline(__always)
    mutating func issue(_ slot: Int, _ scheduler: Int, _ now: Int64) {
        let warp = slots + slot
        let index = warp.pointee.instruction
        let instruction = instructions + index
        let pipe = pipeOf[slot]
        account(warp, slot, index, ready[slot], pipe, instruction.pointee.throttle, now)

        if instruction.pointee.kind != .fetch, instruction.pointee.kind != .asyncStore {
            executed[index] &+= 1
            counters.instructions &+= 1
            counters.laneInstructions &+= warp.pointee.lanes
            laneCounts[index] &+= warp.pointee.lanes
        }
        let issued = now + max(Int64(instruction.pointee.issue), 1)
        counters.issueTicks &+= issued - now
        slotFree[scheduler] = issued
        wake[scheduler] = issued
        greedy[scheduler] = slot
        warp.pointee.since = issued
        warp.pointee.instruction = index + 1
        issueCounts[scheduler] &+= 1

        defer { warp.pointee.issues = issueCounts[scheduler] }
        switch instruction.pointee.kind {
        case .arithmetic:
            var start = occupy(pipe, slot, scheduler, instruction, now)
            if settings.exchangeShare > 0, instruction.pointee.pipe == Pipe.shuffle.rawValue {
                let service = (Int64(instruction.pointee.interval) &* settings.exchangeShare) >> 16
                start = max(start, pass(service, scheduler, now))
            }
            if instruction.pointee.hold != 0 { hold(warp, scheduler, now + Int64(instruction.pointee.hold)) }
            setResult(slot, instruction, start + Int64(instruction.pointee.latency))
        case .blocking, .fetch:
            let start = occupy(pipe, slot, scheduler, instruction, now)
            if instruction.pointee.operation == OperationClass.localLoad.rawValue { counters.localAccesses &+= 1 }
            if instruction.pointee.operation == OperationClass.branch.rawValue { counters.branches &+= 1 }
            let done = start + Int64(instruction.pointee.latency)
            warp.pointee.floor = done << StallReason.bits | Int64(instruction.pointee.producer)
        case .barrier:
            occupy(pipe, slot, scheduler, instruction, now)
            arrive(slot, scheduler, issued)
            return
        case .sharedLoad, .sharedStore, .sharedAtomic:
            threadgroupAccess(slot, scheduler, instruction, index, now)
        case .free:
            break
        case .asyncStore:
            // The data is there when what the copy loads is; the warp has gone on.
            let record = accesses[slots[slot].access + Int(instruction.pointee.record)]
            let loaded = registers[slot * registerStride + Int(instruction.pointee.destination)] >> StallReason.bits
            let service = Int64(max(1, record.wavefronts)) * settings.threadgroupWavefront
            warp.pointee.copies.add(max(now, loaded) + service)
        case .asyncCommit: warp.pointee.copies.commit()
        case .asyncWait:
            let done = warp.pointee.copies.done(leaving: Int(instruction.pointee.bytesPerLane))
            let packed = done << StallReason.bits | Int64(StallReason.longScoreboard.rawValue)
            warp.pointee.floor = max(warp.pointee.floor, packed)
        default:
            memoryAccess(slot, scheduler, instruction, index, now)
        }
        advance(slot, scheduler)
    }

    /// Splits the ticks since the warp's last issue by what it waited for.
    @inline(__always)
    private func account(
        _ warp: UnsafeMutablePointer<Slot>, _ slot: Int, _ index: Int, _ ready: Int64, _ pipe: Int, _ throttle: UInt8,
        _ now: Int64
    ) {
        // Reasons are below 16, and `stalls` has 16 places per instruction.
        let row = stalls + index &* 16
        let since = warp.pointee.since
        let operands = max(ready, since)
        row[Int(warp.pointee.reason & 15)] &+= operands - since
        var (throttle, free) = (throttle, max(pipeFree[pipe], operands))
        if throttle == StallReason.mathPipe.rawValue, now > operands {
            if pipeUser[pipe] == slot {
                // The compiler knows for how long an instruction keeps its pipe, and lets the warp wait itself.
                throttle = StallReason.wait.rawValue
            } else {
                // In cycles in which the pipe took an instruction of another warp it was not the pipe that this one waited for.
                let refused = (pipeRefused[pipe] &- warp.pointee.refused) &* (now - operands) / (now - since)
                free = operands + min(refused, now - operands)
            }
        }
        row[Int(throttle & 15)] &+= free - operands
        row[Int(StallReason.notSelected.rawValue)] &+= now - free
        row[Int(StallReason.selected.rawValue)] &+= Ticks.perCycle
        if let recorder {
            recorder.issue(
                TimelineRecorder.Issue(
                    slot: slot, instruction: index, since: since, operands: operands, free: free, now: now,
                    reason: warp.pointee.reason, throttle: throttle))
        }
    }

    /// Keeps a warp from issuing until its operands are gathered: others that issued since its last instruction, each at
    /// most once, took turns at the same ports.
    @inline(__always)
    private func hold(_ warp: UnsafeMutablePointer<Slot>, _ scheduler: Int, _ tick: Int64) {
        let others = min(issueCounts[scheduler] &- warp.pointee.issues &- 1, Int64(orderCounts[scheduler] &- 1))
        let gathered = tick &+ others &* settings.operandSharing
        let packed = gathered << StallReason.bits | Int64(StallReason.wait.rawValue)
        warp.pointee.floor = max(warp.pointee.floor, packed)
    }

    /// Keeps a pipe busy for the instruction's interval, and the unit of its class behind the pipe for longer where it has
    /// one, before which one instruction may wait; returns the tick at which the unit takes this one.
    @inline(__always) @discardableResult
    private mutating func occupy(
        _ pipe: Int, _ slot: Int, _ scheduler: Int, _ instruction: UnsafePointer<CoreInstruction>, _ now: Int64
    ) -> Int64 {
        var interval = Int64(instruction.pointee.interval)
        var start = now
        if instruction.pointee.repeatInterval > instruction.pointee.interval {
            let unit = unitFree + (scheduler * Self.units + Int(instruction.pointee.operation))
            start = max(now, unit.pointee)
            unit.pointee = start + Int64(instruction.pointee.repeatInterval)
        }
        if instruction.pointee.pipe == Pipe.complex.rawValue, lastGroup[pipe] != instruction.pointee.group {
            lastGroup[pipe] = instruction.pointee.group
            interval += settings.complexSwitch
        }
        pipeFree[pipe] = max(now + interval, start)
        let busy = pipeFree[pipe] - now
        pipeTicks[Int(instruction.pointee.pipe)] &+= busy
        pipeRefused[pipe] &+= max(0, busy - Ticks.perCycle)
        pipeUser[pipe] = slot
        return start
    }

    /// Makes the instruction's result available at `tick`.
    @inline(__always)
    func setResult(_ slot: Int, _ instruction: UnsafePointer<CoreInstruction>, _ tick: Int64) {
        registers[slot * registerStride + Int(instruction.pointee.destination)] =
            tick << StallReason.bits | Int64(instruction.pointee.producer)
    }

    /// Makes what the instruction loads available at `tick`, before which its block does not end on some chips.
    @inline(__always)
    func setLoaded(_ slot: Int, _ instruction: UnsafePointer<CoreInstruction>, _ tick: Int64) {
        setResult(slot, instruction, tick)
        let packed = tick << StallReason.bits | Int64(instruction.pointee.producer)
        slots[slot].loaded = max(slots[slot].loaded, packed)
    }

    /// Makes a warp wait until its threadgroup has arrived.
    private mutating func arrive(_ slot: Int, _ scheduler: Int, _ tick: Int64) {
        let place = slots[slot].group
        slots[slot].isAtBarrier = true
        ready[slot] = Self.never
        if greedy[scheduler] == slot { greedy[scheduler] = -1 }
        groups[place].arrived += 1
        groups[place].lastArrival = max(groups[place].lastArrival, tick)
        if groups[place].arrived == groups[place].alive { release(place) }
    }

    /// Sends an instruction through threadgroup memory, which it keeps busy for `service` ticks, behind those of its
    /// scheduler that wait there already; returns the tick at which it enters.
    @inline(__always)
    private mutating func pass(_ service: Int64, _ scheduler: Int, _ now: Int64) -> Int64 {
        let enter = max(now, localFree)
        localFree = enter + service
        pipeTicks[Int(Pipe.threadgroup.rawValue)] &+= service
        // The ring has `threadgroupQueue` places per scheduler and the head wraps below that.
        let ring = localQueue + scheduler * settings.threadgroupQueue
        ring[localHead[scheduler]] = enter
        localHead[scheduler] = localHead[scheduler] + 1 == settings.threadgroupQueue ? 0 : localHead[scheduler] + 1
        let room = ring[localHead[scheduler]]
        let place = scheduler * Self.pipes + Int(Pipe.threadgroup.rawValue)
        pipeFree[place] = max(pipeFree[place], room)
        if settings.exchangeShare > 0 {
            let exchange = scheduler * Self.pipes + Int(Pipe.shuffle.rawValue)
            pipeFree[exchange] = max(pipeFree[exchange], room)
        }
        return enter
    }

    /// Threadgroup memory: one wavefront per bank conflict, atomics as `ThreadgroupAtomic` says.
    @inline(__always)
    private mutating func threadgroupAccess(
        _ slot: Int, _ scheduler: Int, _ instruction: UnsafePointer<CoreInstruction>, _ index: Int, _ now: Int64
    ) {
        let record = accesses[slots[slot].access + Int(instruction.pointee.record)]
        if record.activeLanes == 0 {
            setResult(slot, instruction, now)
            return
        }
        var wavefronts = Int64(max(1, record.wavefronts))
        if instruction.pointee.parts > 1 {
            // `CoreTrace` checked that the block's records, its last instruction's included, are there.
            for part in 1..<Int(instruction.pointee.parts) {
                let next = accesses[slots[slot].access + Int(instruction.pointee.record) + part]
                wavefronts += Int64(max(1, next.wavefronts))
            }
            if instruction.pointee.hasHalfParts { wavefronts = (wavefronts + 1) / 2 }
        }
        let bytes = Int64(record.activeLanes) * Int64(instruction.pointee.bytesPerLane)
        var ideal = max(1, (bytes + 127) / 128)
        if instruction.pointee.kind != .sharedAtomic, instruction.pointee.parts <= 1, record.multiplicity > 0,
            instruction.pointee.bytesPerLane <= 16
        {
            if settings.joinsLoads {
                ideal = Int64(record.groups)
            } else {
                wavefronts += Int64(record.savedWavefronts)
            }
        }
        counters.sharedWavefronts &+= wavefronts
        counters.sharedIdealWavefronts &+= ideal
        conflicts[index] &+= max(0, wavefronts - ideal)
        var service = wavefronts * settings.threadgroupWavefront
        var isLoop = false
        if instruction.pointee.kind == .sharedAtomic {
            counters.sharedAtomicConflicts &+= max(0, wavefronts - ideal)
            let lanes = Int64(max(1, record.multiplicity))
            switch instruction.pointee.atomic {
            case .byLane: service = max(service, lanes * settings.threadgroupAtomic)
            case .counted: break
            case .loop:
                service = lanes * settings.floatAtomic
                isLoop = true
            }
        }
        let place = scheduler * Self.pipes + Int(Pipe.threadgroup.rawValue)
        pipeFree[place] = now + Int64(instruction.pointee.interval)
        let enter = pass(service, scheduler, now)
        if instruction.pointee.kind == .sharedStore {
            counters.sharedStores &+= 1
        } else {
            counters.sharedLoads &+= 1
            let latency = Int64(instruction.pointee.latency)
            setLoaded(slot, instruction, enter + service - settings.threadgroupWavefront + latency)
            guard isLoop else { return }
            let done = enter + max(service, Int64(max(1, record.multiplicity)) * settings.floatAtomicRound)
            slots[slot].floor = done << StallReason.bits | Int64(StallReason.shortScoreboard.rawValue)
        }
    }
}
