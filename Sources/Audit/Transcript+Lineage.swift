import Blackboard

extension Transcript {
    /// The lineage of the candidate that an argument names.
    ///
    /// - Parameter argument: `12` or `d7` for the entry that proposed it, or at least six digits of the value of
    ///   `candidate` in its payload (a fingerprint).
    package func lineage(of argument: String) throws(AuditError) -> Lineage {
        let decisions = try entries(EntryFilter(chain: .decision))
        let graph = LineageGraph(decisions)
        if Int(argument) == nil, let found = graph.proposal(ofCandidate: argument) { return graph.lineage(of: found) }
        let found = try entry(argument)
        guard LineageGraph.candidateKinds.contains(found.kind) else {
            throw AuditError(
                .argument,
                "entry '\(TerminalText.line(argument))' is of kind '\(found.kind.rawValue)'; a lineage belongs to a "
                    + "proposal, revision or migration")
        }
        return graph.lineage(of: found)
    }
}

/// The decisions of a run with who follows from whom.
private struct LineageGraph {
    /// The kinds that put a candidate on the blackboard.
    static let candidateKinds: Set<EntryKind> = [.proposal, .revision, .migration]
    /// The kinds that say what became of a candidate.
    static let resultKinds: Set<EntryKind> = [.evaluation, .verdict]

    /// The decisions, by number less one.
    let decisions: [Entry]
    /// The payloads of the candidates' entries, by decision number.
    var payloads: [Int: CanonicalJSON] = [:]
    /// The first entry of each candidate.
    var proposals: [(candidate: String, entry: Entry)] = []
    /// The results of each candidate's entry.
    var results: [Int: [Entry]] = [:]

    /// The graph of all decisions of a run.
    init(_ decisions: [Entry]) {
        self.decisions = decisions
        for entry in decisions {
            if Self.candidateKinds.contains(entry.kind), let payload = try? entry.json() {
                payloads[entry.chainSeq] = payload
                if let candidate = payload["candidate"]?.stringValue { proposals.append((candidate, entry)) }
            }
            if Self.resultKinds.contains(entry.kind) {
                for cause in Set(entry.causes) { results[cause, default: []].append(entry) }
            }
        }
    }

    /// The first entry whose candidate's name starts with `prefix`, which has six characters or more.
    func proposal(ofCandidate prefix: String) -> Entry? {
        prefix.utf8.count < 6 ? nil : proposals.first { $0.candidate.hasPrefix(prefix) }?.entry
    }

    /// Walks back from `start` with a stack of its own, so that no run is too long; parents are always older.
    func lineage(of start: Entry) -> Lineage {
        var steps: [Lineage.Step] = []
        var told: Set<Int> = []
        var stack = [(entry: start, depth: 0)]
        while let (entry, depth) = stack.popLast() {
            let isRepeated = !told.insert(entry.chainSeq).inserted
            let parents = parents(of: entry)
            let causes = entry.causes.filter { !parents.contains($0) }.compactMap(decision)
            steps.append(
                Lineage.Step(
                    entry: entry, depth: depth, parents: parents, causes: causes,
                    results: results[entry.chainSeq] ?? [],
                    isRepeated: isRepeated))
            if isRepeated { continue }
            for parent in parents.reversed() {
                if let entry = decision(parent) { stack.append((entry, depth + 1)) }
            }
        }
        return Lineage(steps: steps)
    }

    /// The decision numbers of a candidate's parents.
    ///
    /// A payload names them as `parent` or `parents`, by decision number or by candidate; one that names none has the
    /// candidates among its causes.
    private func parents(of entry: Entry) -> [Int] {
        let payload = payloads[entry.chainSeq]
        let named = [payload?["parent"]].compactMap(\.self) + (payload?["parents"]?.arrayValue ?? [])
        var parents = named.compactMap { name -> Int? in
            if let number = name.intValue { return number }
            guard let candidate = name.stringValue else { return nil }
            return proposals.last { $0.candidate == candidate && $0.entry.chainSeq < entry.chainSeq }?.entry.chainSeq
        }
        if named.isEmpty || named == [.null] {
            parents = entry.causes.filter { decision($0).map { Self.candidateKinds.contains($0.kind) } ?? false }
        }
        var seen: Set<Int> = []
        return parents.filter { $0 >= 1 && $0 < entry.chainSeq && seen.insert($0).inserted }
    }

    /// The decision with a number; nil when there is none.
    private func decision(_ number: Int) -> Entry? {
        decisions.indices.contains(number - 1) ? decisions[number - 1] : nil
    }
}
