package import Foundation

extension CanonicalJSON {
    /// The name of the single member of an object that stands for a body.
    private static let bodyKey = "$body"

    /// A value that stands for a body: `{"$body":"<SHA-256 in hexadecimal>"}`.
    package static func reference(to body: Data) -> CanonicalJSON {
        reference(to: Fingerprint(of: body))
    }

    /// A value that stands for the body with this fingerprint.
    package static func reference(to fingerprint: Fingerprint) -> CanonicalJSON {
        .object([bodyKey: .string(fingerprint.hex)])
    }

    /// The body that this value stands for; nil when it is no reference.
    package var bodyReference: Fingerprint? {
        guard case .object(let members) = self, members.count == 1, let hex = members[Self.bodyKey]?.stringValue else {
            return nil
        }
        return Fingerprint(hex: hex)
    }

    /// Every body that this value or a part of it stands for.
    package var bodyReferences: Set<Fingerprint> {
        if let fingerprint = bodyReference { return [fingerprint] }
        switch self {
        case .array(let elements):
            return elements.reduce(into: []) { $0.formUnion($1.bodyReferences) }
        case .object(let members):
            return members.values.reduce(into: []) { $0.formUnion($1.bodyReferences) }
        default: return []
        }
    }

    /// The bodies that stored payload bytes refer to, without parsing the many payloads that refer to none.
    package static func bodyReferences(inPayload payload: Data) throws(CanonicalJSONError) -> Set<Fingerprint> {
        guard payload.range(of: Data("\"\(bodyKey)\"".utf8)) != nil else { return [] }
        return try CanonicalJSON(parsing: payload).bodyReferences
    }
}
