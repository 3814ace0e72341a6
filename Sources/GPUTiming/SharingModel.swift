/// Where first touches of data come from when many cores share it, from one core's footprint and the buffers' sizes.
///
/// Per buffer, with `d` distinct sectors read by a sample and `u` such samples in the launch:
/// - the launch reads at most `F = min(u · d, size)` distinct sectors;
/// - cores working at the same time read `W = min(cores · d, F)` of them, and what several of them want is fetched once:
///   the rest of their first touches find it in L2;
/// - between one such window and the next, data survives in the last-level cache as far as the launch's footprint fits.
struct SharingModel {
    /// Shares of first touches per buffer, the last entry for sectors outside every buffer.
    private(set) var fromDRAM: [Double]
    /// Shares that come from the system-level cache.
    private(set) var fromSLC: [Double]
    /// Shares of first touches that wait for device memory because some core has just asked it for them.
    private(set) var late: [Double] = []
    /// Whether the launch reads nearly all of each buffer.
    private(set) var isDense: [Bool] = []
    /// Distinct sectors read and written by the whole launch.
    private(set) var launchSectors: Double
    /// How many times faster than one core's own stream the shared caches fill.
    private(set) var fillFactor: Double
    /// Share of stored sectors that reach device memory during the launch.
    private(set) var writesToDRAM: Double
    /// Distinct 128-byte lines on which the launch's atomics work.
    private(set) var atomicLines: Double
    /// Whether nothing that the launch uses is cached as it begins.
    private(set) var isCold: Bool

    /// Sharing in a launch of `units` samples like the one with `footprint`, `cores` of them at a time.
    init(
        _ footprint: Footprint, units: Double, cores: Double, rounds: Double = 1, buffers: [LaunchBuffer],
        cache: CacheState, hardware: Hardware
    ) {
        let sizes = buffers.map { Double($0.sectorCount) } + [.infinity]
        let all = zip(footprint.reads, sizes).map { reads, size in min(units * reads, size) }
        // Written buffers are bounded like read ones, but which they are is not told: all sizes together bound them.
        isDense = zip(all, sizes).map { $0 >= 0.9 * $1 }
        let written = min(units * footprint.writes, buffers.isEmpty ? .infinity : sizes.dropLast().reduce(0, +))
        launchSectors = all.reduce(0, +) + written
        let lastLevel = hardware.retainedBytes / 32
        let survives = launchSectors > lastLevel ? lastLevel / launchSectors : 1
        let l2 = Double(hardware.l2.bytes) * hardware.l2.retained / 32
        let inL2 = launchSectors > l2 ? l2 / launchSectors : 1
        let found = CacheState.reusableShare(of: launchSectors, in: lastLevel)
        let windows = max(1, units / cores)
        // What one window of cores working at the same time moves lies between a datum's uses in two of them.
        let perWindow =
            zip(footprint.reads, all).reduce(0.0) { $0 + min(cores * $1.0 / max(1, rounds), $1.1) }
            + min(cores * footprint.writes / max(1, rounds), written)
        let survivesWindow = perWindow > lastLevel ? lastLevel / perWindow : 1

        fromDRAM = []
        fromSLC = []
        var (windowTotal, touchTotal) = (0.0, 0.0)
        for (index, reads) in footprint.reads.enumerated() {
            let window = min(cores * reads, all[index])
            windowTotal += window
            touchTotal += cores * reads
            guard reads > 0 else {
                fromDRAM.append(0)
                fromSLC.append(0)
                late.append(0)
                continue
            }
            let cold = index < buffers.count ? 1 - (cache.isRepeat ? found : cache.share(of: buffers[index])) : 1
            let moved = all[index] * cold + (1 - survivesWindow) * max(0, windows * window - all[index])
            let dram = min(1, moved / (units * reads))
            fromDRAM.append(dram)
            // Cores at the same place in their work want shared data at the same time: those that did not ask first wait
            // as long. In later rounds of a window it is there.
            let fresh = min(1, moved / (windows * window))
            late.append(max(dram, dram + (fresh - dram) / max(1, rounds)))
            let leaders = window / (cores * reads)
            fromSLC.append(hardware.slc == nil ? 0 : max(0, leaders - dram) * (1 - inL2))
        }
        fillFactor = touchTotal > 0 ? max(1, cores * windowTotal / touchTotal) : max(1, cores)
        // Stores to the same sector meet in the last-level cache, and what that still holds at the end never left it.
        let stored = units * footprint.storeSectors
        // After a launch that used as much, as many dirty lines of that one leave as of this one stay.
        let leaving = cache.isRepeat && survives < 1 ? 1 : 1 - survives
        writesToDRAM = stored > 0 ? leaving * min(1, written / stored) : 0
        atomicLines = zip(footprint.atomicLines, sizes).reduce(0) { sum, pair in
            sum + min(units * pair.0, (pair.1 / 4).rounded(.up))
        }
        isCold = cache == .cold
    }
}
