package import AgentModels
import Blackboard
import Foundation

/// The prompts of a run: the team's templates by path, the one for repairs, and the description of answers.
package struct RunPrompts: Sendable {
    /// The name under which the repair template is found.
    static let repairName = "prompts/repair.mustache"

    /// The templates, by path from the project's root.
    let library: PromptLibrary
    /// How a candidate is written: design space, launch plan, edits.
    let candidateFormat: String
    /// The fingerprint of what prompts hold beside the team's own templates.
    let identity: String

    /// The prompts of `files`, named by their paths, among them `prompts/repair.mustache`.
    ///
    /// Throws `DiagnosticError` with the mistakes of all templates.
    package init(files: [PromptLibrary.File], candidateFormat: String) throws {
        library = try PromptLibrary(files: files)
        self.candidateFormat = candidateFormat
        let repair = files.first { $0.name == Self.repairName }?.text ?? ""
        identity = Fingerprint(of: Data("\(repair)\u{0}\(candidateFormat)".utf8)).hex
    }

    /// Whether agents that answer prompts can be asked at all.
    var canRepair: Bool { library.names.contains(Self.repairName) }
}
