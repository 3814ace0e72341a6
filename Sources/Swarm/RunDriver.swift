import AgentModels
import Blackboard
import Candidates
import Evaluation
import Foundation
import SwarmConfig

/// Performs what a run's state asks for: posts, evaluations, prompts. Decides nothing but what may run at once.
struct RunDriver {
    /// Where everything is posted.
    let board: Blackboard
    /// What evaluates, answers and listens.
    let services: RunServices
    /// The run as its decisions tell it.
    private(set) var state: RunState
    /// Says which work takes effect next; nil leaves it to the order of arrival.
    let script: (any TurnScript)?
    /// Looks at each decision as it is journaled; throws to stop the run.
    let check: (@Sendable (Entry, CanonicalJSON) throws -> Void)?

    /// The work under way or waiting to start.
    private var pool: WorkPool
    /// The replies that were journaled as observations before a stop, by request.
    private let kept: [String: ModelReply]

    /// A driver that goes on from `state`.
    init(
        board: Blackboard, services: RunServices, state: RunState, kept: [String: ModelReply] = [:],
        script: (any TurnScript)? = nil, check: (@Sendable (Entry, CanonicalJSON) throws -> Void)? = nil
    ) {
        self.board = board
        self.services = services
        self.state = state
        self.kept = kept
        self.script = script
        self.check = check
        pool = WorkPool(jobs: services.jobs, concurrency: state.plan.agents.mapValues(\.declaration.concurrency))
    }

    /// What a child task tells.
    private enum Event: Sendable {
        /// A piece of work is over.
        case finished(Work, WorkResult, milliseconds: Int)
        /// Someone wants the run to stop.
        case stopRequested
    }

    /// Runs to the end, or until a stop is requested; tells which.
    mutating func run() async throws -> Bool {
        let stop = services.stop
        return try await withThrowingTaskGroup(of: Event.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                await stop.wait()
                return .stopRequested
            }
            while true {
                if stop.isRequested { return false }
                switch try state.step() {
                case .done: return true
                case .post(let draft, let reaction): try await post(draft, reaction)
                case .wait(let turns, let open):
                    for work in open where pool.add(work) {
                        if case .ask(let request, _) = work, let reply = kept[request.id] {
                            pool.finish(work, .answered(.success(reply)))
                        }
                    }
                    start(in: &group)
                    if let (key, result) = take(turns) {
                        guard let draft = try state.draft(for: key, result) else {
                            throw SwarmError(.journal, "nothing waits for \(key)")
                        }
                        try await post(draft, nil)
                        continue
                    }
                    switch try await group.next() {
                    case .finished(let work, let result, let milliseconds):
                        pool.finish(work, result)
                        try await observe(work, result, milliseconds: milliseconds)
                    case .stopRequested, nil: return false
                    }
                }
            }
        }
    }

    /// The result that takes effect next, if it is there.
    private mutating func take(_ turns: [WorkKey]) -> (WorkKey, WorkResult)? {
        // Work that the record names but nothing waits for is a difference that the next decision will show.
        if let key = script?.turn(after: state.decisions), turns.contains(key) { return pool.take([key]) }
        return pool.take(turns)
    }

    /// Starts what may run now.
    private mutating func start(in group: inout ThrowingTaskGroup<Event, any Error>) {
        let evaluator = services.evaluator
        let board = board
        for work in pool.startable() {
            switch work {
            case .evaluate(let candidate):
                services.progress(.evaluating(candidate: candidate.identity))
                group.addTask {
                    let clock = ContinuousClock()
                    let began = clock.now
                    let result = try await evaluator.evaluate(candidate)
                    return .finished(work, .evaluated(result), milliseconds: Self.milliseconds(clock.now - began))
                }
            case .ask(let request, let agent):
                services.progress(.asking(agent: agent, request: request.id))
                let cause = state.entry(ofRequest: request.id)
                guard let name = state.plan.agents[agent]?.model.name, let model = services.models[name] else {
                    let failure = ModelFailure(.request, "no model answers for agent '\(agent)'")
                    pool.finish(work, .answered(.failure(failure)))
                    continue
                }
                group.addTask {
                    let clock = ContinuousClock()
                    let began = clock.now
                    let answer: Result<ModelReply, ModelFailure>
                    do throws(ModelFailure) {
                        answer = .success(
                            try await model.answer(request) { attempt in
                                // Losing a note on an attempt must not lose the answer.
                                _ = try? await board.post(ObservationDrafts.attempt(attempt, model: name, cause: cause))
                            })
                    } catch {
                        answer = .failure(error)
                    }
                    if Task.isCancelled { throw CancellationError() }
                    return .finished(work, .answered(answer), milliseconds: Self.milliseconds(clock.now - began))
                }
            }
        }
    }

    /// Journals what was observed of finished work, a model's whole answer included: it cost money.
    private func observe(_ work: Work, _ result: WorkResult, milliseconds: Int) async throws {
        switch (work, result) {
        case (.evaluate(let candidate), _):
            try await board.post(ObservationDrafts.timing(candidate.identity, milliseconds: milliseconds))
        case (.ask(let request, let agent), .answered(.success(let reply))):
            let model = state.plan.agents[agent]?.model
            try await board.postAll(
                ObservationDrafts.reply(
                    reply, to: request.id, model: model, cause: state.entry(ofRequest: request.id),
                    milliseconds: milliseconds))
        default: break
        }
    }

    /// Journals a decision, takes it in, and moves the cursors of those who have nothing to say to it.
    private mutating func post(_ draft: Draft, _ reaction: RunStep.Reaction?) async throws {
        let entry: Entry
        if let reaction, let trigger = try await pendingTrigger(reaction) {
            entry = try await board.react(subscriber: reaction.subscriber, to: trigger, posting: [draft])[0]
        } else {
            entry = try await board.post(draft)
        }
        var bodies: [Fingerprint: Data] = [:]
        for body in draft.bodies { bodies[Fingerprint(of: body)] = body }
        let decision = try Decision(entry) { bodies[$0] }
        let before = state.knowledge.best
        try state.apply(decision)
        try check?(entry, decision.payload)
        services.progress(.posted(entry))
        if let event = state.progress(of: decision, isBest: state.knowledge.best != before) {
            services.progress(event)
        }
        if state.closesWork(decision) { try await acknowledge() }
    }

    /// The entry that a reaction answers, when the subscriber has yet to react to it.
    private func pendingTrigger(_ reaction: RunStep.Reaction) async throws -> Entry? {
        guard let trigger = await board.entry(chainSeq: reaction.trigger) else { return nil }
        return try await board.pending(reaction.subscriber).contains(trigger) ? trigger : nil
    }

    /// Moves every subscriber past what it has read and will not answer: entries that belong to no open ticket.
    private func acknowledge() async throws {
        for agent in state.plan.configuration.team.everyone {
            for entry in try await board.pending(agent.id) where !state.isOpen(decision: entry.chainSeq) {
                try await board.react(subscriber: agent.id, to: entry)
            }
        }
    }

    /// Whole milliseconds of a duration.
    private static func milliseconds(_ duration: Duration) -> Int {
        let parts = duration.components
        return Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000)
    }
}
