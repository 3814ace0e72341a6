import AgentModels
import Candidates
import Evaluation

/// Something that takes time and is done beside the decisions.
enum Work: Sendable {
    /// Measures a candidate.
    case evaluate(Candidate)
    /// Asks an agent's model.
    case ask(ModelRequest, agent: String)

    /// What names the work: equal work has equal keys, and is done once.
    var key: WorkKey {
        switch self {
        case .evaluate(let candidate): .evaluation(candidate.identity)
        case .ask(let request, _): .reply(request.id)
        }
    }
}

/// The name of a piece of work.
enum WorkKey: Hashable, Sendable {
    /// The evaluation of a candidate, by identity.
    case evaluation(String)
    /// The reply to a request, by id.
    case reply(String)
}

/// What a piece of work gave.
enum WorkResult: Sendable {
    /// A measurement.
    case evaluated(EvaluationResult)
    /// A model's answer, or why there is none.
    case answered(Result<ModelReply, ModelFailure>)
}
