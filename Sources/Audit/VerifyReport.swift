package import Blackboard

/// What a proof of a journal found.
package struct VerifyReport: Hashable, Sendable {
    /// The three outcomes, by their exit status.
    package enum Outcome: Int32, Hashable, Sendable {
        /// As it was written, up to the anchor, which is the end.
        case intact = 0
        /// Not as it was written.
        case broken = 1
        /// As it was written, but the anchor does not reach the end.
        case unanchored = 2
    }

    /// The first fault; nil when everything is as it was written.
    package let fault: JournalFault?
    /// The decision chain as far as it is good.
    package let decision: JournalHead
    /// The observation chain as far as it is good.
    package let observation: JournalHead
    /// What `head.json` says; nil when there is none.
    package let anchor: HeadAnchor?

    /// A report of a check.
    package init(_ check: JournalCheck, anchor: HeadAnchor?) {
        fault = check.fault
        decision = check.chains.decision
        observation = check.chains.observation
        self.anchor = anchor
    }

    /// A report of a journal that could not be read at all.
    package init(fault: JournalFault) {
        self.fault = fault
        decision = .empty
        observation = .empty
        anchor = nil
    }

    /// The outcome.
    package var outcome: Outcome {
        if fault != nil { return .broken }
        return anchor == HeadAnchor(decision: decision, observation: observation) ? .intact : .unanchored
    }

    /// The exit status: 0 intact and anchored, 1 broken, 2 intact but not anchored to the end.
    package var exitStatus: Int32 { outcome.rawValue }

    /// The report for a person; its last line is `head <64 hexadecimal digits> count N`.
    package var lines: [String] {
        var lines: [String] = []
        if let fault {
            lines.append("broken: \(TerminalText.line(fault.description))")
            lines.append("good before it: \(counts)")
        } else {
            lines.append("intact: \(counts)")
            for chain in EntryChain.allCases {
                let reached = chain == .decision ? decision : observation
                let anchored = anchor?[chain].count ?? 0
                if reached.count > anchored {
                    lines.append(
                        "\(chain.rawValue) entries \(anchored + 1)..\(reached.count): later entries are unanchored")
                }
            }
            if anchor == nil { lines.append("there is no '\(HeadAnchor.fileName)': nothing is anchored") }
            if outcome == .intact { lines.append("anchored to the end by '\(HeadAnchor.fileName)'") }
        }
        lines.append("head \(decision.hash) count \(decision.count)")
        return lines
    }

    /// The report for a program.
    package var json: CanonicalJSON {
        [
            "status": .string("\(outcome)"), "head": .string(decision.hash.hex), "count": .int(decision.count),
            "observations": .int(observation.count), "anchored": anchor.map { .int($0.decision.count) } ?? .null,
            "fault": fault.map { fault in
                [
                    "kind": .string(fault.kind.rawValue), "seq": fault.seq.map { .int($0) } ?? .null,
                    "detail": .string(fault.detail),
                ]
            } ?? .null,
        ]
    }

    /// How many entries are good.
    private var counts: String { "\(decision.count) decision entries, \(observation.count) observation entries" }
}
