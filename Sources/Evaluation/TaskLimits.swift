/// How much work the kernels of a task may take before they are stopped; the same on every host.
package struct TaskLimits: Hashable, Sendable {
    /// Warp instructions of all launches at one check size, in the barely optimised build.
    package var checkInstructions = 40_000_000
    /// Warp instructions of the threadgroups executed at one timed size.
    package var timeInstructions = 400_000_000

    package init() {}
}
