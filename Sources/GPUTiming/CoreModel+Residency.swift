import SIMTMachine

extension CoreModel {
    /// Gives places that are due their first threadgroup.
    @inline(never)
    mutating func fill(at tick: Int64) {
        while nextPlace < residents, spread.isEmpty || spread[nextPlace] <= counters.instructions || living == 0 {
            nextPlace += 1
            launch(
                in: nextPlace - 1, at: tick + (spread.isEmpty ? Int64(nextPlace - 1) * settings.threadgroupLaunch : 0))
        }
        nextFill = nextPlace < residents && !spread.isEmpty ? spread[nextPlace] : .max
    }

    /// Puts the next threadgroup of the trace, if any, in a resident place.
    mutating func launch(in place: Int, at tick: Int64) {
        groups[place] = Group()
        guard nextGroup < groupCount else { return }
        let index = nextGroup
        nextGroup += 1
        let firstWarp = groupStarts[index]
        let count = groupStarts[index + 1] - firstWarp
        starts[index] = tick
        issuedAtStart[index] = counters.instructions
        groups[place] = Group(index: index, alive: count, arrived: 0, lastArrival: 0)
        living += count
        // A threadgroup without warps is over as it begins.
        if count == 0 {
            ends[index] = tick
            issuedAtEnd[index] = counters.instructions
            launch(in: place, at: tick)
            return
        }
        for warp in 0..<count {
            let slot = place * warpsPerGroup + warp
            let trace = warps[firstWarp + warp]
            slots[slot] = Slot(
                block: trace.blocks.lowerBound, lastBlock: trace.blocks.upperBound, access: trace.firstAccess,
                nextAccess: trace.firstAccess, floor: tick << StallReason.bits, since: tick, start: tick, group: place)
            let scheduler = schedulerOf[slot]
            slots[slot].issues = issueCounts[scheduler]
            orders[scheduler * slotCount + orderCounts[scheduler]] = slot
            orderCounts[scheduler] += 1
            advance(slot, scheduler)
        }
    }

    /// Finds the slot's next instruction that issues and when its operands are there.
    @inline(__always)
    mutating func advance(_ slot: Int, _ scheduler: Int) {
        let warp = slots + slot
        let base = registers + slot * registerStride
        while true {
            if warp.pointee.instruction == warp.pointee.blockEnd {
                if warp.pointee.block == warp.pointee.lastBlock {
                    finish(slot, scheduler)
                    return
                }
                if settings.waitsAtBlockEnds {
                    warp.pointee.floor = max(warp.pointee.floor, warp.pointee.loaded)
                    warp.pointee.loaded = 0
                }
                let execution = blocks[warp.pointee.block]
                warp.pointee.block += 1
                warp.pointee.instruction = Int(blockStarts[Int(execution.block)])
                warp.pointee.blockEnd = Int(blockStarts[Int(execution.block) + 1])
                warp.pointee.lanes = Int64(execution.activeLanes)
                let number = Int32(bitPattern: execution.block)
                warp.pointee.access = warp.pointee.nextAccess
                warp.pointee.nextAccess &+= Int(recordCounts[Int(number)])
                continue
            }
            let instruction = instructions + warp.pointee.instruction
            if instruction.pointee.isPredicatedOff, warp.pointee.block < warp.pointee.lastBlock,
                Int32(bitPattern: blocks[warp.pointee.block].block) == instruction.pointee.record
            {
                warp.pointee.instruction += 1
                continue
            }
            let sources = instruction.pointee.sources
            let crossings = instruction.pointee.crossings
            let operands = max(
                max(base[Int(sources.0)] &+ Int64(crossings.0), base[Int(sources.1)] &+ Int64(crossings.1)),
                max(base[Int(sources.2)] &+ Int64(crossings.2), base[Int(sources.3)] &+ Int64(crossings.3)))
            if instruction.pointee.kind == .free {
                base[Int(instruction.pointee.destination)] = operands
                warp.pointee.instruction += 1
                continue
            }
            let packed = max(operands, warp.pointee.floor)
            let tick = max(packed >> StallReason.bits, warp.pointee.since)
            warp.pointee.reason = UInt8(truncatingIfNeeded: packed & 15)
            ready[slot] = tick
            pipeOf[slot] = scheduler * Self.pipes + Int(instruction.pointee.pipe)
            warp.pointee.refused = pipeRefused[pipeOf[slot]]
            // A warp that becomes ready earlier than the scheduler's next event moves that event, but not into an
            // occupied issue slot.
            if tick < wake[scheduler] { wake[scheduler] = max(tick, slotFree[scheduler]) }
            return
        }
    }

    /// Takes a warp that has returned out of its scheduler, and its threadgroup out of the core after the last.
    @inline(never)
    mutating func finish(_ slot: Int, _ scheduler: Int) {
        let order = orders + scheduler * slotCount
        var kept = 0
        for index in 0..<orderCounts[scheduler] where order[index] != slot {
            order[kept] = order[index]
            kept += 1
        }
        orderCounts[scheduler] = kept
        if greedy[scheduler] == slot { greedy[scheduler] = -1 }
        ready[slot] = Self.never
        living -= 1
        let now = slots[slot].since
        counters.warpTicks += now - slots[slot].start
        let place = slots[slot].group
        groups[place].alive -= 1
        groups[place].lastArrival = max(groups[place].lastArrival, now)
        if groups[place].alive == 0 {
            let end = groups[place].lastArrival
            ends[groups[place].index] = end
            issuedAtEnd[groups[place].index] = counters.instructions
            recorder?.threadgroup(groups[place].index, place: place, starts[groups[place].index], end)
            launch(in: place, at: end + settings.threadgroupLaunch)
        } else if groups[place].arrived == groups[place].alive {
            release(place)
        }
    }

    /// Lets the warps of a threadgroup go on after a barrier that all living ones reached.
    mutating func release(_ place: Int) {
        let warps = warpsPerGroup
        // Between the two measured sizes the cost grows with the number of warps.
        let extra = (settings.barrierLarge - settings.barrierSmall) * Int64(max(0, min(32, warps) - 8)) / 24
        let tick = groups[place].lastArrival + settings.barrierSmall + extra
        groups[place].arrived = 0
        groups[place].lastArrival = 0
        for slot in (place * warps)..<((place + 1) * warps) where slots[slot].isAtBarrier {
            slots[slot].isAtBarrier = false
            slots[slot].floor = tick << StallReason.bits | Int64(StallReason.barrier.rawValue)
            advance(slot, schedulerOf[slot])
        }
    }
}
