import ArgumentParser
import Foundation
import SwarmConfig

/// `kernelswarm init`: a project of one's own, with the shipped agents, prompts and configurations to change.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Makes a project folder with agents, prompts and configurations to start from.")

    @Argument(help: "The folder to make; it must not exist or be empty.")
    var directory: String

    func run() throws {
        let context = try ProjectContext()
        guard let source = context.project.roots.last else { throw CommandFailure(.usage, "no project to copy from") }
        let target = URL(fileURLWithPath: directory)
        let manager = FileManager.default
        if let content = try? manager.contentsOfDirectory(atPath: target.path), !content.isEmpty {
            throw CommandFailure(.usage, "'\(directory)' is not empty; name a new folder")
        }
        if manager.fileExists(atPath: target.path), (try? manager.contentsOfDirectory(atPath: target.path)) == nil {
            throw CommandFailure(.usage, "'\(directory)' is a file; name a new folder")
        }
        do {
            try manager.createDirectory(at: target, withIntermediateDirectories: true)
            for folder in ["agents", "prompts", "configs"] {
                try manager.copyItem(
                    at: source.appendingPathComponent(folder), to: target.appendingPathComponent(folder))
            }
        } catch {
            throw CommandFailure(.usage, "'\(directory)' cannot be written: \(error.localizedDescription)")
        }
        Console.output(
            """
            Made \(directory) with agents/, prompts/ and configs/. Next:
              cd \(directory)
              kernelswarm run configs/quickstart.yaml
            """)
    }
}
