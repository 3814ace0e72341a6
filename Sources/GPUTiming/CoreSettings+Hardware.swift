import SIMTMachine

extension CoreSettings {
    /// Settings for one core of `hardware` that shares L2, the system-level cache and device memory with `cores` others.
    init(
        _ hardware: Hardware, occupancy: Occupancy, sharing: SharingModel, buffers: [LaunchBuffer], cores: Double,
        privateBytes: Int
    ) {
        func sectorTicks(_ bytesPerCycle: Double) -> Int64 { max(1, Ticks.from(cycles: 32 / bytesPerCycle)) }
        func share(_ value: Double) -> Int64 { Int64((max(0, min(1, value)) * 65536).rounded()) }
        func reach(_ bytes: Int, _ kept: Double) -> Int64 { Int64(Double(bytes) * kept / 32 / sharing.fillFactor) }
        let memory = hardware.threadgroupMemory
        schedulers = hardware.core.schedulers
        picksYoungest = hardware.core.pick == .youngest
        rotatesSchedulers = hardware.vendor == .nvidia
        waitsAtBlockEnds = hardware.core.loadSlots > 0
        residents = max(1, occupancy.threadgroups)
        threadgroupLaunch = Ticks.from(cycles: hardware.launch.threadgroup)
        l1Bytes = occupancy.l1Bytes
        l1Ways = hardware.l1.ways
        l1Wavefront = max(1, Ticks.from(cycles: 128 / hardware.l1.bytesPerCycle))
        l1Sector = hardware.vendor == .apple ? sectorTicks(hardware.l1.bytesPerCycle) : 0
        l1Tag = Ticks.from(cycles: hardware.l1.tagScale)
        l1Latency = Ticks.from(cycles: hardware.l1.latency)
        memoryQueue = hardware.l1.queue
        backlog = hardware.l1.backlog
        constantInterval = Ticks.from(cycles: hardware.l1.constantInterval)
        constantReplay = Ticks.from(cycles: hardware.l1.constantReplay)
        threadgroupQueue = memory.queue
        missesInFlight = hardware.l1.missesInFlight
        threadgroupWavefront = max(1, Ticks.from(cycles: 128 / memory.bytesPerCycle))
        threadgroupAtomic = Ticks.from(cycles: memory.atomicInterval)
        floatAtomic = Ticks.from(cycles: memory.floatAtomicInterval)
        floatAtomicRound = Ticks.from(cycles: memory.floatAtomicRound)
        joinsLoads = memory.joinsLoads
        // One shuffle has the interval of its class, a whole reduction that of all its shuffles.
        let shuffle = hardware.cost(of: .shuffle)?.interval ?? 0
        let wavefront = 128 / memory.bytesPerCycle
        exchangeShare = shuffle > 0 ? Int64((memory.shuffleWavefronts * wavefront / shuffle * 65536).rounded()) : 0

        // Data beyond what the near partition holds is spread over both.
        let near = Double(hardware.l2.bytes) / 2 / 32
        let nearShare = sharing.launchSectors > near ? near / sharing.launchSectors : 1
        l2Latency = Ticks.from(cycles: hardware.l2.latency * nearShare + hardware.l2.farLatency * (1 - nearShare))
        // Fewer cores share what all have together, each up to what its port takes.
        let crowd = Double(hardware.cores) / max(1, cores)
        func rate(_ all: Double, _ port: Double) -> Double { min(max(all, port), all * max(1, crowd)) }
        l2Sector = sectorTicks(rate(hardware.l2.bytesPerCyclePerCore, hardware.l2.portBytesPerCycle))
        hasStorePort = hardware.l2.hasStorePort
        storedSector = sectorTicks(rate(hardware.l2.writeBytesPerCyclePerCore, hardware.l2.writePortBytesPerCycle))
        partialLine = Int64((Double(storedSector) * hardware.l2.partialLine).rounded())
        firstAccess = Ticks.from(
            cycles: sharing.isCold ? hardware.launch.firstAccess : hardware.launch.firstAccessWarm)
        slcLatency = Ticks.from(cycles: hardware.slc?.latency ?? 0)
        slcSector = sectorTicks(hardware.slc?.bytesPerCyclePerCore ?? hardware.l2.bytesPerCyclePerCore)
        dramLatency = Ticks.from(cycles: hardware.dram.latency)
        dramSector = sectorTicks(hardware.dramBytesPerCycle / cores)
        dramTransaction = max(1, hardware.dram.transaction / 32)
        l2LeastRequest = Int64(max(1, hardware.l2.leastRequest / 32))
        l2Reach = reach(hardware.l2.bytes, hardware.l2.retained)
        slcReach = max(l2Reach, reach(hardware.slc?.bytes ?? 0, hardware.slc?.retained ?? 1))
        writesToDRAM = share(sharing.writesToDRAM)
        let resident = privateBytes * 32 * occupancy.warpsPerThreadgroup * max(1, occupancy.threadgroups)
        localMisses = resident > l1Bytes ? share(1 - Double(l1Bytes) / Double(resident)) : 0
        self.buffers = buffers.enumerated().map { index, buffer in
            Buffer(
                first: buffer.firstSector,
                end: buffer.firstSector.addingReportingOverflow(buffer.sectorCount).partialValue,
                fromDRAM: share(sharing.fromDRAM[index]), fromSLC: share(sharing.fromSLC[index]),
                isDense: sharing.isDense[index], late: share(sharing.late[index]))
        }
        let rest = sharing.fromDRAM.count - 1
        self.buffers.append(
            Buffer(
                first: 0, end: .max, fromDRAM: share(sharing.fromDRAM[rest]), fromSLC: share(sharing.fromSLC[rest]),
                late: share(sharing.late[rest])))

        // Atomics of one 128-byte line are served one after the other, whichever core sends them.
        let rate = min(
            hardware.atomics.spreadPerCycle, max(1, sharing.atomicLines) * hardware.atomics.sameAddressPerCycle)
        atomicSpread = Ticks.from(cycles: cores / rate)
        atomicSame = Ticks.from(cycles: 1 / hardware.atomics.sameAddressPerCycle)
        barrierSmall = Ticks.from(cycles: hardware.barrier.small)
        barrierLarge = Ticks.from(cycles: hardware.barrier.large)
        complexSwitch = Ticks.from(cycles: hardware.complexSwitch)
        operandSharing = Ticks.from(cycles: hardware.operandSharing)
    }
}

extension Hardware {
    /// Bytes per core cycle that streaming from device memory reaches, for the whole chip.
    package var dramBytesPerCycle: Double { dram.bandwidth * dram.achieved * 1000 / clockMHz }
}
