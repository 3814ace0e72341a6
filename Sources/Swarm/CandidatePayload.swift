import Blackboard
import Candidates
import Foundation

/// How a candidate stands in a payload: identity, kernel body, point, origin.
enum CandidatePayload {
    /// The members that name a candidate.
    static func members(_ candidate: Candidate) -> [String: CanonicalJSON] {
        [
            "candidate": .string(candidate.identity),
            "kernel": .reference(to: body(candidate)),
            "point": .array(
                zip(candidate.point.names, candidate.point.values).map { .array([.string($0), .int($1)]) }),
            "origin": .string(candidate.origin.rawValue),
        ]
    }

    /// The kernel's text as a body.
    static func body(_ candidate: Candidate) -> Data { Data(candidate.text.utf8) }
}
