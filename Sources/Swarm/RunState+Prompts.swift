import AgentModels
import Blackboard
import Candidates
import Evaluation
import GPUTiming
import OfflineSearch
import SwarmConfig

extension RunState {
    /// What a prompt may speak of: the task, and of the board what the agent reads.
    func promptContext(_ ticket: Ticket, _ agent: AgentInstance, _ purpose: RequestPurpose) -> PromptContext {
        let brief = plan.brief
        var context = PromptContext()
        context.agent = agent.id
        context.dialect = brief.dialect
        context.gpu = brief.gpu
        context.hardware = brief.gpuFacts
        context.task = brief.name
        context.taskDescription = brief.description
        context.sizes = brief.sizes
        context.tolerance = brief.tolerance
        context.candidateFormat = plan.prompts?.candidateFormat ?? ""
        switch purpose {
        case .proposal, .mend, .repair: fillForHolder(&context, ticket, agent, purpose)
        case .critique, .vote: fillForReview(&context, ticket, agent)
        case .hint: fillForProfiler(&context, ticket, agent)
        }
        return context
    }

    /// What the holder of a ticket is told.
    private func fillForHolder(
        _ context: inout PromptContext, _ ticket: Ticket, _ agent: AgentInstance, _ purpose: RequestPurpose
    ) {
        let parent = parent(of: ticket, agent)
        context.parentKernel = parent.candidate.text
        context.parentVerdict = parent.record.map(Self.verdict)
        if agent.reads(.traceSummary), let record = parent.record { context.traceSummary = Self.traces(of: record) }
        context.designSpace = designSpace(of: parent.candidate, in: ticket.view, withResults: agent.reads(.evaluation))
        if agent.reads(.hint) {
            context.hints = ticket.view.hints.suffix(3).map {
                PromptNote(agent: $0.agent, text: "Bottleneck: \($0.bottleneck)\nChange: \($0.change)")
            }
        }
        if agent.reads(.critique) {
            context.critiques = ticket.objections.map { PromptNote(agent: $0.agent, text: $0.reason) }
        }
        let earlier: RequestPurpose = .proposal
        switch purpose {
        case .mend:
            guard case .success(let reply) = ticket.request(earlier, by: agent.id)?.reply?.answer else { return }
            context.previousReply = reply
            if case .failure(let problem) = candidate(from: .text(reply, entry: 0), ticket, agent) {
                context.rejection = problem.reason
            }
        case .repair:
            guard let failed = ticket.failed else { return }
            context.proposal = failed.candidate.text
            context.rejection = knowledge.records[failed.candidate.identity].map(Self.verdict)
        default: return
        }
    }

    /// What a critic or a judge is told.
    private func fillForReview(_ context: inout PromptContext, _ ticket: Ticket, _ agent: AgentInstance) {
        guard let proposal = ticket.proposal else { return }
        if let parent = proposal.parent.flatMap({ ticket.view.records[$0] }) {
            context.parentKernel = parent.candidate.text
            if agent.reads(.evaluation) { context.parentVerdict = Self.verdict(parent) }
            if agent.reads(.traceSummary) { context.traceSummary = Self.traces(of: parent) }
        }
        let point = proposal.candidate.point
        context.proposal =
            point.names.isEmpty ? proposal.candidate.text : "// measured at \(point)\n\(proposal.candidate.text)"
        if agent.reads(.critique) {
            context.critiques = plan.critics.compactMap { critic in
                ticket.critiques[critic.id].map { PromptNote(agent: critic.id, text: $0.reason) }
            }
        }
    }

    /// What a profiler is told.
    private func fillForProfiler(_ context: inout PromptContext, _ ticket: Ticket, _ agent: AgentInstance) {
        guard let record = ticket.proposal.flatMap({ knowledge.records[$0.candidate.identity] }) else { return }
        context.parentKernel = record.candidate.text
        let parent = ticket.proposal?.parent.flatMap { knowledge.records[$0] }
        context.traceSummary = Self.traces(of: record) + Self.comparison(of: record, with: parent)
        context.designSpace = designSpace(of: record.candidate, in: knowledge, withResults: agent.reads(.evaluation))
        context.hints = knowledge.hints.suffix(3).map {
            PromptNote(agent: $0.agent, text: "Bottleneck: \($0.bottleneck)\nChange: \($0.change)")
        }
    }

    /// A result in words.
    private static func verdict(_ record: Knowledge.Record) -> String {
        let verdict = record.result.verdict
        guard record.score != nil else { return "\(verdict.kind.rawValue): \(verdict.message)" }
        let times = record.result.times.map { "\($0.size) \($0.nanoseconds) ns" }
        return "correct; \(times.joined(separator: ", "))"
    }

    /// A candidate's trace summaries in words.
    private static func traces(of record: Knowledge.Record) -> String {
        record.result.summaries.map(\.text).joined(separator: "\n\n")
    }

    /// Why a candidate's time moved against the one it was made from, at the size that takes longest; empty where that is
    /// not known.
    private static func comparison(of record: Knowledge.Record, with parent: Knowledge.Record?) -> String {
        guard let parent, parent.candidate.identity != record.candidate.identity,
            let after = SearchMetrics.weightiest(record.result.summaries),
            let before = parent.result.summaries.first(where: { $0.size == after.size })
        else { return "" }
        return "\n\nAgainst the kernel it was made from: \(SummaryDiff(before, after).text)"
    }

    /// The tunables of a candidate's text, the point at hand and the best points tried.
    private func designSpace(of candidate: Candidate, in view: Knowledge, withResults: Bool) -> String? {
        guard let search = view.searches[candidate.text], !search.space.parameters.isEmpty else { return nil }
        var lines = search.space.parameters.map { parameter in
            "\(parameter.name): \(parameter.values.map(String.init).joined(separator: " | "))"
        }
        lines += search.space.constraints.map { "constraint: \($0.expression.text)" }
        lines.append("The kernel above is at \(candidate.point).")
        guard withResults else { return lines.joined(separator: "\n") }
        let tried = view.order.compactMap { view.records[$0] }.filter { $0.candidate.text == candidate.text }
        let timed = tried.enumerated().filter { $0.element.score != nil }.sorted {
            ($0.element.score ?? 0, $0.offset) < ($1.element.score ?? 0, $1.offset)
        }
        lines.append("\(tried.count) points tried; the best:")
        lines += timed.prefix(5).map { "\($0.element.candidate.point): \($0.element.score ?? 0) ns" }
        return lines.joined(separator: "\n")
    }
}
