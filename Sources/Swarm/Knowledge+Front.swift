import Evaluation

extension Knowledge {
    /// The correct candidates of the islands that no other beats at every size, the best score first.
    var front: [Record] {
        var seen: Set<String> = []
        let members = islands.flatMap(\.members).filter { seen.insert($0.candidate).inserted }
            .compactMap { records[$0.candidate] }
        let sorted = members.enumerated().sorted {
            ($0.element.score ?? .infinity, $0.offset) < ($1.element.score ?? .infinity, $1.offset)
        }.map(\.element)
        return sorted.filter { record in !sorted.contains { $0.beats(record) } }
    }
}

extension Knowledge.Record {
    /// Whether this candidate is at least as fast at every size and faster at one.
    fileprivate func beats(_ other: Self) -> Bool {
        let own = result.times
        let others = other.result.times
        guard own.map(\.size) == others.map(\.size), !own.isEmpty else { return false }
        let pairs = zip(own.map(\.nanoseconds), others.map(\.nanoseconds))
        return pairs.allSatisfy { $0 <= $1 } && pairs.contains { $0 < $1 }
    }
}
