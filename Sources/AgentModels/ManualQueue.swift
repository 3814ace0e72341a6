import Foundation

/// The files of a manual queue: requests we write, answers that others write beside them.
struct ManualQueue: Sendable {
    /// What the folder held for an answer at one look.
    struct Sight: Hashable, Sendable {
        /// Bytes of the file.
        var size: Int
        /// When it was last written.
        var changed: Date?
        /// Which file it is; a rename into place brings another.
        var identity: Int?
    }

    /// The folder.
    let folder: URL
    /// The most bytes of answer that are taken.
    let answerLimit: Int

    /// The request as it is stored for programs.
    private struct StoredRequest: Codable {
        var format = "kernelswarm-manual-request/1"
        var id: String
        var agent: String
        var role: String
        var system: String
        var user: String
        var max_tokens: Int
        var temperature: Double?
        var seed: UInt64?
    }

    /// Whether `id` can be a file name in every folder: 1 to 120 ASCII letters, digits, `.`, `_`, `-`, no leading `.`
    /// or `-`.
    static func isValid(_ id: String) -> Bool {
        guard (1...120).contains(id.utf8.count), id.first != ".", id.first != "-" else { return false }
        return id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    /// Where the answer to `id` is awaited.
    func answer(_ id: String) -> URL { folder.appending(component: "\(id).answer.md") }

    /// Writes the request's two files, unless they are there already.
    ///
    /// The JSON comes first and the Markdown last, each renamed into place, so that who sees the Markdown sees both.
    /// Throws `request` when the folder holds a different request of this id, or cannot be written.
    func write(_ request: ModelRequest) throws(ModelFailure) {
        let json = folder.appending(component: "\(request.id).request.json")
        let markdown = folder.appending(component: "\(request.id).request.md")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let wanted = try encode(request)
            if let found = try? Data(contentsOf: json) {
                guard found == wanted else {
                    throw ModelFailure(
                        .request,
                        "'\(json.path)' holds another request of this name; give each run a queue folder of its own")
                }
            } else {
                try wanted.write(to: json, options: .atomic)
            }
            if !FileManager.default.fileExists(atPath: markdown.path) {
                try Data(text(of: request).utf8).write(to: markdown, options: .atomic)
            }
        } catch let failure as ModelFailure {
            throw failure
        } catch {
            throw ModelFailure(
                .request, "the queue folder '\(folder.path)' cannot be written: \(error.localizedDescription)")
        }
    }

    /// What is to be seen of the answer to `id`; nil while there is no regular file with something in it.
    func look(for id: String) -> Sight? {
        // Attributes are the link's own, never its target's: a link is not a regular file and is passed over.
        guard let found = try? FileManager.default.attributesOfItem(atPath: answer(id).path),
            found[.type] as? FileAttributeType == .typeRegular, let size = (found[.size] as? NSNumber)?.intValue,
            size > 0
        else { return nil }
        return Sight(
            size: size, changed: found[.modificationDate] as? Date,
            identity: (found[.systemFileNumber] as? NSNumber)?.intValue)
    }

    /// The text of a complete answer.
    func read(_ id: String, sight: Sight) throws(ModelFailure) -> String {
        let path = answer(id).path
        guard sight.size <= answerLimit else {
            throw ModelFailure(
                .malformed, "'\(path)' has \(sight.size) bytes, more than the \(answerLimit) allowed", attempts: 1)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ModelFailure(.malformed, "'\(path)' cannot be read", attempts: 1)
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ModelFailure(.malformed, "'\(path)' is not UTF-8 text", attempts: 1)
        }
        return text
    }

    /// The request for programs; equal requests are equal bytes.
    private func encode(_ request: ModelRequest) throws -> Data {
        let stored = StoredRequest(
            id: request.id, agent: request.agent, role: request.role, system: request.system, user: request.user,
            max_tokens: request.maxTokens, temperature: request.temperature, seed: request.seed)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(stored) + Data("\n".utf8)
    }

    /// The request for people.
    private func text(of request: ModelRequest) -> String {
        """
        ---
        format: kernelswarm-manual-request/1
        id: \(request.id)
        agent: \(JSONText.quoted(request.agent))
        role: \(JSONText.quoted(request.role))
        answer_in: \(request.id).answer.md
        ---

        # System

        \(request.system)

        # User

        \(request.user)

        """
    }
}
