/// How much work the kernels of a task may take before they are stopped; the same on every host.
package struct TaskLimits: Hashable, Sendable {
    /// Warp instructions of all launches at one check size, in the barely optimised build.
    package var checkInstructions = 40_000_000
    /// Warp instructions of the threadgroups executed at one timed size.
    package var timeInstructions = 200_000_000
    /// Bytes of all temporaries of a launch plan at one size.
    package var temporaryBytes = 1 << 30
    /// Threadgroups of one launch.
    package var threadgroups = 1 << 22
    /// Warp instructions of the threadgroups that share a core and are traced together; bounds the memory of traces.
    package var tracedInstructions = 12_000_000

    package init() {}

    /// Bounds the work of checks and of timing by the same number of warp instructions.
    mutating func setInstructions(_ count: Int) {
        checkInstructions = max(1, count)
        timeInstructions = max(1, count)
    }
}
