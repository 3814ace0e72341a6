/// A population that evolves apart from others: its best candidates, by identity.
///
/// What was measured is known to every island; islands differ in what they build on.
struct Island: Hashable, Sendable {
    /// One candidate.
    struct Member: Hashable, Sendable {
        /// The candidate's identity.
        var candidate: String
        /// Its time in nanoseconds.
        var score: Double
    }

    /// The most candidates kept.
    let size: Int
    /// The candidates, the best first; of equals the one that came first.
    private(set) var members: [Member] = []

    /// An empty island.
    init(size: Int) {
        self.size = max(1, size)
    }

    /// Takes a candidate in if it is among the best and not there yet.
    mutating func add(_ candidate: String, score: Double) {
        guard !members.contains(where: { $0.candidate == candidate }) else { return }
        let place = members.firstIndex { score < $0.score } ?? members.count
        members.insert(Member(candidate: candidate, score: score), at: place)
        if members.count > size { members.removeLast() }
    }
}
