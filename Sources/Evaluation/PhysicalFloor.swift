import GPUTiming
import SIMTMachine

/// The least time in which a chip can do a task, by what must move and what must be computed.
struct PhysicalFloor {
    /// Nanoseconds.
    let nanoseconds: Double
    /// What takes them, as messages say it.
    let reason: String

    /// The floor of a task at a size.
    ///
    /// Bytes go through device memory at its bandwidth on paper, those that may lie in the last-level cache at the start
    /// aside, and all of them through the shared cache. Operations run on the fastest unit that the task's precision allows,
    /// on every core in every cycle.
    init(_ task: TaskDefinition, at size: TaskSize, on hardware: Hardware) {
        let bytes = Double(size.floorBytes)
        var cached = 0.0
        if task.cache == .warm { cached = Double(hardware.l2.bytes + (hardware.slc?.bytes ?? 0)) }
        // GB/s are bytes per nanosecond.
        let memory = max(0, bytes - cached) / hardware.dram.bandwidth
        let cyclesPerNanosecond = hardware.peakClockMHz / 1000
        let throughput = hardware.l2.bytesPerCyclePerCore * Double(hardware.cores) * cyclesPerNanosecond
        let shared = throughput > 0 ? bytes / throughput : 0
        let rate = Self.operationsPerCycle(task.precision, hardware) * Double(hardware.cores) * cyclesPerNanosecond
        let work = rate > 0 ? Double(size.floorOperations) / rate : 0
        if work > max(memory, shared) {
            nanoseconds = work
            reason = "\(size.floorOperations) operations at \(Int(rate)) a nanosecond"
        } else if memory >= shared {
            nanoseconds = memory
            reason = "\(size.floorBytes) bytes at \(Int(hardware.dram.bandwidth)) GB/s of device memory"
        } else {
            nanoseconds = shared
            reason = "\(size.floorBytes) bytes through the shared cache"
        }
    }

    /// Operations of a core in a cycle on its fastest unit.
    private static func operationsPerCycle(_ precision: TaskPrecision, _ hardware: Hardware) -> Double {
        // Operations of one warp's instruction: two per lane, four for paired halves, and whole matrix products.
        let matrix = hardware.vendor == .apple ? 2.0 * 8 * 8 * 8 : 2.0 * 16 * 8 * 16
        var units: [(OperationClass, Double)] = [(.floatFMA, 64), (.intMultiply, 64), (.matrixFloat, matrix)]
        if precision == .any { units += [(.halfFMA, 128), (.matrixHalf, matrix)] }
        var fastest = 0.0
        for (unit, operations) in units {
            guard let cost = hardware.cost(of: unit) else { continue }
            let interval = min(cost.interval, cost.repeatInterval > 0 ? cost.repeatInterval : cost.interval)
            if interval > 0 { fastest = max(fastest, operations / interval) }
        }
        return fastest * Double(hardware.core.schedulers)
    }
}
