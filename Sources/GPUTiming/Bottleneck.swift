/// What holds a kernel back most.
package struct Bottleneck: Sendable, Codable, Equatable {
    /// The kinds, each with a rule of its own in `SummaryEvidence`.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// The fixed cost of launches is most of the time.
        case launch
        /// Cores have nothing to do: too few threadgroups, a tail, or uneven ones.
        case grid
        /// Device memory delivers what it can.
        case deviceMemoryBandwidth = "device-memory-bandwidth"
        /// L2 or the system-level cache delivers what it can.
        case cacheBandwidth = "cache-bandwidth"
        /// The first-level data path is busy: scattered or wide accesses.
        case l1Throughput = "l1-throughput"
        /// Threadgroup memory is busy, bank conflicts included.
        case threadgroupMemory = "threadgroup-memory"
        /// An arithmetic pipe is busy.
        case arithmetic
        /// Schedulers issue in nearly every cycle.
        case issue
        /// Warps wait for device memory and too few others are there.
        case memoryLatency = "memory-latency"
        /// Warps wait for results of arithmetic or lane exchange.
        case dependency
        /// Warps wait for threadgroup memory.
        case threadgroupMemoryLatency = "threadgroup-memory-latency"
        /// Warps wait at barriers.
        case barrier
    }

    /// Which it is.
    package var kind: Kind
    /// Share of the time for which it answers: a utilisation or a share of stalls, 0 ... 1.
    package var share: Double
    /// What is wrong and what would help, in one sentence.
    package var sentence: String
}
