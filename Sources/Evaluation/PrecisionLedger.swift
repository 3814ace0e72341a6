import Candidates
import KernelCompiler
import SIMTMachine

/// Counts the operations of low precision that feed each buffer, over the launches of a plan.
struct PrecisionLedger {
    /// What feeds one buffer.
    struct Entry {
        /// Lane operations executed.
        var count: UInt64 = 0
        /// A line that has one.
        var line = 0
        /// The kernel of that line.
        var kernel = ""
    }

    /// By the buffer's name; buffers that nothing of low precision feeds are missing.
    private(set) var entries: [String: Entry] = [:]

    /// Adds a launch that has been executed in the barely optimised build.
    mutating func add(_ launch: BoundLaunch, _ execution: Execution) {
        let lowered = launch.kernel.check
        let names = launch.arguments.map(\.bufferName)
        let before = entries
        for (index, name) in names.enumerated() {
            guard let name else { continue }
            var sources = names.compactMap { $0 }
            var own: PrecisionFlow.Sink?
            if let flow = lowered.precision {
                guard let sink = flow.sinks[index] else { continue }
                sources = sink.parameters.compactMap { names.indices.contains($0) ? names[$0] : nil }
                own = sink
            }
            var entry = before[name] ?? Entry()
            for source in sources where source != name {
                if let fed = before[source], fed.count > entry.count { entry = fed }
            }
            if let own, let first = own.instructions.first {
                let executed = execution.laneExecutions(of: own.instructions)
                entry.count += executed
                if executed > 0, entry.line == 0 {
                    entry.line = lowered.line(of: first)
                    entry.kernel = launch.kernel.entry.name
                }
            }
            if entry.count > 0 { entries[name] = entry }
        }
    }
}
