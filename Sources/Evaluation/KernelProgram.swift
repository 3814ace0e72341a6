import KernelIR
import Candidates
import Diagnostics
import KernelCompiler
import SIMTMachine

/// A candidate's kernels, compiled and lowered: those that its launch plan uses.
struct KernelProgram: Sendable {
    /// One kernel in both builds.
    struct Kernel: Sendable {
        /// Name, parameters and limits from the source.
        let entry: EntryPoint
        /// Barely optimised: shows what is wrong.
        let check: LoweredKernel
        /// Optimised: what is timed.
        let time: LoweredKernel

        /// The kernel in one build.
        func lowered(_ build: Build) -> LoweredKernel { build == .check ? check : time }

        /// Bytes of threadgroup memory that the kernel declares.
        var threadgroupBytes: Int { max(check.threadgroupBytes, time.threadgroupBytes) }
    }

    /// Which of the two compiles.
    enum Build: Sendable { case check, time }

    /// The kernels by their names in the source.
    let kernels: [String: Kernel]
    /// Names of every kernel of the text, whether used or not.
    let names: [String]

    /// Lowers the kernels named, which exist or are left out.
    init(_ compiled: CompiledKernel, using used: Set<String>, source: SourceText) throws(Rejection) {
        var kernels: [String: Kernel] = [:]
        for entry in compiled.entries where used.contains(entry.name) {
            do throws(LoweringError) {
                kernels[entry.name] = Kernel(
                    entry: entry, check: try LoweredKernel(module: compiled.checkModule, entry: entry.symbol),
                    time: try LoweredKernel(module: compiled.timeModule, entry: entry.symbol))
            } catch {
                let message = "kernel '\(entry.name)' uses what the machine does not support: \(error.message)"
                let line = error.position.map { Int($0.line) } ?? entry.line
                let place = source.location(line: line, column: 1)
                throw Rejection(.unsupported, [source.diagnostic(at: place, message)])
            }
        }
        self.kernels = kernels
        names = compiled.entries.map(\.name)
    }
}
