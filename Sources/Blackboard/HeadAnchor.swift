package import Foundation

/// `head.json`: how far the journal had come when the disk last had all of it.
///
/// `{"count":64,"entries":70,"head":"<hex>","observation":{"count":6,"head":"<hex>"}}`, one line.
package struct HeadAnchor: Hashable, Sendable {
    /// The decision chain's count and hash.
    package let decision: JournalHead
    /// The observation chain's count and hash.
    package let observation: JournalHead

    /// An anchor.
    package init(decision: JournalHead, observation: JournalHead) {
        self.decision = decision
        self.observation = observation
    }

    /// The file's name in a run folder.
    package static let fileName = "head.json"

    /// The head of one chain.
    package subscript(chain: EntryChain) -> JournalHead {
        switch chain {
        case .decision: decision
        case .observation: observation
        }
    }

    /// The file's contents.
    package var encoded: Data {
        let value: CanonicalJSON = [
            "count": .int(decision.count), "head": .string(decision.hash.hex),
            "entries": .int(decision.count + observation.count),
            "observation": ["count": .int(observation.count), "head": .string(observation.hash.hex)],
        ]
        return value.encoded + Data("\n".utf8)
    }

    /// Reads the file of a run; nil when there is none.
    package static func read(runDirectory: String) throws(JournalFault) -> HeadAnchor? {
        let path = runDirectory + "/" + fileName
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw JournalFault(.damaged, seq: nil, "'\(fileName)' cannot be read")
        }
        guard let value = try? CanonicalJSON(parsing: contents), let decision = JournalHead(value),
            let observed = value["observation"], let observation = JournalHead(observed),
            let entries = value["entries"]?.intValue, entries - decision.count == observation.count
        else {
            throw JournalFault(.damaged, seq: nil, "'\(fileName)' is not an anchor")
        }
        return HeadAnchor(decision: decision, observation: observation)
    }
}

extension JournalHead {
    /// Reads `count` and `head` of an object.
    fileprivate init?(_ value: CanonicalJSON) {
        guard let count = value["count"]?.intValue, count >= 0, let hex = value["head"]?.stringValue,
            let hash = Fingerprint(hex: hex)
        else { return nil }
        self.init(count: count, hash: hash)
    }
}
