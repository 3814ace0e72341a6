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
    /// Distinct sectors read and written by the whole launch.
    private(set) var launchSectors: Double
    /// How many times faster than one core's own stream the shared caches fill.
    private(set) var fillFactor: Double
    /// Share of stored sectors that reach device memory during the launch.
    private(set) var writesToDRAM: Double

    /// Sharing in a launch of `units` samples like the one with `footprint`, `cores` of them at a time.
    init(
        _ footprint: Footprint, units: Double, cores: Double, buffers: [LaunchBuffer], cache: CacheState,
        hardware: Hardware
    ) {
        let sizes = buffers.map { Double($0.sectorCount) } + [.infinity]
        let all = zip(footprint.reads, sizes).map { reads, size in min(units * reads, size) }
        // Written buffers are bounded like read ones, but which they are is not told: all sizes together bound them.
        let written = min(units * footprint.writes, buffers.isEmpty ? .infinity : sizes.dropLast().reduce(0, +))
        launchSectors = all.reduce(0, +) + written
        let lastLevel = Double(hardware.lastLevelBytes) / 32
        let survives = launchSectors > lastLevel ? lastLevel / launchSectors : 1
        let inL2 = launchSectors * 32 > Double(hardware.l2.bytes) ? Double(hardware.l2.bytes) / 32 / launchSectors : 1
        let windows = max(1, units / cores)

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
                continue
            }
            let cold = index < buffers.count ? 1 - cache.share(of: buffers[index]) : 1
            let moved = all[index] * cold + (1 - survives) * max(0, windows * window - all[index])
            let dram = min(1, moved / (units * reads))
            fromDRAM.append(dram)
            let leaders = window / (cores * reads)
            fromSLC.append(hardware.slc == nil ? 0 : max(0, leaders - dram) * (1 - inL2))
        }
        fillFactor = touchTotal > 0 ? max(1, cores * windowTotal / touchTotal) : max(1, cores)
        writesToDRAM = 1 - survives
    }
}
