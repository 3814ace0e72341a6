import ArgumentParser

/// `kernelswarm audit`: reads and proves what a run's agents did.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Reads and proves the transcript of a run.",
        subcommands: [
            AuditListCommand.self, AuditShowCommand.self, AuditVerifyCommand.self, AuditLineageCommand.self,
            AuditExportCommand.self,
        ])
}
