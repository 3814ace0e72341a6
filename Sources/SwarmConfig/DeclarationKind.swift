/// The kinds of files that declare a swarm.
package enum DeclarationKind: String, CaseIterable, Hashable, Sendable {
    /// `agents/NAME.yaml`.
    case agent
    /// `agents/teams/NAME.yaml`.
    case team
    /// `configs/NAME.yaml`.
    case run

    /// The folder of such files, a path from the project's root.
    package var folder: String {
        switch self {
        case .agent: "agents"
        case .team: "agents/teams"
        case .run: "configs"
        }
    }

    /// Whether a file must be called as what it declares: others refer to it by its name.
    var isNamedByFile: Bool { self != .run }
}
