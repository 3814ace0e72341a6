import AgentModels
import Blackboard
import Foundation
import SwarmConfig

/// The entries that tell what happened around the decisions.
enum ObservationDrafts {
    /// Where and how a process works on the run.
    static func environment(_ notes: [String: String], jobs: Int) -> Draft {
        var payload = notes.mapValues { CanonicalJSON.string($0) }
        payload["jobs"] = .int(jobs)
        return Draft(.environment, by: "swarm", payload: .object(payload))
    }

    /// A run taken up again after `decisions` decisions.
    static func resume(decisions: Int) -> Draft {
        Draft(
            .resume, by: "swarm", causes: decisions > 0 ? [decisions] : [], payload: ["decisions": .int(decisions)])
    }

    /// A run stopped from outside after `decisions` decisions.
    static func interrupt(decisions: Int) -> Draft {
        Draft(
            .interrupt, by: "swarm", causes: decisions > 0 ? [decisions] : [], payload: ["decisions": .int(decisions)])
    }

    /// How long an evaluation took.
    static func timing(_ candidate: String, milliseconds: Int) -> Draft {
        Draft(
            .timing, by: "evaluator",
            payload: ["candidate": .string(candidate), "milliseconds": .int(milliseconds)])
    }

    /// One sending of a request.
    static func attempt(_ attempt: ModelAttempt, model: String, cause: Int?) -> Draft {
        var payload: [String: CanonicalJSON] = [
            "request": .string(attempt.request), "attempt": .int(attempt.number),
            "milliseconds": .int(attempt.latencyMilliseconds),
        ]
        if let status = attempt.status { payload["status"] = .int(status) }
        if let failure = attempt.failure { payload["failure"] = .string(failure.description) }
        if let reason = attempt.reason { payload["reason"] = .string(reason) }
        if let wait = attempt.waitMilliseconds { payload["wait_milliseconds"] = .int(wait) }
        if let id = attempt.serverRequestID { payload["server_request"] = .string(id) }
        return Draft(.latency, by: model, causes: [cause].compactMap(\.self), payload: .object(payload))
    }

    /// A model's answer when it came, with what it took and cost.
    ///
    /// The answer is kept here too, because in order of tickets the decision about it may come much later.
    static func reply(
        _ reply: ModelReply, to request: String, model: ModelConfiguration?, cause: Int?, milliseconds: Int
    ) throws -> [Draft] {
        let causes = [cause].compactMap(\.self)
        let name = model?.name ?? "model"
        let body = try CanonicalJSON(encoding: reply).encoded
        var payload: [String: CanonicalJSON] = [
            "request": .string(request), "reply": .reference(to: body), "milliseconds": .int(milliseconds),
        ]
        if let usage = reply.usage { payload["tokens"] = try CanonicalJSON(encoding: usage) }
        var drafts = [Draft(.usage, by: name, causes: causes, payload: .object(payload), bodies: [body])]
        if let price = model?.price, let usage = reply.usage {
            let input = usage.input.multipliedReportingOverflow(by: price.inputNanodollars)
            let output = usage.output.multipliedReportingOverflow(by: price.outputNanodollars)
            let sum = input.partialValue.addingReportingOverflow(output.partialValue)
            if !input.overflow, !output.overflow, !sum.overflow {
                drafts.append(
                    Draft(
                        .price, by: name, causes: causes,
                        payload: ["request": .string(request), "nanodollars": .int(sum.partialValue)]))
            }
        }
        return drafts
    }

    /// The replies that observations hold, by request.
    static func replies(in entries: [Entry], body: (Fingerprint) async throws -> Data?) async throws -> [String:
        ModelReply]
    {
        var replies: [String: ModelReply] = [:]
        for entry in entries where entry.kind == .usage {
            let payload = try entry.json()
            guard let request = payload["request"]?.stringValue, let reference = payload["reply"]?.bodyReference,
                let data = try await body(reference)
            else { continue }
            replies[request] = try CanonicalJSON(parsing: data).decode(ModelReply.self)
        }
        return replies
    }
}
