import AgentModels
import Blackboard
import Foundation
import StrictYAML
import SwarmConfig

extension RunState {
    /// How far an agent has come with a prompt about a ticket.
    func ask(
        _ ticket: Ticket, _ agent: AgentInstance, _ purpose: RequestPurpose, trigger: Int
    ) throws -> LiveStep {
        if let request = ticket.request(purpose, by: agent.id) {
            guard let reply = request.reply else { return .waiting(.ask(request.request, agent: agent.id)) }
            switch reply.answer {
            case .success(let text): return .answered(.text(text, entry: reply.entry))
            case .failure(let failure):
                return .answered(.none("\(failure.code): \(failure.message)", entry: reply.entry))
            }
        }
        guard mayAsk(agent) else { return .answered(.none("its budget is spent or its model fails", entry: nil)) }
        return .post(try requestDraft(ticket, agent, purpose, trigger: trigger))
    }

    /// A prompt as it is put to a model.
    func requestDraft(
        _ ticket: Ticket, _ agent: AgentInstance, _ purpose: RequestPurpose, trigger: Int
    ) throws -> Draft {
        guard let prompts = plan.prompts else {
            throw SwarmError(.model, "agent '\(agent.id)' has a model to ask but the run has no prompts")
        }
        let isRepair = purpose == .mend || purpose == .repair
        let prompt = try prompts.library.render(
            isRepair ? RunPrompts.repairName : agent.declaration.prompt.value,
            promptContext(ticket, agent, purpose))
        let asked = ticket.requests.count { $0.agent == agent.id }
        // 31 bits: what every server's seed can hold.
        var request = ModelRequest(
            id: ModelRequest.identifier(ticket: ticket.number, agent: agent.id, attempt: asked), agent: agent.id,
            role: agent.declaration.role.rawValue, system: prompt.system, user: prompt.user,
            temperature: agent.temperature, seed: seed(of: ticket) >> 33)
        if let limit = agent.maxTokens { request.maxTokens = limit }
        let body = try CanonicalJSON(encoding: request).encoded
        return Draft(
            .request, by: agent.id, causes: [trigger],
            payload: [
                "request": .string(request.id), "ticket": .int(ticket.number), "attempt": .int(ticket.attempt),
                "purpose": .string(purpose.rawValue), "model": .string(agent.model.name),
                "prompt": .reference(to: body),
            ], bodies: [body])
    }

    /// Takes a prompt in.
    mutating func applyRequest(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        guard var ticket = tickets[number], let purpose = RequestPurpose(rawValue: try decision.string("purpose")),
            let prompt = try? CanonicalJSON(parsing: decision.data(decision.payload["prompt"], "prompt")),
            let request = try? prompt.decode(ModelRequest.self)
        else { throw decision.malformed("prompt") }
        if purpose == .repair { ticket.beginRepair() }
        ticket.requests.append(
            Ticket.Request(
                purpose: purpose, agent: decision.entry.author, attempt: ticket.attempt, entry: decision.number,
                request: request, reply: nil))
        spending[decision.entry.author, default: Spending()].requests += 1
        spending[decision.entry.author]?.reserved += request.maxTokens
        tickets[number] = ticket
    }

    /// A model's answer, or why there is none.
    func replyDraft(to request: Ticket.Request, ticket: Int, _ answer: Result<ModelReply, ModelFailure>) -> Draft {
        var payload: [String: CanonicalJSON] = ["request": .string(request.request.id), "ticket": .int(ticket)]
        var bodies: [Data] = []
        switch answer {
        case .success(let reply):
            let text = Data(reply.text.utf8)
            bodies.append(text)
            payload["text"] = .reference(to: text)
            if let usage = reply.usage {
                payload["tokens"] = ["input": .int(usage.input), "output": .int(usage.output)]
            } else {
                // Four bytes a token, the usual rule of thumb, so that a budget holds for servers that do not count.
                let input = request.request.system.utf8.count + request.request.user.utf8.count
                payload["tokens"] = [
                    "input": .int(input / 4), "output": .int(text.count / 4), "estimated": true,
                ]
            }
            if let finish = reply.finishReason { payload["finish"] = .string(finish) }
        case .failure(let failure):
            payload["failure"] = ["code": .string(failure.code.description), "message": .string(failure.message)]
        }
        let model = plan.agents[request.agent]?.model.name ?? request.agent
        return Draft(.reply, by: model, causes: [request.entry], payload: .object(payload), bodies: bodies)
    }

    /// Takes an answer in.
    mutating func applyReply(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        let id = try decision.string("request")
        guard var ticket = tickets[number],
            let index = ticket.requests.firstIndex(where: { $0.request.id == id && $0.reply == nil })
        else { throw decision.malformed("request") }
        let agent = ticket.requests[index].agent
        var spent = spending[agent] ?? Spending()
        spent.reserved -= ticket.requests[index].request.maxTokens
        if let failure = decision.payload["failure"] {
            guard let code = try? failure["code"]?.decode(ModelFailure.Code.self),
                let message = failure["message"]?.stringValue
            else { throw decision.malformed("failure") }
            spent.failuresInARow += 1
            ticket.requests[index].reply = Ticket.Reply(
                entry: decision.number, answer: .failure(ModelFailure(code, message)))
        } else {
            let tokens = decision.payload["tokens"]
            // Counts come from servers; a nonsensical one must not trap.
            for key in ["input", "output"] {
                let sum = spent.tokens.addingReportingOverflow(max(0, tokens?[key]?.intValue ?? 0))
                spent.tokens = sum.overflow ? Int.max / 1024 : min(sum.partialValue, Int.max / 1024)
            }
            spent.failuresInARow = 0
            ticket.requests[index].reply = Ticket.Reply(
                entry: decision.number, answer: .success(try decision.text("text")))
        }
        spending[agent] = spent
        tickets[number] = ticket
    }
}
