import KernelCompiler
import Candidates
import Diagnostics
import GPUTiming
import SIMTMachine

/// Checks a launch against what the chip and the kernel itself allow.
struct LimitCheck {
    /// The chip.
    let hardware: Hardware
    /// What the task allows.
    let limits: TaskLimits
    /// The kernel's text.
    let source: SourceText

    /// Throws when the temporaries of a plan take too much memory.
    func check(_ plan: ResolvedPlan, at size: TaskSize) throws(Rejection) {
        // The plan bounds the sum, so it cannot overflow.
        let bytes = plan.temporaries.reduce(0) { $0 + $1.count * $1.type.byteSize }
        guard bytes > limits.temporaryBytes else { return }
        throw Rejection(
            .launchLimit,
            "the temporaries of the launch plan take \(bytes) bytes; at most \(limits.temporaryBytes) are allowed"
                + size.messageSuffix, size: size.name)
    }

    /// Throws when a launch is over a limit.
    func check(_ launch: BoundLaunch, at size: TaskSize) throws(Rejection) {
        let name = launch.kernel.entry.name
        let threads = launch.plan.threadgroupSize.product ?? .max
        let limit = min(1024, hardware.core.threadsPerThreadgroup)
        if threads > limit {
            throw reject(
                launch, size,
                "kernel '\(name)' is launched with \(threads) threads per threadgroup "
                    + "\(launch.plan.threadgroupSize); \(hardware.name) allows \(limit)")
        }
        if let own = launch.kernel.entry.maxThreads, threads > own {
            throw reject(
                launch, size,
                "kernel '\(name)' is launched with \(threads) threads per threadgroup; it allows itself \(own)")
        }
        if launch.threadgroups.count > limits.threadgroups {
            throw reject(
                launch, size,
                "kernel '\(name)' is launched with \(launch.threadgroups.count) threadgroups; at most "
                    + "\(limits.threadgroups) are allowed")
        }
        let declared = launch.kernel.threadgroupBytes
        let (bytes, overflow) = declared.addingReportingOverflow(launch.dynamicBytes)
        let most = hardware.threadgroupMemory.bytesPerThreadgroup
        if overflow || bytes > most {
            throw reject(
                launch, size,
                "kernel '\(name)' needs \(bytes) bytes of threadgroup memory (\(declared) declared, "
                    + "\(launch.dynamicBytes) by the launch); \(hardware.name) has \(most) per threadgroup")
        }
    }

    private func reject(_ launch: BoundLaunch, _ size: TaskSize, _ message: String) -> Rejection {
        let place = source.location(line: launch.kernel.entry.line, column: 1)
        return Rejection(.launchLimit, [source.diagnostic(at: place, message)], size: size.name)
    }
}
