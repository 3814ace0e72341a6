import AgentModels
import Blackboard
import SwarmConfig

/// Everything that stays the same during a run: who takes part, and by which rules.
struct RunPlan: Sendable {
    /// The configuration.
    let configuration: RunConfiguration
    /// The task and the chip.
    let brief: TaskBrief
    /// The prompts; nil for a team that is never asked.
    let prompts: RunPrompts?
    /// Who takes tickets, in the order of the team.
    let proposers: [AgentInstance]
    /// Who reads proposals before they cost anything.
    let critics: [AgentInstance]
    /// Who turns trace summaries into hints.
    let profilers: [AgentInstance]
    /// The council's seats.
    let judges: [Council.Judge]
    /// Every agent by id.
    let agents: [String: AgentInstance]

    /// The most candidates that one ticket may propose before it is given up.
    static let attempts = 3
    /// How many times in a row an agent's model may fail before the agent gets no more work.
    static let failuresInARow = 3

    /// The plan of a configuration.
    init(configuration: RunConfiguration, brief: TaskBrief, prompts: RunPrompts?) {
        self.configuration = configuration
        self.brief = brief
        self.prompts = prompts
        let agents = configuration.team.agents
        proposers = agents.filter {
            [.explorer, .optimizer].contains($0.declaration.role) && $0.declaration.weight > 0
        }
        critics = agents.filter { $0.declaration.role == .critic && $0.reads(.proposal) && $0.posts(.critique) }
        profilers = agents.filter { $0.declaration.role == .profiler && $0.reads(.traceSummary) && $0.posts(.hint) }
        judges = configuration.team.council?.judges ?? []
        var byID: [String: AgentInstance] = [:]
        for agent in configuration.team.everyone { byID[agent.id] = agent }
        self.agents = byID
    }

    /// How many kernels an island keeps; after as many tickets its best moves on.
    var migrationInterval: Int { max(1, configuration.population.size) }
}

extension AgentInstance {
    /// Whether its declaration lets it read a kind.
    func reads(_ kind: SwarmConfig.EntryKind) -> Bool { declaration.reads.contains(kind) }

    /// Whether its declaration lets it post a kind.
    func posts(_ kind: SwarmConfig.EntryKind) -> Bool { declaration.posts.contains(kind) }

    /// Whether a prompt must be answered for it to act.
    var isLive: Bool { model.provider != .offline }

    /// How many tickets in a row it takes: an explorer's batch, an optimizer's depth.
    var runLength: Int {
        switch declaration.settings {
        case .explorer(let batch): max(1, batch)
        case .optimizer(_, let depth): max(1, depth)
        case .judge, .none: 1
        }
    }

    /// The kinds of the journal that it subscribes to: what it reads, and the tickets it may hold.
    var subscriptions: Set<JournalKind> {
        var kinds: Set<JournalKind> = []
        for kind in declaration.reads {
            if let kind = JournalKind(rawValue: kind.rawValue) { kinds.insert(kind) }
            // A judge's verdict is a vote in the journal; who reads verdicts reads both.
            if kind == .verdict { kinds.insert(.vote) }
        }
        if [.explorer, .optimizer].contains(declaration.role) { kinds.insert(.ticket) }
        return kinds
    }
}
