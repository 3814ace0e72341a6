package import Blackboard
package import Foundation

/// Entries as a program reads them.
package enum EntryJSON {
    /// An entry with its payload as JSON and its bodies inline: text as it is, other bytes as `{"base64": …}`.
    package static func value(_ entry: Entry, bodies: [Fingerprint: Data]) -> CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "seq": .int(entry.seq), "chain": .string(entry.chain.rawValue), "chain_seq": .int(entry.chainSeq),
            "kind": .string(entry.kind.rawValue), "author": .string(entry.author),
            "causes": .array(entry.causes.map { .int($0) }), "previous_hash": .string(entry.previousHash.hex),
            "hash": .string(entry.hash.hex), "payload": (try? entry.json()) ?? bytes(entry.payload),
        ]
        if !bodies.isEmpty {
            let inline = bodies.map { fingerprint, body in
                (fingerprint.hex, String(validating: body, as: UTF8.self).map { .string($0) } ?? bytes(body))
            }
            members["bodies"] = .object(Dictionary(inline) { first, _ in first })
        }
        return .object(members)
    }

    /// One line of JSON Lines, safe to show in a terminal.
    package static func line(_ entry: Entry, bodies: [Fingerprint: Data]) -> String {
        TerminalText.json(value(entry, bodies: bodies).text)
    }

    /// Bytes that are no text.
    private static func bytes(_ data: Data) -> CanonicalJSON {
        ["base64": .string(data.base64EncodedString())]
    }
}
