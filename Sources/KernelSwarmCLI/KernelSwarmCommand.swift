import ArgumentParser

/// The `kernelswarm` command.
struct KernelSwarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernelswarm",
        abstract: "Lets a swarm of agents write and speed up GPU kernels, on a model of the GPU.",
        discussion: """
            Exit codes: 0 done, 1 a negative verdict, 2 wrong usage or configuration, 3 stopped and resumable, \
            70 an error of kernelswarm itself. Results go to standard output, everything else to standard error.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, DoctorCommand.self, RunCommand.self, ResumeCommand.self, ReplayCommand.self,
            CheckCommand.self, SchemaCommand.self, EvaluateCommand.self, ProfileCommand.self, DiffCommand.self,
            ListCommand.self, AuditCommand.self, CalibrateCommand.self,
        ])
}
