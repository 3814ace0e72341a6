import Diagnostics
import Evaluation
import Foundation
import GPUTiming
import SwarmConfig

/// Kinds of files beside agents, teams and runs that `check` reads.
enum CheckedKinds {
    /// Tasks and chips.
    static let all: [ConfigurationChecker.Kind] = [
        ConfigurationChecker.Kind(
            name: "task", matches: { path, _ in URL(fileURLWithPath: path).lastPathComponent == "task.yaml" },
            check: { _, path in
                let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
                let name = path.hasSuffix("/task.yaml") ? String(path.dropLast("/task.yaml".count)) : "."
                do throws(DiagnosticError) {
                    _ = try TaskDefinition(folder: folder, named: name)
                    return []
                } catch {
                    return error.diagnostics
                }
            }),
        ConfigurationChecker.Kind(
            name: "gpu", matches: { _, keys in keys.contains("vendor") && keys.contains("classes") },
            check: { text, path in
                do throws(DiagnosticError) {
                    _ = try Hardware(yaml: text, file: path)
                    return []
                } catch {
                    return error.diagnostics
                }
            }),
    ]
}
