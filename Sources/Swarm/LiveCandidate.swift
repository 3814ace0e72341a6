import Candidates
import Diagnostics

/// Makes a candidate of a model's reply.
enum LiveCandidate {
    /// Why a reply makes no candidate.
    struct Problem: Error, Hashable, Sendable {
        /// What is wrong and what would be right, addressed to the model.
        let reason: String
    }

    /// The candidate that `reply` makes of `parent`, at the feasible point nearest to the parent's.
    static func make(of parent: Candidate, by reply: String, brief: TaskBrief) throws(Problem) -> Candidate {
        let text: String
        do throws(EditFailure) {
            text = try CandidateEdit.apply(reply: reply, to: parent.text)
        } catch {
            throw Problem(reason: error.reason)
        }
        let space: DesignSpace
        do throws(DiagnosticError) {
            space = try brief.space(of: text)
            _ = try LaunchPlan(parsing: text, file: "kernel")
        } catch {
            throw Problem(reason: "The kernel's annotations cannot be read:\n\(error)")
        }
        let nearest = space.nearestPoint(to: parent.point.dictionary)
        if space.isFeasible(nearest) { return Candidate(text: text, point: nearest, origin: .edit) }
        if space.isFeasible(space.defaultPoint) {
            return Candidate(text: text, point: space.defaultPoint, origin: .edit)
        }
        // A bounded look: a space whose first points are all infeasible is a mistake worth telling.
        if let feasible = space.points.prefix(100_000).first(where: space.isFeasible) {
            return Candidate(text: text, point: feasible, origin: .edit)
        }
        throw Problem(reason: "No combination of the tunables satisfies the kernel's constraints.")
    }
}
