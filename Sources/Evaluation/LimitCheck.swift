import KernelCompiler
import Candidates
import Diagnostics
import GPUTiming

/// Checks a launch against what the chip and the kernel itself allow.
struct LimitCheck {
    /// The chip.
    let hardware: Hardware
    /// The kernel's text.
    let source: SourceText

    /// Throws when a launch is over a limit.
    func check(_ launch: BoundLaunch, at size: TaskSize) throws(Rejection) {
        let name = launch.kernel.entry.name
        let threads = launch.plan.threadgroupSize.product ?? .max
        let limit = min(1024, hardware.core.threadsPerThreadgroup)
        if threads > limit {
            throw reject(
                launch, size, "kernel '\(name)' is launched with \(threads) threads per threadgroup "
                    + "\(launch.plan.threadgroupSize); \(hardware.name) allows \(limit)")
        }
        if let own = launch.kernel.entry.maxThreads, threads > own {
            throw reject(
                launch, size, "kernel '\(name)' is launched with \(threads) threads per threadgroup; it allows itself \(own)")
        }
        let declared = launch.kernel.threadgroupBytes
        let (bytes, overflow) = declared.addingReportingOverflow(launch.dynamicBytes)
        let most = hardware.threadgroupMemory.bytesPerThreadgroup
        if overflow || bytes > most {
            throw reject(
                launch, size, "kernel '\(name)' needs \(bytes) bytes of threadgroup memory (\(declared) declared, "
                    + "\(launch.dynamicBytes) by the launch); \(hardware.name) has \(most) per threadgroup")
        }
    }

    private func reject(_ launch: BoundLaunch, _ size: TaskSize, _ message: String) -> Rejection {
        let place = source.location(line: launch.kernel.entry.line, column: 1)
        return Rejection(.launchLimit, [source.diagnostic(at: place, message)], size: size.name)
    }
}
