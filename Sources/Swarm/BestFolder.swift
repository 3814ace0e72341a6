import Blackboard
import Candidates
import Evaluation
import Foundation
import GPUTiming
import StrictYAML

/// Writes `best/`: the best kernel ready to use, how to launch it, and why it is faster.
enum BestFolder {
    /// Writes the folder of a run that is over; a run without a correct kernel has none.
    ///
    /// | file | holds |
    /// |---|---|
    /// | `kernel.metal` or `kernel.cu` | the kernel, its tunables baked in |
    /// | `launch.json` | the tunables and the launch plan |
    /// | `trace-summary.txt`, `.json` | where its time goes |
    /// | `baseline-trace-summary.txt`, `.json` | the same of the first baseline that is correct |
    static func write(_ outcome: RunOutcome, dialect: String) throws {
        guard let best = outcome.best else { return }
        let folder = outcome.runDirectory + "/best"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let name = dialect == "cuda" ? "kernel.cu" : "kernel.metal"
            try write(Data(best.candidate.bakedText.utf8), to: folder + "/" + name)
            try write(try launch(best.candidate, file: name).encoded + Data("\n".utf8), to: folder + "/launch.json")
            try writeSummaries(of: best, to: folder + "/trace-summary")
            if let baseline = outcome.baselines.first(where: { $0.kernel.result.verdict.kind == .correct }) {
                try writeSummaries(of: baseline.kernel, to: folder + "/baseline-trace-summary")
            }
        } catch let error as CocoaError {
            throw SwarmError(.runDirectory, "'\(folder)' cannot be written: \(error.localizedDescription)")
        }
    }

    /// Writes a kernel's trace summaries as text and as JSON.
    private static func writeSummaries(of kernel: RunOutcome.Kernel, to path: String) throws {
        let text = kernel.result.summaries.map(\.text).joined(separator: "\n\n") + "\n"
        try write(Data("\(kernel.author) \(kernel.candidate.identity)\n\n\(text)".utf8), to: path + ".txt")
        try write(try CanonicalJSON(encoding: kernel.result.summaries).encoded + Data("\n".utf8), to: path + ".json")
    }

    /// How the kernel is launched, expressions as they are written.
    private static func launch(_ candidate: Candidate, file: String) throws -> CanonicalJSON {
        var payload: [String: CanonicalJSON] = [
            "kernel": .string(file), "candidate": .string(candidate.identity),
            "tunables": .object(candidate.point.dictionary.mapValues { .int($0) }),
        ]
        // A kernel that was measured has a plan; without one the file says at least what it is.
        if let plan = try? LaunchPlan(parsing: candidate.text, file: file) {
            payload["temporaries"] = .array(
                plan.temporaries.map {
                    [
                        "name": .string($0.name.value), "type": .string($0.type.rawValue),
                        "count": .string($0.count.value.text),
                    ]
                })
            payload["launches"] = .array(plan.launches.map(launch))
        }
        return .object(payload)
    }

    /// One launch of a plan.
    private static func launch(_ launch: LaunchPlan.Launch) -> CanonicalJSON {
        var payload: [String: CanonicalJSON] = [
            "kernel": .string(launch.kernel.value),
            "threadgroup": .array(launch.threadgroup.map { .string($0.value.text) }),
            "arguments": .object(
                Dictionary(launch.arguments.map { ($0.name, .string($0.value.value.text)) }) { first, _ in first }),
        ]
        if !launch.textures.isEmpty {
            payload["textures"] = .object(Dictionary(launch.textures.map(texture)) { first, _ in first })
        }
        switch launch.grid {
        case .threads(let axes): payload["threads"] = .array(axes.map { .string($0.value.text) })
        case .threadgroups(let axes): payload["threadgroups"] = .array(axes.map { .string($0.value.text) })
        }
        if let when = launch.when { payload["when"] = .string(when.value.text) }
        if !launch.threadgroupMemory.isEmpty {
            payload["threadgroup_memory"] = .object(
                Dictionary(launch.threadgroupMemory.map { (String($0.index), .string($0.bytes.value.text)) }) {
                    first, _ in first
                })
        }
        return .object(payload)
    }

    /// A kernel parameter's name and the texture that it is given.
    private static func texture(
        _ texture: (name: String, value: Located<LaunchPlan.Texture>)
    ) -> (String, CanonicalJSON) {
        let value = texture.value.value
        return (
            texture.name,
            [
                "texture": .string(value.memory.value), "width": .string(value.width.value.text),
                "height": .string(value.height.value.text), "format": .string(value.format.rawValue),
            ]
        )
    }

    /// Writes a file whole or not at all.
    private static func write(_ data: Data, to path: String) throws {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
