import AgentModels
import Blackboard
import Candidates
import Evaluation
import Foundation

/// The decisions of a run that was journaled before, with what a replay reads back from them.
struct RecordedRun: TurnScript {
    /// The decisions in order.
    let decisions: [Decision]
    /// The head of the chain.
    let head: JournalHead

    /// Reads the run in a folder from a copy, so that the run itself is left as it is.
    ///
    /// Throws ``JournalError`` of code `broken` when the journal is not as it was written.
    init(runDirectory: String) async throws {
        let files = FileManager.default
        guard files.fileExists(atPath: runDirectory + "/" + JournalSchema.fileName) else {
            throw SwarmError(.runDirectory, "'\(runDirectory)' holds no run")
        }
        let copy = try ScratchFolder()
        for name in [JournalSchema.fileName, JournalSchema.fileName + "-wal", HeadAnchor.fileName]
        where files.fileExists(atPath: runDirectory + "/" + name) {
            try files.copyItem(atPath: runDirectory + "/" + name, toPath: copy.path + "/" + name)
        }
        let board = try Blackboard(runDirectory: copy.path)
        var decisions: [Decision] = []
        for entry in await board.allEntries() where entry.chain == .decision {
            decisions.append(try await SwarmRun.decision(entry, board))
        }
        self.decisions = decisions
        head = await board.head
        try await board.finish()
    }

    /// The work whose result is the decision after `count` decisions.
    func turn(after count: Int) -> WorkKey? {
        guard decisions.indices.contains(count) else { return nil }
        let payload = decisions[count].payload
        switch decisions[count].entry.kind {
        case .evaluation where payload["reuses"] == nil:
            return payload["candidate"]?.stringValue.map { .evaluation($0) }
        case .reply: return payload["request"]?.stringValue.map { .reply($0) }
        default: return nil
        }
    }

    /// What models answered, by request.
    func answers() throws -> RecordedModel {
        var answers: [String: Result<ModelReply, ModelFailure>] = [:]
        for decision in decisions where decision.entry.kind == .reply {
            let request = try decision.string("request")
            if let failure = decision.payload["failure"] {
                guard let code = try? failure["code"]?.decode(ModelFailure.Code.self) else {
                    throw decision.malformed("failure")
                }
                answers[request] = .failure(ModelFailure(code, failure["message"]?.stringValue ?? ""))
            } else {
                var reply = ModelReply(text: try decision.text("text"))
                reply.finishReason = decision.payload["finish"]?.stringValue
                let tokens = decision.payload["tokens"]
                if tokens?["estimated"] == nil, let input = tokens?["input"]?.intValue,
                    let output = tokens?["output"]?.intValue
                {
                    reply.usage = TokenUsage(input: input, output: output)
                }
                answers[request] = .success(reply)
            }
        }
        return RecordedModel(answers: answers)
    }

    /// What the evaluator found, by candidate.
    func evaluations() throws -> RecordedEvaluations {
        var results: [String: EvaluationResult] = [:]
        for decision in decisions where decision.entry.kind == .evaluation && decision.payload["reuses"] == nil {
            results[try decision.string("candidate")] = try decision.result()
        }
        return RecordedEvaluations(results: results)
    }
}
