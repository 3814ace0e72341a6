import AgentModels
import Blackboard
package import SwarmConfig

extension SwarmRun {
    /// Makes every decision of a recorded run again and compares each with the record.
    ///
    /// Models are not asked: their answers are read back. Evaluations are made again by `services.evaluator` unless
    /// `trustEvaluations` has them read back too. A run that was stopped is replayed as far as it came. Throws a
    /// ``SwarmError`` of code `changed` when configuration, task, chip or compiler are others.
    package func replay(
        runDirectory: String, trustEvaluations: Bool = false, services: RunServices
    ) async throws -> ReplayReport {
        let record = try await RecordedRun(runDirectory: runDirectory)
        guard let goal = record.decisions.first else {
            return ReplayReport(mismatch: nil, head: .empty, recorded: record.head)
        }
        var run = self
        run.configuration = try Self.adopting(configuration, goal.entry)
        try GoalCheck.compare(goal.payload, with: RunState(plan: run.plan).goalDraft().payload)
        var services = services
        if trustEvaluations { services.evaluator = try record.evaluations() }
        let answers = try record.answers()
        for model in configuration.models { services.models[model.name] = answers }
        let scratch = try ScratchFolder()
        let board = try Blackboard(runDirectory: scratch.path)
        try await run.subscribe(board)
        let comparison = ReplayComparison(record: record)
        var driver = RunDriver(
            board: board, services: services, state: RunState(plan: run.plan), script: record
        ) { entry, payload in
            try comparison.check(entry, payload)
        }
        var mismatch: ReplayReport.Mismatch?
        do {
            let isOver = try await driver.run()
            let made = driver.state.decisions
            if isOver, made < record.decisions.count {
                let next = record.decisions[made].entry
                mismatch = .init(number: made + 1, kind: next.kind, detail: "the replay ended before it")
            }
        } catch let difference as ReplayComparison.Difference {
            mismatch = difference.mismatch
        } catch is ReplayComparison.EndOfRecord {
            mismatch = nil
        }
        let head = await board.head
        try await board.finish()
        return ReplayReport(mismatch: mismatch, head: head, recorded: record.head)
    }
}

extension SwarmRun {
    /// `configuration` with the seed and the number of evaluations that the run in a folder began with.
    ///
    /// For those who make an evaluator before the run is taken up again: it must have the run's seed.
    package static func recordedConfiguration(
        _ configuration: RunConfiguration, runDirectory: String
    ) async throws -> RunConfiguration {
        let record = try await RecordedRun(runDirectory: runDirectory)
        return try adopting(configuration, record.decisions.first?.entry)
    }
}
