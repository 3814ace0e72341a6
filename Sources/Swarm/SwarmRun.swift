import AgentModels
import Blackboard
import Foundation
package import SwarmConfig

/// A run of a swarm: started, resumed, replayed.
package struct SwarmRun: Sendable {
    /// The configuration.
    package var configuration: RunConfiguration
    /// The task and the chip.
    package var brief: TaskBrief
    /// The prompts; nil for a team that is never asked.
    package var prompts: RunPrompts?

    /// A run to be started, or to be taken up again.
    package init(configuration: RunConfiguration, brief: TaskBrief, prompts: RunPrompts? = nil) {
        self.configuration = configuration
        self.brief = brief
        self.prompts = prompts
    }

    /// Starts the run in a folder that holds none; `maxEvaluations` takes the place of the stop rule's number.
    @discardableResult
    package func start(
        runDirectory: String, maxEvaluations: Int? = nil, services: RunServices
    ) async throws -> RunOutcome {
        var run = self
        if let maxEvaluations { run.configuration.stop.evaluations = maxEvaluations }
        try run.checkModels(services)
        let board = try Blackboard(runDirectory: runDirectory)
        // A journal without entries is what a process leaves that is killed before its first word.
        guard await board.allEntries().isEmpty else {
            try await board.finish()
            throw SwarmError(
                .runDirectory, "'\(runDirectory)' holds a run already; resume it or choose another folder")
        }
        try await run.subscribe(board)
        try await board.post(ObservationDrafts.environment(services.environment, jobs: services.jobs))
        return try await run.drive(board, RunState(plan: run.plan), runDirectory: runDirectory, services: services)
    }

    /// Goes on with the run in a folder, from its last decision.
    ///
    /// Seed and number of evaluations are the run's own, whatever the configuration says by now; everything else must
    /// be as it was. A run that is over gives its outcome again.
    @discardableResult
    package func resume(runDirectory: String, services: RunServices) async throws -> RunOutcome {
        guard FileManager.default.fileExists(atPath: runDirectory + "/" + JournalSchema.fileName) else {
            throw SwarmError(.runDirectory, "'\(runDirectory)' holds no run")
        }
        let board = try Blackboard(runDirectory: runDirectory)
        let entries = await board.allEntries()
        guard !entries.isEmpty else {
            throw SwarmError(.runDirectory, "'\(runDirectory)' holds a run that had not begun; start it with 'run'")
        }
        let decisions = entries.filter { $0.chain == .decision }
        var run = self
        run.configuration = try Self.adopting(configuration, decisions.first)
        try run.checkModels(services)
        var state = RunState(plan: run.plan)
        for entry in decisions { try state.apply(await Self.decision(entry, board)) }
        if state.ended == nil {
            try await run.subscribe(board)
            try await board.post(ObservationDrafts.resume(decisions: decisions.count))
            try await board.post(ObservationDrafts.environment(services.environment, jobs: services.jobs))
        }
        let kept = try await ObservationDrafts.replies(in: entries) { try await board.body($0) }
        return try await run.drive(board, state, runDirectory: runDirectory, services: services, kept: kept)
    }

    /// The plan of this run.
    var plan: RunPlan { RunPlan(configuration: configuration, brief: brief, prompts: prompts) }

    /// Drives a state to the end or to a stop, and leaves the folder in order.
    private func drive(
        _ board: Blackboard, _ state: RunState, runDirectory: String, services: RunServices,
        kept: [String: ModelReply] = [:]
    ) async throws -> RunOutcome {
        var driver = RunDriver(board: board, services: services, state: state, kept: kept)
        let isOver = try await driver.run()
        if !isOver { try await board.post(ObservationDrafts.interrupt(decisions: driver.state.decisions)) }
        let head = await board.head
        let outcome = driver.state.outcome(
            reason: isOver ? driver.state.ended ?? .exhausted : .interrupted, head: head, runDirectory: runDirectory)
        if isOver { try BestFolder.write(outcome, dialect: brief.dialect) }
        try await board.finish()
        return outcome
    }

    /// A configuration with the seed and number of evaluations that the goal of a recorded run has.
    static func adopting(_ configuration: RunConfiguration, _ goal: Entry?) throws -> RunConfiguration {
        guard let goal else { return configuration }
        let recorded = try goal.json()["configuration"]
        var adopted = configuration
        if let seed = recorded?["seed"]?.intValue { adopted.seed = seed }
        adopted.stop.evaluations = recorded?["stop"]?["evaluations"]?.intValue
        return adopted
    }

    /// Reads a decision with its bodies.
    static func decision(_ entry: Entry, _ board: Blackboard) async throws -> Decision {
        var bodies: [Fingerprint: Data] = [:]
        for fingerprint in try CanonicalJSON.bodyReferences(inPayload: entry.payload) {
            bodies[fingerprint] = try await board.body(fingerprint)
        }
        return try Decision(entry) { bodies[$0] }
    }

    /// Subscribes every agent to what it reads.
    func subscribe(_ board: Blackboard) async throws {
        for agent in configuration.team.everyone {
            try await board.subscribe(agent.id, kinds: agent.subscriptions)
        }
    }

    /// Refuses a team whose live agents cannot be asked.
    private func checkModels(_ services: RunServices) throws {
        for agent in configuration.team.everyone where agent.isLive {
            guard services.models[agent.model.name] != nil else {
                throw SwarmError(.model, "nothing answers for the model '\(agent.model.name)' of agent '\(agent.id)'")
            }
            guard let prompts, prompts.canRepair else {
                throw SwarmError(
                    .model,
                    "agent '\(agent.id)' has a model to ask but the run has no template '\(RunPrompts.repairName)'")
            }
        }
    }
}
