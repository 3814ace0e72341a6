import Candidates
import Evaluation
import GPUTiming
import KernelCompiler
import Swarm

extension Workbench {
    /// What a swarm must know about task and chip.
    var brief: TaskBrief {
        var brief = TaskBrief(
            name: task.name, identity: taskIdentity, dialect: task.dialect.rawValue, gpu: hardware.name,
            gpuIdentity: gpuIdentity, compilerIdentity: compiler.clang.identity, start: task.candidate(for: task.start))
        brief.description = task.summary + "\n" + task.description
        brief.sizes =
            task.checkSizes.map { "checked: \(describe($0))" } + task.timeSizes.map { "timed: \(describe($0))" }
        brief.tolerance = "every element of an output row within \(task.tolerance) of the row's root mean square"
        brief.gpuFacts = facts
        brief.baselines = [
            TaskBrief.Baseline(name: Baseline.naive.rawValue, candidate: task.candidate(for: task.naive)),
            TaskBrief.Baseline(name: Baseline.competent.rawValue, candidate: task.candidate(for: task.competent)),
        ]
        brief.constants = task.constants
        return brief
    }

    private func describe(_ size: TaskSize) -> String {
        let values = size.values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return "\(size.name) (\(values.joined(separator: ", ")))"
    }

    /// Facts about the chip, one sentence each, for prompts.
    private var facts: [String] {
        [
            "\(hardware.title): \(hardware.cores) cores at \(Int(hardware.clockMHz)) MHz.",
            "Each core: \(hardware.core.schedulers) schedulers of 32 lanes, at most \(hardware.core.threads) threads.",
            "Threadgroup memory: \(hardware.threadgroupMemory.bytesPerThreadgroup) bytes per threadgroup.",
            "L1 \(hardware.l1.bytes) bytes, L2 \(hardware.l2.bytes) bytes.",
        ]
    }
}
