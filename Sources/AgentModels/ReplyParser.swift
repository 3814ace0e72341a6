import Foundation

/// Reads what models answer. Total: any text gives a value or a problem in words, in time linear in the text.
package enum ReplyParser {
    /// The most characters taken of a hint's or reason's text.
    private static let noteLimit = 2000
    /// Languages that mark a block as a kernel.
    private static let kernelLanguages: Set<String> = [
        "metal", "msl", "cuda", "cu", "cuda-cpp", "cpp", "c++", "cxx", "c",
    ]

    /// Whether the reply holds SEARCH/REPLACE edits, which are applied to the parent instead of read as a kernel.
    package static func containsEdits(_ reply: String) -> Bool {
        reply.contains("<<<<<<< SEARCH") && reply.contains(">>>>>>> REPLACE")
    }

    /// The whole kernel in a reply: its largest closed block marked `metal`, `cuda` or `cpp`; else the largest without
    /// a language; else the whole reply when it has no fences and holds a kernel's signature.
    package static func kernelText(_ reply: String) throws(ReplyProblem) -> String {
        guard reply.contains(where: { !$0.isWhitespace }) else { throw ReplyProblem("the reply is empty") }
        let all = FencedBlock.blocks(in: reply)
        let blocks = all.filter { $0.isClosed && !containsEdits($0.text) && $0.text.contains { !$0.isWhitespace } }
        let marked = blocks.filter { kernelLanguages.contains($0.language) }
        let unmarked = blocks.filter { $0.language.isEmpty }
        if let block = largest(marked) ?? largest(unmarked) { return block.text }
        if all.contains(where: { !$0.isClosed }) {
            throw ReplyProblem(
                "the last code block is not closed, so the reply was probably cut off; answer with a shorter text")
        }
        if all.isEmpty, !containsEdits(reply), reply.contains("kernel void") || reply.contains("__global__") {
            return reply.hasSuffix("\n") ? reply : reply + "\n"
        }
        throw ReplyProblem("the reply holds no kernel; put the whole source into one ```metal or ```cuda block")
    }

    /// A profiler's hint: a JSON object with `bottleneck` and `change`, or lines `Bottleneck: …` and `Change: …`.
    package static func hint(_ reply: String) throws(ReplyProblem) -> HintReply {
        let object = EmbeddedJSON.lastObject(in: reply) { $0["bottleneck"]?.string != nil && change(in: $0) != nil }
        if let object, let bottleneck = object["bottleneck"]?.string, let change = change(in: object),
            let hint = hint(bottleneck, change)
        {
            return hint
        }
        let lines = LabelledLines(reply)
        let labelled = lines["change"] ?? lines["suggested change"] ?? lines["suggestion"]
        if let bottleneck = lines["bottleneck"], let labelled, let hint = hint(bottleneck, labelled) { return hint }
        throw ReplyProblem(
            #"the reply holds no hint; answer with {"bottleneck": "…", "change": "…"}, one of each"#)
    }

    /// A judge's vote: the last JSON object with a `score` anywhere in the reply; anything else is an abstention.
    package static func vote(_ reply: String) -> VoteReply {
        guard let object = EmbeddedJSON.lastObject(in: reply, where: { $0["score"] != nil }) else {
            return .abstain(reason: "the reply holds no JSON object with a 'score'")
        }
        guard let score = object["score"]?.number else { return .abstain(reason: "the score is not a number") }
        guard (0...1).contains(score) else { return .abstain(reason: "the score \(score) is not between 0 and 1") }
        let suspicious: Bool
        switch object["suspicious"] {
        case nil: suspicious = false
        case .bool(let flag): suspicious = flag
        default: return .abstain(reason: "'suspicious' is neither true nor false")
        }
        return .vote(score: score, suspicious: suspicious, reason: note(object["reason"]?.string ?? ""))
    }

    /// A critic's decision: a JSON object with `verdict`, or a line `Verdict: accept|reject`, with the reason.
    package static func critique(_ reply: String) throws(ReplyProblem) -> CritiqueReply {
        let object = EmbeddedJSON.lastObject(in: reply) { $0["verdict"]?.string.flatMap(verdict) != nil }
        if let object, let verdict = object["verdict"]?.string.flatMap(verdict) {
            return CritiqueReply(verdict: verdict, reason: note(object["reason"]?.string ?? ""))
        }
        let lines = LabelledLines(reply)
        if let verdict = lines["verdict"].flatMap(verdict) {
            return CritiqueReply(verdict: verdict, reason: note(lines["reason"] ?? ""))
        }
        throw ReplyProblem(
            #"the reply holds no verdict; answer with {"verdict": "accept" or "reject", "reason": "…"}"#)
    }

    /// The longest block, the last of several.
    private static func largest(_ blocks: [FencedBlock]) -> FencedBlock? {
        blocks.reduce(nil) { best, block in
            guard let best, best.text.utf8.count > block.text.utf8.count else { return block }
            return best
        }
    }

    /// The suggested change under any of its names.
    private static func change(in object: JSONValue) -> String? {
        object["change"]?.string ?? object["suggested_change"]?.string ?? object["suggestion"]?.string
    }

    /// A hint of two texts; nil when one is blank.
    private static func hint(_ bottleneck: String, _ change: String) -> HintReply? {
        let hint = HintReply(bottleneck: note(bottleneck), change: note(change))
        return hint.bottleneck.isEmpty || hint.change.isEmpty ? nil : hint
    }

    /// The verdict a word stands for; nil for any other word.
    private static func verdict(_ text: String) -> CritiqueReply.Verdict? {
        let letters = text.lowercased().unicodeScalars.drop { !("a"..."z").contains($0) }
        return CritiqueReply.Verdict(rawValue: String(letters.prefix { ("a"..."z").contains($0) }))
    }

    /// `text` without blanks around it, bounded.
    private static func note(_ text: String) -> String {
        String(text.trimmingCharacters(in: .whitespacesAndNewlines).prefix(noteLimit))
    }
}
