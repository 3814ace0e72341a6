package import GPUTiming

/// A figure of a chip that was read off measurements of that card, and not off microbenchmarks of others.
package struct CalibratedFigure: Sendable {
    /// Its name in the chip's file.
    package let name: String
    /// Multiplies it.
    package let scale: @Sendable (inout Hardware, Double) -> Void
    /// Takes it away: no cost, or all of the rate on paper.
    package let remove: @Sendable (inout Hardware) -> Void

    /// All of them, in the order of the report.
    package static let all = [
        CalibratedFigure(
            name: "launch.per_threadgroup", scale: { $0.launch.perThreadgroup *= $1 },
            remove: { $0.launch.perThreadgroup = 0 }),
        CalibratedFigure(
            name: "launch.threadgroup", scale: { $0.launch.threadgroup *= $1 }, remove: { $0.launch.threadgroup = 0 }),
        CalibratedFigure(
            name: "launch.first_access", scale: { $0.launch.firstAccess *= $1 }, remove: { $0.launch.firstAccess = 0 }),
        CalibratedFigure(
            name: "dram.achieved", scale: { $0.dram.achieved = min(1, $0.dram.achieved * $1) },
            remove: { $0.dram.achieved = 1 }),
        CalibratedFigure(
            name: "l2.retained", scale: { $0.l2.retained = min(1, $0.l2.retained * $1) }, remove: { $0.l2.retained = 1 }
        ),
        CalibratedFigure(
            name: "l2.write_bytes_per_cycle_per_core", scale: { $0.l2.writeBytesPerCyclePerCore *= $1 },
            remove: { $0.l2.writeBytesPerCyclePerCore = $0.l2.bytesPerCyclePerCore }),
        CalibratedFigure(
            name: "l2.partial_line", scale: { $0.l2.partialLine *= $1 }, remove: { $0.l2.partialLine = 0 }),
        CalibratedFigure(
            name: "atomics.same_address", scale: { $0.atomics.sameAddressPerCycle *= $1 },
            remove: { $0.atomics.sameAddressPerCycle = $0.atomics.spreadPerCycle }),
    ]
}
