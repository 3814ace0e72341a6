import Foundation
import TestSupport
import Testing

@Suite struct CommandTests {
    @Test("a command that does not exist is wrong usage")
    func unknownCommand() throws {
        let outcome = try Tool.run("optimise")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("optimise"))
        #expect(outcome.output.isEmpty)
    }

    @Test("help ends well and names every command")
    func help() throws {
        let outcome = try Tool.run("--help")
        #expect(outcome.status == 0)
        for command in [
            "init", "doctor", "run", "resume", "replay", "check", "schema", "evaluate", "profile", "diff", "list",
            "audit",
        ] {
            #expect(outcome.output.contains("  \(command) "))
        }
    }

    @Test("the schema printed is the schema shipped")
    func schema() throws {
        let outcome = try Tool.run("schema")
        #expect(outcome.status == 0)
        let shipped = Tool.package.appendingPathComponent("configs/schema.json")
        #expect(try outcome.output == String(contentsOf: shipped, encoding: .utf8))
    }

    @Test("list shows what the project offers, from any folder")
    func list() throws {
        let elsewhere = FileManager.default.temporaryDirectory
        #expect(try Tool.run("list", "tasks", in: elsewhere).output == "attention\nattention-cuda\nmatmul\n")
        #expect(try Tool.run("list", "gpus").output.contains("m1-pro\n"))
        #expect(try Tool.run("list", "agents").output.contains("explorer\n"))
        #expect(try Tool.run("list", "teams").output.contains("offline-swarm\n"))
        #expect(try Tool.run("list", "kernels").status == 2)
    }

    @Test("everything shipped passes check")
    func checkShipped() throws {
        let manager = FileManager.default
        var files: [String] = []
        for folder in ["agents", "agents/teams", "configs", "configs/gpus"] {
            let names = try manager.contentsOfDirectory(atPath: Tool.package.appendingPathComponent(folder).path)
            files += names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
        }
        files += ["configs/tasks/attention/task.yaml", "configs/tasks/matmul/task.yaml"]
        let outcome = try Tool.run(["check"] + files)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
        #expect(outcome.output == "\(files.count) files checked, no mistakes\n")
    }

    @Test("init makes a project that works on its own; a folder in use is refused")
    func initialise() throws {
        try TemporaryDirectory.with { directory in
            let project = URL(fileURLWithPath: directory.path).appendingPathComponent("mine")
            #expect(try Tool.run("init", project.path).status == 0)
            #expect(try Tool.run("check", "configs/quickstart.yaml", in: project).status == 0)
            let again = try Tool.run("init", project.path)
            #expect(again.status == 2)
            #expect(again.errors == "error: '\(project.path)' is not empty; name a new folder\n")
        }
    }

    @Test("doctor finds everything here")
    func doctor() throws {
        let outcome = try Tool.run("doctor")
        #expect(outcome.status == 0)
        #expect(!outcome.output.contains("FAIL"))
    }

    @Test("a task, a gpu and a kernel that do not exist are named with what is near")
    func wrongNames() throws {
        let gpu = try Tool.run("evaluate", "--task", "attention", "--gpu", "m1-pr")
        #expect(gpu.status == 2)
        #expect(gpu.errors == "error: there is no gpu 'm1-pr'\n  = did you mean 'm1-pro'?\n")
        let task = try Tool.run("evaluate", "--task", "atention", "--gpu", "m1-pro")
        #expect(task.errors == "error: there is no task 'atention'\n  = did you mean 'attention'?\n")
        let kernel = try Tool.run("evaluate", "--task", "matmul", "--gpu", "m1-pro", "--kernel", "none.metal")
        #expect(kernel.status == 2)
        #expect(kernel.errors == "error: 'none.metal' cannot be read\n")
    }

    @Test("a kernel against itself is exactly 1")
    func sameAgainstSame() throws {
        let outcome = try Tool.run(
            "evaluate", "--task", "matmul", "--gpu", "m1-pro", "--kernel", "competent", "--against", "competent",
            "--json")
        #expect(outcome.status == 0)
        #expect(outcome.lastLine.contains("\"ratio\":1,"))
    }

    @Test("verify of what is no run is broken, and says so")
    func verifyNothing() throws {
        let outcome = try Tool.run("audit", "verify", "configs")
        #expect(outcome.status == 1)
        #expect(outcome.lastLine.hasPrefix("head "))
    }
}
