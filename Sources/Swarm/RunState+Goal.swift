import Blackboard
import Candidates
import Foundation
import SwarmConfig

extension RunState {
    /// What the run is asked to do: everything that its decisions follow from, and nothing of the host.
    func goalDraft() throws -> Draft {
        let brief = plan.brief
        var bodies = [CandidatePayload.body(brief.start)]
        let baselines = brief.baselines.map { baseline -> CanonicalJSON in
            bodies.append(CandidatePayload.body(baseline.candidate))
            return .object(
                CandidatePayload.members(baseline.candidate).merging(["name": .string(baseline.name)]) { $1 })
        }
        return Draft(
            .goal, by: "swarm",
            payload: [
                "format": 1,
                "configuration": try CanonicalJSON(parsing: Data(plan.configuration.resolvedDescription.utf8)),
                "task": ["name": .string(brief.name), "identity": .string(brief.identity)],
                "gpu": ["name": .string(brief.gpu), "identity": .string(brief.gpuIdentity)],
                "compiler": .string(brief.compilerIdentity),
                "prompts": plan.prompts.map { .string($0.identity) } ?? .null,
                "start": .object(CandidatePayload.members(brief.start)),
                "baselines": .array(baselines),
            ], bodies: bodies)
    }

    /// Takes the goal in: the searches begin at the starting kernel.
    mutating func applyGoal(_ decision: Decision) throws {
        try GoalCheck.compare(decision.payload, with: goalDraft().payload)
        goal = decision.number
        let start = plan.brief.start
        try knowledge.addText(start.text, space: plan.brief.space(of: start.text))
    }

    /// Measures and summarises the baselines one after another; nil when all are done.
    func baselineStep() throws -> RunStep? {
        let briefed = plan.brief.baselines
        if summarizedBaselines < baselines.count {
            return .post(
                summaryDraft(of: baselines[summarizedBaselines], about: baselineMembers(summarizedBaselines)))
        }
        guard baselines.count < briefed.count else { return nil }
        let next = briefed[baselines.count].candidate
        if let known = knowledge.records[next.identity]
            ?? baselines.first(where: { $0.candidate.identity == next.identity })
        {
            return .post(reuseDraft(known, about: baselineMembers(baselines.count), causes: [goal ?? 1]))
        }
        return .wait(
            turns: [.evaluation(next.identity)], open: briefed[baselines.count...].map { .evaluate($0.candidate) })
    }

    /// The members that name a baseline.
    func baselineMembers(_ index: Int) -> [String: CanonicalJSON] {
        ["baseline": .string(plan.brief.baselines[index].name)]
    }
}
