extension Occupancy {
    /// How many threadgroups each resource of a core of `hardware` allows, as CUDA's occupancy calculator lists them.
    func limits(on hardware: Hardware) -> (registers: Int, threadgroupMemory: Int?, threads: Int, threadgroups: Int) {
        let (file, memory) = (hardware.registers, hardware.threadgroupMemory)
        let warps = max(1, warpsPerThreadgroup)
        let registers = max(1, registersPerThread)
        let byRegisters: Int
        switch hardware.vendor {
        case .apple:
            byRegisters = file.bytes / (registers * 4) / file.threadGranularity * file.threadGranularity / (warps * 32)
        case .nvidia:
            let perWarp = (registers * 32 + file.warpUnit - 1) / file.warpUnit * file.warpUnit
            byRegisters = file.bytes / 4 / hardware.core.schedulers / perWarp * hardware.core.schedulers / warps
        }
        return (
            byRegisters, threadgroupBytes > 0 ? memory.bytesPerCore / threadgroupBytes : nil,
            min(hardware.core.threads / (warps * 32), hardware.core.warps / warps), hardware.core.threadgroups
        )
    }
}
