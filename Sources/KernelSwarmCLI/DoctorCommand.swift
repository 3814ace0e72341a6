import ArgumentParser
import Diagnostics
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import SwarmConfig

/// `kernelswarm doctor`: whether everything that a run needs is there and works.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Tells whether everything that a run needs is there and works.")

    func run() async throws {
        var healthy = true
        func report(_ name: String, _ good: Bool, _ detail: String) {
            healthy = healthy && good
            let title = name.padding(toLength: 12, withPad: " ", startingAt: 0)
            Console.output("\(good ? "ok   " : "FAIL ") \(title) \(detail)")
        }
        let environment = ProcessInfo.processInfo.environment
        var compiler: KernelCompiler?
        do {
            let clang = try await Clang.locate(environment: environment)
            compiler = KernelCompiler(clang: clang)
            report("clang", true, "\(clang.version) at \(clang.path)")
        } catch {
            report("clang", false, "\(error)")
        }
        var context: ProjectContext?
        do {
            let found = try ProjectContext()
            context = found
            report("project", true, found.project.roots.map(\.path).joined(separator: ", then "))
        } catch {
            report("project", false, error.description)
        }
        if let context {
            let gpus = context.project.declarations(in: "configs/gpus")
            report("gpus", !gpus.isEmpty, gpus.joined(separator: ", "))
            let tasks = context.project.tasks
            report("tasks", !tasks.isEmpty, tasks.joined(separator: ", "))
        }
        if let compiler {
            let text = """
                #include <metal_stdlib>
                kernel void probe(device float* x [[buffer(0)]]) { x[0] = metal::sqrt(2.0f); }
                """
            switch await compiler.compile(KernelSource(text: text, fileName: "probe.metal", dialect: .metal)) {
            case .success: report("compile", true, "a Metal kernel")
            case .failure(let failure):
                report("compile", false, failure.diagnostics.map(\.rendered).joined(separator: "\n"))
            }
        }
        report("cores", true, "\(Workbench.defaultJobs), the default of --jobs")
        if !healthy { throw CommandFailure(.negative) }
    }
}
