/// What one parameter of a kernel is bound to.
package enum KernelArgument: Hashable, Sendable {
    /// A pointer into a buffer.
    case buffer(BufferID, byteOffset: Int)
    /// A pointer to bytes that the launch brings along: Metal's `setBytes`, CUDA's by-value structs.
    case bytesPointer([UInt8])
    /// A buffer shown as a 2-D texture: a pointer to its descriptor.
    case texture(BufferID, TextureView)
    /// A scalar passed by value, little-endian.
    case value([UInt8])
    /// A grid position or size; vectors take the leading components.
    case builtin(ThreadBuiltin)
    /// A pointer into threadgroup memory, `byteOffset` bytes after the statically sized part.
    case threadgroup(byteOffset: Int)
    /// A number of its own for each thread, picked by its x position in the grid; the last one serves all beyond.
    case perThread([UInt64])
}

/// One kernel launch.
package struct Launch: Sendable {
    package var kernel: LoweredKernel
    package var arguments: [KernelArgument]
    /// Number of threadgroups.
    package var threadgroups: GridSize
    /// Threads of a full threadgroup.
    package var threadsPerThreadgroup: GridSize
    /// Threads of the whole grid, where the last threadgroups may be ragged; nil for full threadgroups everywhere.
    package var threadsPerGrid: GridSize?
    /// Bytes of threadgroup memory beyond the statically sized part.
    package var dynamicThreadgroupBytes: Int

    package init(
        kernel: LoweredKernel, arguments: [KernelArgument], threadgroups: GridSize, threadsPerThreadgroup: GridSize,
        threadsPerGrid: GridSize? = nil, dynamicThreadgroupBytes: Int = 0
    ) {
        self.kernel = kernel
        self.arguments = arguments
        self.threadgroups = threadgroups
        self.threadsPerThreadgroup = threadsPerThreadgroup
        self.threadsPerGrid = threadsPerGrid
        self.dynamicThreadgroupBytes = dynamicThreadgroupBytes
    }
}

/// How the machine treats a launch.
package struct MachineOptions: Sendable {
    /// Warp instructions that all executed threadgroups together may take.
    package var instructionBudget: Int
    /// True where every thread of a threadgroup must reach each barrier, as Metal demands; false where threads that have
    /// returned do not count, as CUDA allows.
    package var barriersNeedAllThreads: Bool
    /// Threads that may execute a launch's threadgroups; whatever is found, counted or written does not depend on it.
    package var threads: Int
    /// Warp instructions, loops not counted, below which a launch is not worth several threads.
    package var leastSharedWork = 20_000

    package init(
        instructionBudget: Int = 2_000_000_000, barriersNeedAllThreads: Bool = false, threads: Int = 1
    ) {
        self.instructionBudget = instructionBudget
        self.barriersNeedAllThreads = barriersNeedAllThreads
        self.threads = threads
    }
}
