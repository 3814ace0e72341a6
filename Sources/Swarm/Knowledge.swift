import Candidates
import Evaluation
import OfflineSearch

/// What the board tells about candidates: results, hints, populations and the searches that follow from them.
///
/// A value, so that a ticket keeps what its holder may see by keeping a copy.
struct Knowledge: Sendable {
    /// A measured candidate.
    struct Record: Sendable {
        /// The candidate.
        let candidate: Candidate
        /// What was measured.
        let result: EvaluationResult
        /// Who proposed it, or the baseline's name.
        let author: String
        /// The number of the evaluation's entry.
        let entry: Int

        /// Its time in nanoseconds; nil unless it is correct.
        var score: Double? {
            guard result.verdict.kind == .correct, let score = result.score, score.isFinite, score > 0 else {
                return nil
            }
            return score
        }
    }

    /// A profiler's hint.
    struct HintNote: Hashable, Sendable {
        /// Who gave it.
        let agent: String
        /// The candidate it is about.
        let candidate: String
        /// The bottleneck, in words.
        let bottleneck: String
        /// The suggested change.
        let change: String
        /// The metric that stands for the bottleneck in observations; nil when there is none.
        let metric: String?
        /// The number of its entry.
        let entry: Int
    }

    /// The results by candidate identity.
    private(set) var records: [String: Record] = [:]
    /// The identities with a result, in the order of the results.
    private(set) var order: [String] = []
    /// The search over each kernel text.
    private(set) var searches: [String: SearchState] = [:]
    /// The texts that are searched, in the order they came up.
    private(set) var texts: [String] = []
    /// The best correct candidate that is not a mere baseline.
    private(set) var best: String?
    /// The populations.
    private(set) var islands: [Island]
    /// The hints in order.
    private(set) var hints: [HintNote] = []
    /// The first measured candidate of each program, by novelty key.
    private(set) var programs: [String: String] = [:]

    /// Knows nothing.
    init(islands: Int, size: Int) {
        self.islands = Array(repeating: Island(size: size), count: max(1, islands))
    }

    /// The best candidate's record.
    var bestRecord: Record? { best.flatMap { records[$0] } }

    /// The best record of an island, or nil when it has none.
    func bestRecord(island: Int) -> Record? {
        islands[island].members.first.flatMap { records[$0.candidate] }
    }

    /// Begins to search a text, if nobody does.
    mutating func addText(_ text: String, space: @autoclosure () throws -> DesignSpace) rethrows {
        guard searches[text] == nil else { return }
        searches[text] = SearchState(space: try space())
        texts.append(text)
    }

    /// Notes that a candidate may be evaluated soon.
    mutating func noteProposed(_ candidate: Candidate) {
        searches[candidate.text]?.markInFlight(candidate.point)
    }

    /// Notes that a proposed candidate will not be evaluated.
    mutating func withdraw(_ candidate: Candidate) {
        searches[candidate.text]?.withdraw(candidate.point)
    }

    /// Takes a result in; `island` is nil for a baseline that nobody builds on.
    mutating func observe(_ record: Record, island: Int?) {
        let identity = record.candidate.identity
        if records[identity] == nil { order.append(identity) }
        records[identity] = record
        let program = Novelty.key(record.candidate)
        if programs[program] == nil { programs[program] = identity }
        let outcome: Observation.Outcome =
            record.score.map { .time($0) } ?? .failure(record.result.verdict.kind.rawValue)
        searches[record.candidate.text]?.observe(
            Observation(
                point: record.candidate.point, outcome: outcome, metrics: SearchMetrics.metrics(of: record.result)))
        guard let island, let score = record.score else { return }
        islands[island].add(identity, score: score)
        if let known = bestRecord?.score, known <= score { return }
        best = identity
    }

    /// Takes in a migrant: a measured candidate of another island.
    mutating func migrate(_ candidate: String, to island: Int) {
        guard islands.indices.contains(island), let score = records[candidate]?.score else { return }
        islands[island].add(candidate, score: score)
    }

    /// Takes a hint in.
    mutating func add(_ hint: HintNote) {
        hints.append(hint)
    }
}
