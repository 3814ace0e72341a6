package import Foundation
import Crypto

/// The formula that binds an entry to the entries of its chain before it.
///
/// The hash is SHA-256 over these fields, each written as its length in bytes (8 bytes, big-endian) and its bytes:
///
/// | field         | bytes                                                     |
/// |---------------|-----------------------------------------------------------|
/// | domain        | `kernelswarm.journal.v1`                                  |
/// | chain         | `decision` or `observation`                               |
/// | chain_seq     | 8 bytes, big-endian                                       |
/// | kind          | as stored                                                 |
/// | author        | as stored                                                 |
/// | causes        | as stored                                                 |
/// | previous_hash | 32 bytes, as stored                                       |
/// | payload       | the 32 bytes of SHA-256 of the stored payload             |
/// | seq           | 8 bytes, big-endian; only in the observation chain        |
///
/// A decision never covers `seq`, so its hash does not depend on how many observations came between. An observation
/// does: with dense numbers that fixes the place of every entry, decisions included.
package enum EntryHash {
    /// Separates these hashes from every other use of SHA-256, and names the version of the formula.
    package static let domain = "kernelswarm.journal.v1"

    /// The hash of an entry from its stored columns.
    package static func of(
        chain: Data, chainSeq: Int64, kind: Data, author: Data, causes: Data, previousHash: Data, payload: Data,
        seq: Int64
    ) -> Fingerprint {
        var message = Data(capacity: 256)
        append(Data(domain.utf8), to: &message)
        append(chain, to: &message)
        append(bigEndian(chainSeq), to: &message)
        append(kind, to: &message)
        append(author, to: &message)
        append(causes, to: &message)
        append(previousHash, to: &message)
        append(Fingerprint(of: payload).bytes, to: &message)
        if chain != Data(EntryChain.decision.rawValue.utf8) {
            append(bigEndian(seq), to: &message)
        }
        return Fingerprint(of: message)
    }

    /// Appends a field with its length before it, so that no two lists of fields give the same message.
    private static func append(_ field: Data, to message: inout Data) {
        message.append(bigEndian(Int64(field.count)))
        message.append(field)
    }

    /// The 8 bytes of `value`, most significant first.
    private static func bigEndian(_ value: Int64) -> Data {
        withUnsafeBytes(of: value.bigEndian) { Data($0) }
    }
}
