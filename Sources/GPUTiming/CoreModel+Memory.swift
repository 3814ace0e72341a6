import SIMTMachine

extension CoreModel {
    /// Device memory, constant memory and private arrays.
    @inline(never)
    mutating func memoryAccess(
        _ slot: Int, _ scheduler: Int, _ instruction: UnsafePointer<CoreInstruction>, _ index: Int, _ now: Int64
    ) {
        // `CoreTrace` checked that a block's records and the sectors named by them are there.
        let access = slots[slot].access + Int(instruction.pointee.record)
        let record = accesses[access]
        let list = sectors + sectorStarts[access]
        let count = Int(record.sectorCount)
        let kind = instruction.pointee.kind
        // Under a predicate that no lane fulfils it takes its issue slot and no more.
        if record.activeLanes == 0 {
            setResult(slot, instruction, now)
            return
        }

        // A uniform constant comes from the constant cache or a preloaded register; different ones one after the other.
        if kind == .constantLoad, settings.constantInterval > 0, record.multiplicity > 1 {
            let addresses = Int64(record.multiplicity)
            let enter = max(now, constantFree)
            constantFree = enter + addresses * settings.constantInterval
            let delay = max((addresses - 1) * settings.constantReplay, constantFree - enter)
            setResult(slot, instruction, enter + delay + Int64(instruction.pointee.latency))
            return
        }
        if kind == .constantLoad, count <= 1 || settings.constantInterval > 0 {
            setResult(slot, instruction, now + Int64(instruction.pointee.latency))
            return
        }

        var (lines, line) = (0, UInt32.max)
        for place in 0..<count where list[place] >> 2 != line {
            line = list[place] >> 2
            lines += 1
        }
        let bytes = Int64(record.activeLanes) * Int64(instruction.pointee.bytesPerLane)
        let isLocal = kind == .localLoad || kind == .localStore
        let wavefronts = isLocal ? max(1, (bytes + 127) / 128) : Int64(max(1, record.wavefronts))
        // Banks of words decide on NVIDIA; on Apple a cycle brings two sectors of whichever lines.
        let stage =
            !settings.hasL1Rule
            ? Int64(max(1, (count + 3) / 4)) * settings.l1Wavefront
            : settings.l1Sector > 0 && !isLocal
                ? Int64(max(1, count)) * settings.l1Sector
                : max(wavefronts * settings.l1Wavefront, Int64((lines + 3) / 4) * settings.l1Tag)
        let enter = max(now, l1Free)
        l1Free = enter + stage
        let moved = recorder == nil ? TimelineRecorder.Moved() : TimelineRecorder.Moved(counters)
        counters.l1Wavefronts &+= wavefronts
        pipeTicks[Int(Pipe.memory.rawValue)] &+= stage
        let leave = enter + stage

        switch kind {
        case .globalLoad, .constantLoad:
            counters.globalLoads &+= 1
            counters.loadSectors &+= Int64(count)
            counters.loadBytes &+= bytes
            traffic[index] &+= Int64(count)
            let least = min(Int64(count), (bytes + 31) / 32)
            counters.idealSectors &+= least
            excess[index] &+= Int64(count) - least
            // A load's own latency is that of L1 and what its registers take longer to be written.
            let written = kind == .globalLoad ? Int64(instruction.pointee.latency) - settings.l1Latency : 0
            let hit = leave - settings.l1Wavefront + settings.l1Latency
            setLoaded(slot, instruction, max(hit, load(list, count, translate(list, count, leave))) + written)
        case .globalStore:
            counters.globalStores &+= 1
            let least = min(Int64(count), (bytes + 31) / 32)
            counters.idealSectors &+= least
            counters.storeBytes &+= bytes
            excess[index] &+= Int64(count) - least
            traffic[index] &+= Int64(count)
            store(list, count, translate(list, count, leave), partialLines: bytes < 32 * Int64(count) ? lines : 0)
        case .globalAtomic:
            traffic[index] &+= Int64(count)
            setResult(slot, instruction, atomic(list, count, record, leave))
        default:
            let done = local(bytes, kind == .localStore, leave)
            traffic[index] &+= (bytes + 31) / 32
            if kind == .localLoad { setLoaded(slot, instruction, done) }
        }

        if let recorder { recorder.traffic(at: leave, TimelineRecorder.Moved(counters) - moved) }

        let place = scheduler * Self.pipes + Int(Pipe.memory.rawValue)
        pipeFree[place] = max(now + Int64(instruction.pointee.interval), queued(scheduler, enter, Int(wavefronts)))
    }

    /// Notes when an instruction leaves the queue before the stage; returns when there is room for another.
    @inline(__always)
    private mutating func queued(_ scheduler: Int, _ enter: Int64, _ wavefronts: Int) -> Int64 {
        if settings.backlog > 0 {
            // The ring has `backlog` places, one for each wavefront of the core that may wait, and wraps below that.
            for _ in 0..<min(wavefronts, settings.backlog) {
                backlogRing[backlogHead] = enter
                backlogHead = backlogHead + 1 == settings.backlog ? 0 : backlogHead + 1
            }
            return backlogRing[backlogHead]
        }
        // The ring has `memoryQueue` places per scheduler and the head wraps below that.
        let ring = memoryQueue + scheduler * settings.memoryQueue
        ring[memoryHead[scheduler]] = enter
        memoryHead[scheduler] = memoryHead[scheduler] + 1 == settings.memoryQueue ? 0 : memoryHead[scheduler] + 1
        return ring[memoryHead[scheduler]]
    }

    /// The tick at which the addresses of an access are translated: later for the first ones to each buffer.
    @inline(__always)
    private mutating func translate(_ list: UnsafePointer<UInt32>, _ count: Int, _ leave: Int64) -> Int64 {
        guard settings.firstAccess > 0, count > 0 else { return leave }
        let sector = list[0]
        for index in 0..<bufferCount where sector < buffers[index].end && sector >= buffers[index].first {
            if buffers[index].translated < 0 { buffers[index].translated = leave + settings.firstAccess }
            return max(leave, buffers[index].translated)
        }
        return leave
    }

    /// Looks the sectors up in L1 and fetches what is missing; returns the tick at which all are there.
    @inline(__always)
    private mutating func load(_ list: UnsafePointer<UInt32>, _ count: Int, _ leave: Int64) -> Int64 {
        var done: Int64 = 0
        var place = 0
        while place < count {
            let line = list[place] >> 2
            var wanted: UInt8 = 0
            while place < count, list[place] >> 2 == line {
                wanted |= 1 << UInt8(list[place] & 3)
                place += 1
            }
            guard let entry = l1.place(of: line, allocate: true) else { continue }
            let missing = wanted & ~entry.pointee.sectors
            counters.l1HitSectors &+= Int64((wanted & entry.pointee.sectors).nonzeroBitCount)
            if missing != 0 {
                entry.pointee.sectors |= missing
                let arrival = fetch(line, missing, leave)
                var rest = missing
                while rest != 0 {
                    entry.pointee.ready[rest.trailingZeroBitCount & 3] = arrival
                    rest &= rest &- 1
                }
            }
            while wanted != 0 {
                done = max(done, entry.pointee.ready[wanted.trailingZeroBitCount & 3])
                wanted &= wanted &- 1
            }
        }
        return done
    }

    /// Fetches sectors of one line from beyond L1; returns the tick at which they arrive.
    private mutating func fetch(_ line: UInt32, _ missing: UInt8, _ leave: Int64) -> Int64 {
        // No more lines on their way than the core can track: the request waits for the oldest, and so does the stage.
        let start = max(leave, missRing[missHead])
        l1Free = max(l1Free, start)

        let entry = history.entry(of: line)
        let first = missing & ~entry.pointee.mask
        let again = Int64((missing & entry.pointee.mask).nonzeroBitCount)
        let total = Int64(missing.nonzeroBitCount)
        var (fromDRAM, fromSLC): (Int64, Int64) = (0, 0)
        var (isLate, isDense) = (false, false)
        if again > 0 {
            let distance = fetched - entry.pointee.position
            if distance > settings.slcReach { fromDRAM = again } else if distance > settings.l2Reach { fromSLC = again }
        }
        if first != 0 {
            let share = firstTouch(line, Int64(first.nonzeroBitCount))
            fromDRAM += share.dram
            fromSLC += share.slc
            isLate = share.isLate
            isDense = share.isDense
        }
        fetched += total
        // What device memory delivers beyond the sectors asked for is in L2 afterwards. Of data that all cores together read
        // whole, it is counted when it is asked for: the upper half of the mask remembers that it is there.
        let isBrought = first != 0 && first & ~(entry.pointee.mask >> 4) == 0
        let unasked = fromDRAM > 0 || isLate ? Self.transactions(missing, settings.dramTransaction) : missing
        entry.pointee.mask |= isDense ? missing | unasked << 4 : unasked
        entry.pointee.position = fetched
        counters.l2Sectors &+= total
        counters.l2HitSectors &+= total - fromDRAM - fromSLC
        counters.slcSectors &+= fromSLC

        let port = max(start, l2Free)
        l2Free = port + max(settings.l2LeastRequest, total) * settings.l2Sector
        var arrival = l2Free - settings.l2Sector + settings.l2Latency
        if fromSLC > 0 {
            let server = max(port, slcFree)
            slcFree = server + fromSLC * settings.slcSector
            arrival = max(arrival, slcFree - settings.slcSector + settings.slcLatency)
        }
        if fromDRAM > 0 {
            // Sectors met again or shared with other cores are in L2; of the rest whole transactions are moved.
            let whole = Int64(Self.transactions(first != 0 ? first : missing, settings.dramTransaction).nonzeroBitCount)
            let moved = isDense ? fromDRAM : max(fromDRAM, min(whole, 4))
            let server = max(port, dramFree)
            dramFree = server + moved * settings.dramSector
            if !isBrought { arrival = max(arrival, dramFree - settings.dramSector + settings.dramLatency) }
            counters.dramReadSectors &+= moved
        }
        if isLate, !isBrought { arrival = max(arrival, port + settings.dramLatency) }
        missRing[missHead] = arrival
        missHead = missHead + 1 == settings.missesInFlight ? 0 : missHead + 1
        return arrival
    }

    /// The sectors of a line that transactions of `sectors` sectors bring when those of `mask` are wanted.
    @inline(__always)
    private static func transactions(_ mask: UInt8, _ sectors: Int) -> UInt8 {
        switch sectors {
        case 4...: return 0xF
        case 2...: return (mask & 0x3 != 0 ? 0x3 : 0) | (mask & 0xC != 0 ? 0xC : 0)
        default: return mask
        }
    }

    /// Says where first touches of a line come from, in the shares of its buffer, carrying the remainders.
    @inline(__always)
    private mutating func firstTouch(_ line: UInt32, _ sectors: Int64) -> (
        dram: Int64, slc: Int64, isLate: Bool, isDense: Bool
    ) {
        let sector = line << 2
        for index in 0..<bufferCount where sector < buffers[index].end && sector &+ 3 >= buffers[index].first {
            let buffer = buffers[index]
            // A line comes from one place: shares add up until they amount to the sectors wanted of this line.
            let whole = sectors << 16
            var dram = bufferCarry[index].dram + sectors * buffer.fromDRAM
            var slc = bufferCarry[index].slc + sectors * buffer.fromSLC
            let isDRAM = dram >= whole
            let isSLC = !isDRAM && slc >= whole
            if isDRAM { dram -= whole }
            if isSLC { slc -= whole }
            // A line that this core fetches is late as well; the rest of the share falls on the others.
            let late = bufferCarry[index].late + sectors * buffer.late
            let isLate = isDRAM || late >= whole
            bufferCarry[index] = (dram, slc, isLate ? late - whole : late)
            return (isDRAM ? sectors : 0, isSLC ? sectors : 0, isLate, buffer.isDense)
        }
        return (sectors, 0, true, false)
    }

    /// Sends stored sectors to L2 without holding the warp; a full write buffer holds the stage.
    ///
    /// - Parameter partialLines: Lines of which some bytes are written and others are not.
    private mutating func store(
        _ list: UnsafePointer<UInt32>, _ count: Int, _ leave: Int64, partialLines: Int
    ) {
        let sectors = Int64(count)
        counters.storeSectors &+= sectors
        counters.l2WriteSectors &+= sectors
        for place in 0..<count {
            let entry = history.entry(of: list[place] >> 2)
            entry.pointee.mask |= 1 << UInt8(list[place] & 3)
            entry.pointee.position = fetched
        }
        let passed = pass(leave, sectors * settings.storedSector + Int64(partialLines) * settings.partialLine)
        let write = writeCarry + sectors * settings.writesToDRAM
        writeCarry = write & 0xFFFF
        if write >> 16 > 0 {
            dramFree = max(leave, dramFree) + (write >> 16) * settings.dramSector
            counters.dramWriteSectors &+= write >> 16
        }
        // As many stored sectors may wait as lines may be on their way; few of them can wait for device memory, because
        // all cores fill the same buffers there.
        let room = Int64(settings.missesInFlight)
        l1Free = max(l1Free, passed - room * settings.storedSector, dramFree - room / 8 * settings.dramSector)
        storesDone = max(storesDone, passed, dramFree)
    }

    /// Sends stores on their way to L2, which keeps the port busy for `ticks`; returns when they have passed.
    private mutating func pass(_ leave: Int64, _ ticks: Int64) -> Int64 {
        if settings.hasStorePort {
            l2StoreFree = max(leave, l2StoreFree) + ticks
            return l2StoreFree
        }
        l2Free = max(leave, l2Free) + ticks
        return l2Free
    }

    /// Atomics: a read at L2, then one operation per lane, one after the other where lanes share an address.
    private mutating func atomic(
        _ list: UnsafePointer<UInt32>, _ count: Int, _ record: AccessRecord, _ leave: Int64
    ) -> Int64 {
        counters.globalAtomics &+= 1
        var done = leave
        for place in 0..<count {
            done = max(done, fetch(list[place] >> 2, 1 << UInt8(list[place] & 3), leave))
        }
        let same = settings.atomicSame
        // Lanes that fill whole sectors of a line go as one operation, others go one by one.
        var lines: Int64 = 0
        for place in 0..<count where place == 0 || list[place] >> 2 != list[place - 1] >> 2 { lines += 1 }
        let isDense = record.multiplicity <= 1 && Int(record.activeLanes) >= 8 * count
        let operations = isDense ? lines : Int64(record.activeLanes)
        let cost = max(operations * settings.atomicSpread, Int64(max(1, record.multiplicity)) * same)
        atomicFree = max(leave, atomicFree) + cost
        // As many operations may wait as lines may be on their way; more hold the stage.
        l1Free = max(l1Free, atomicFree - Int64(settings.missesInFlight) * settings.atomicSpread)
        storesDone = max(storesDone, atomicFree)
        return max(done, atomicFree + settings.l2Latency)
    }

    /// Private arrays: interleaved by lane, so that the only question is whether they fit L1.
    private mutating func local(_ bytes: Int64, _ isStore: Bool, _ leave: Int64) -> Int64 {
        counters.localAccesses &+= 1
        let sectors = max(1, (bytes + 31) / 32)
        let missed = localCarry + sectors * settings.localMisses
        localCarry = missed & 0xFFFF
        let beyond = missed >> 16
        let hit = leave - settings.l1Wavefront + settings.l1Latency
        guard beyond > 0 else { return hit }
        if isStore {
            counters.l2WriteSectors &+= beyond
            return max(hit, pass(leave, beyond * settings.storedSector) + settings.l2Latency)
        }
        l2Free = max(leave, l2Free) + beyond * settings.l2Sector
        counters.l2Sectors &+= beyond
        counters.l2HitSectors &+= beyond
        return max(hit, l2Free + settings.l2Latency)
    }
}
