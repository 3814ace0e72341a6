import Blackboard
import Candidates
import Foundation

/// A journaled decision with its payload read, as the run's state takes it in.
struct Decision: Sendable {
    /// The entry.
    let entry: Entry
    /// Its payload.
    let payload: CanonicalJSON
    /// The bodies that the payload refers to.
    let bodies: [Fingerprint: Data]

    /// Reads an entry; `body` finds what the payload refers to.
    init(_ entry: Entry, body: (Fingerprint) throws -> Data?) throws {
        self.entry = entry
        payload = try entry.json()
        var bodies: [Fingerprint: Data] = [:]
        for fingerprint in payload.bodyReferences { bodies[fingerprint] = try body(fingerprint) }
        self.bodies = bodies
    }

    /// Its number in the decision chain.
    var number: Int { entry.chainSeq }

    /// The ticket it belongs to; nil for none.
    var ticket: Int? { payload["ticket"]?.intValue }

    /// The error for a payload that lacks something.
    func malformed(_ what: String) -> SwarmError {
        SwarmError(
            .journal, "decision \(number), of kind '\(entry.kind.rawValue)', has no readable '\(what)'")
    }

    /// The integer under a key.
    func int(_ key: String) throws(SwarmError) -> Int {
        guard let value = payload[key]?.intValue else { throw malformed(key) }
        return value
    }

    /// The text under a key.
    func string(_ key: String) throws(SwarmError) -> String {
        guard let value = payload[key]?.stringValue else { throw malformed(key) }
        return value
    }

    /// The truth value under a key.
    func bool(_ key: String) throws(SwarmError) -> Bool {
        guard let value = payload[key]?.boolValue else { throw malformed(key) }
        return value
    }

    /// The body that a value stands for.
    func data(_ value: CanonicalJSON?, _ key: String) throws(SwarmError) -> Data {
        guard let fingerprint = value?.bodyReference, let data = bodies[fingerprint] else { throw malformed(key) }
        return data
    }

    /// The text of the body under a key.
    func text(_ key: String) throws(SwarmError) -> String {
        String(decoding: try data(payload[key], key), as: UTF8.self)
    }

    /// The candidate whose kernel and point stand in the payload.
    func candidate() throws(SwarmError) -> Candidate {
        var names: [String] = []
        var values: [Int] = []
        for pair in payload["point"]?.arrayValue ?? [] {
            guard let pair = pair.arrayValue, pair.count == 2, let name = pair[0].stringValue,
                let value = pair[1].intValue
            else { throw malformed("point") }
            names.append(name)
            values.append(value)
        }
        let origin = Candidate.Origin(rawValue: try string("origin"))
        guard let origin else { throw malformed("origin") }
        let candidate = Candidate(
            text: try text("kernel"), point: DesignPoint(names: names, values: values), origin: origin)
        guard try string("candidate") == candidate.identity else { throw malformed("candidate") }
        return candidate
    }
}
