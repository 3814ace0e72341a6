package import SIMTMachine

/// How many threadgroups of a kernel one core can hold, and what stops it from holding more.
package struct Occupancy: Sendable, Equatable, Codable {
    /// What limits residency.
    package enum Limiter: String, Sendable, Codable {
        case registers
        case threadgroupMemory = "threadgroup memory"
        case threads
        case threadgroups
        /// The launch has fewer threadgroups than the cores could hold.
        case grid
    }

    /// Resident threadgroups per core; 0 when not even one fits.
    package var threadgroups: Int
    /// Warps of one threadgroup.
    package var warpsPerThreadgroup: Int
    /// Resident warps over the most a core can hold, 0 ... 1.
    package var share: Double
    /// What stops a core from holding more.
    package var limiter: Limiter
    /// 32-bit registers per thread, the compiler's own included; they are allocated in the chip's units.
    package var registersPerThread: Int
    /// Registers per thread that the kernel needs beyond what a thread may have; they spill.
    package var spilledRegisters: Int
    /// Threadgroup memory of one threadgroup as allocated, in bytes.
    package var threadgroupBytes: Int
    /// Bytes that remain for L1 on one core.
    package var l1Bytes: Int
}

extension Occupancy {
    /// Residency of `program` in threadgroups of `threads` threads with `dynamicBytes` of launch-time threadgroup memory.
    ///
    /// - Apple: `threads = floor(file / bytes per thread / 64) · 64` with registers rounded up to 4 (8 half registers),
    ///   which reproduces Mesa's table exactly, shared by whole threadgroups.
    /// - NVIDIA: the CUDA occupancy calculator: registers in units of 8 a thread and 256 a warp, per scheduler.
    package init(
        of program: TimedProgram, threads: Int, dynamicBytes: Int, on hardware: Hardware,
        threadgroupsInLaunch: Int? = nil
    ) {
        self.init(
            registers: program.registerPressure, staticBytes: program.threadgroupBytes, threads: threads,
            dynamicBytes: dynamicBytes, on: hardware, threadgroupsInLaunch: threadgroupsInLaunch)
    }

    /// The same from bare figures.
    package init(
        registers pressure: Int, staticBytes: Int, threads: Int, dynamicBytes: Int, on hardware: Hardware,
        threadgroupsInLaunch: Int? = nil
    ) {
        let file = hardware.registers
        let memory = hardware.threadgroupMemory
        let threads = max(1, threads)
        let warps = (threads + 31) / 32
        let needed = max(1, pressure) + file.allowance
        let registers = min(Self.roundUp(needed, to: file.threadUnit), file.perThread)
        let requested = max(0, staticBytes) + max(0, dynamicBytes)
        let bytes =
            requested == 0 && memory.reservedPerThreadgroup == 0
            ? 0 : Self.roundUp(requested + memory.reservedPerThreadgroup, to: memory.granularity)

        let byRegisters: Int
        switch hardware.vendor {
        case .apple:
            let allowed = file.bytes / (registers * 4) / file.threadGranularity * file.threadGranularity
            byRegisters = allowed / (warps * 32)
        case .nvidia:
            let perWarp = Self.roundUp(registers * 32, to: file.warpUnit)
            let perScheduler = file.bytes / 4 / hardware.core.schedulers / perWarp
            byRegisters = perScheduler * hardware.core.schedulers / warps
        }
        var limits: [(count: Int, limiter: Limiter)] = [
            (min(hardware.core.threads / (warps * 32), hardware.core.warps / warps), .threads),
            (hardware.core.threadgroups, .threadgroups),
            (byRegisters, .registers),
            (bytes == 0 ? .max : memory.bytesPerCore / bytes, .threadgroupMemory),
        ]
        if threads > hardware.core.threadsPerThreadgroup { limits.append((0, .threads)) }
        if requested > memory.bytesPerThreadgroup { limits.append((0, .threadgroupMemory)) }
        if let total = threadgroupsInLaunch {
            limits.append(((total + hardware.cores - 1) / hardware.cores, .grid))
        }
        var least = limits[0]
        for limit in limits.dropFirst() where limit.count < least.count { least = limit }
        self.threadgroups = least.count
        self.warpsPerThreadgroup = warps
        self.share = Double(least.count * warps) / Double(hardware.core.warps)
        self.limiter = least.limiter
        self.registersPerThread = min(needed, file.perThread)
        self.spilledRegisters = max(0, needed - file.perThread)
        self.threadgroupBytes = bytes
        self.l1Bytes = Self.l1Bytes(used: least.count * bytes, on: hardware)
    }

    /// What L1 keeps when resident threadgroups use `used` bytes of the memory it may share with them.
    private static func l1Bytes(used: Int, on hardware: Hardware) -> Int {
        guard hardware.l1.isUnified else { return hardware.l1.bytes }
        let setAside = hardware.threadgroupMemory.carveOuts.first { $0 >= used } ?? used
        // At least a sixteenth stays cache on every chip whose split is documented.
        return max(hardware.l1.bytes / 16, hardware.l1.bytes - setAside)
    }

    /// `value` rounded up to a multiple of `unit`.
    private static func roundUp(_ value: Int, to unit: Int) -> Int { (value + unit - 1) / unit * unit }
}
