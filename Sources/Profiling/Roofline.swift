import GPUTiming
import SIMTMachine

/// Where a kernel stands under the chip's ceilings.
struct Roofline {
    /// GFLOP/s that the chip reaches in single-precision multiply-adds.
    let peak: Double
    /// GB/s that streaming from device memory reaches, and that the cores' ports to L2 take.
    let memory: Double
    let cache: Double
    /// GFLOP/s of the kernel.
    let achieved: Double
    /// Operations per byte of device memory and of L2; nil where none is moved.
    let memoryIntensity: Double?
    let cacheIntensity: Double?

    /// The figures of a summary.
    init(_ summary: TraceSummary, on hardware: Hardware) {
        let metrics = summary.metrics
        let lanes = Double(hardware.core.schedulers * 32) / max(hardware.cost(of: .floatFMA)?.interval ?? 1, 0.25)
        peak = 2 * lanes * Double(hardware.cores) * hardware.clockMHz / 1000
        memory = hardware.dram.bandwidth * hardware.dram.achieved
        cache = hardware.l2.bytesPerCyclePerCore * Double(hardware.cores) * hardware.clockMHz / 1000
        let perWarp = metrics["threads_per_inst"] ?? 32
        let fused = metrics["inst_fp32_fused"] ?? 0
        let others = (metrics["inst_fp32_unfused"] ?? 0) + (metrics["inst_fp16"] ?? 0)
        // A warp's 8x8x8 product is 512 multiply-adds.
        let matrix = (metrics["inst_matrix"] ?? 0) * 1024
        let operations = (2 * fused + others) * perWarp + matrix
        achieved = operations / max(summary.nanoseconds, 1)
        let moved = (metrics["dram_read_bytes"] ?? 0) + (metrics["dram_write_bytes"] ?? 0)
        let cycles = metrics["core_cycles"] ?? 0
        let cached =
            (metrics["l2_pct"] ?? 0) / 100 * hardware.l2.bytesPerCyclePerCore * Double(hardware.cores) * cycles
        memoryIntensity = moved > 0 && operations > 0 ? operations / moved : nil
        cacheIntensity = cached > 0 && operations > 0 ? operations / cached : nil
    }
}
