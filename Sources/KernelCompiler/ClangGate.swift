import Foundation

/// Lets as many compilers run at once as there are processors; the others wait in the order in which they came.
///
/// However many kernels are asked for at a time, memory is bounded, and a compile that has begun gets its share of a
/// processor. What is compiled, and whether it can be, depends on none of this.
package actor ClangGate {
    /// The gate of this process.
    static let shared = ClangGate(places: max(2, ProcessInfo.processInfo.activeProcessorCount))

    /// Compilers that may start at once.
    private var free: Int
    /// Those that wait, the first to come first.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A gate that lets `places` through at a time.
    package init(places: Int) {
        free = places
    }

    /// Runs `work` when there is room for it.
    package func pass<Result: Sendable>(_ work: @Sendable () async -> Result) async -> Result {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
        defer {
            // The place goes to the next one without becoming free in between.
            if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        }
        return await work()
    }
}
