/// One launch of a kernel: its size and the memory bound to it.
package struct LaunchShape: Sendable {
    /// Threadgroups of the grid.
    package var threadgroups: Int
    /// Threads of a whole threadgroup.
    package var threadsPerThreadgroup: Int
    /// Threadgroup memory given at launch, in bytes.
    package var dynamicThreadgroupBytes: Int
    /// Device memory bound to the kernel, each once.
    package var buffers: [LaunchBuffer]
    /// Threads that the kernel declares as the most of a threadgroup, for which its registers must last; nil for none.
    package var declaredThreads: Int?

    package init(
        threadgroups: Int, threadsPerThreadgroup: Int, dynamicThreadgroupBytes: Int = 0, buffers: [LaunchBuffer] = [],
        declaredThreads: Int? = nil
    ) {
        self.threadgroups = threadgroups
        self.threadsPerThreadgroup = threadsPerThreadgroup
        self.dynamicThreadgroupBytes = dynamicThreadgroupBytes
        self.buffers = buffers
        self.declaredThreads = declaredThreads
    }
}

/// The sectors of one buffer in the flat space of `WarpTrace.sectors`.
///
/// The extent bounds how much a launch can fetch: what many threadgroups share is fetched once.
package struct LaunchBuffer: Sendable, Hashable {
    /// Id of the first sector (byte address / 32).
    package var firstSector: UInt32
    /// Number of 32-byte sectors.
    package var sectorCount: UInt32

    package init(firstSector: UInt32, sectorCount: UInt32) {
        self.firstSector = firstSector
        self.sectorCount = sectorCount
    }
}
