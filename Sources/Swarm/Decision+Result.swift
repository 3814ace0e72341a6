import Blackboard
import Evaluation

extension Decision {
    /// The measurement in an evaluation's entry, its trace summaries put back.
    func result() throws -> EvaluationResult {
        guard case .object(var members) = payload, let references = members["summaries"]?.arrayValue else {
            throw malformed("summaries")
        }
        members["summaries"] = .array(try references.map { try CanonicalJSON(parsing: data($0, "summaries")) })
        do {
            return try CanonicalJSON.object(members).decode()
        } catch {
            throw malformed("verdict")
        }
    }
}
