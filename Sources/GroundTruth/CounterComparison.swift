import GPUTiming

/// The model's counters beside the card's, case by case.
package struct CounterComparison: Sendable {
    /// A counter that both have.
    package struct Counter: Sendable {
        /// Name for people.
        package let title: String
        /// Nsight's name on the card.
        package let measured: String
        /// Nsight's name in the model, where it differs.
        package let predicted: String
        /// Smallest measured value worth comparing.
        package let least: Double
        /// Whether the figure is a percentage, whose differences are points.
        package let isShare: Bool

        fileprivate init(
            _ title: String, _ measured: String, as predicted: String? = nil, least: Double = 1, isShare: Bool = false
        ) {
            self.title = title
            self.measured = measured
            self.predicted = predicted ?? measured
            self.least = least
            self.isShare = isShare
        }
    }

    /// The counters compared, in the order of the report.
    package static let counters: [Counter] = [
        Counter("executed warp instructions", "smsp__inst_executed.sum"),
        Counter("global load requests", "l1tex__t_requests_pipe_lsu_mem_global_op_ld.sum"),
        Counter("global store requests", "l1tex__t_requests_pipe_lsu_mem_global_op_st.sum"),
        Counter("global load sectors", "l1tex__t_sectors_pipe_lsu_mem_global_op_ld.sum"),
        Counter("global store sectors", "l1tex__t_sectors_pipe_lsu_mem_global_op_st.sum"),
        Counter("L1 hit rate", "l1tex__t_sector_hit_rate.pct", isShare: true),
        Counter("L2 hit rate", "lts__t_sector_hit_rate.pct", isShare: true),
        Counter("bytes read from device memory", "dram__bytes_read.sum", least: 4e6),
        Counter("bytes written to device memory", "dram__bytes_write.sum", least: 4e6),
        Counter("registers per thread", "launch__registers_per_thread"),
    ]

    /// One counter of one case.
    package struct Entry: Sendable {
        /// The counter.
        package let counter: Counter
        /// What the card counted.
        package let measured: Double
        /// What the model counted.
        package let predicted: Double

        /// Points for percentages over 100, else the difference relative to the card's count.
        package var disagreement: Double {
            counter.isShare ? abs(predicted - measured) / 100 : abs(predicted - measured) / max(measured, 1)
        }
    }

    /// The counters of one case that both have and that are large enough.
    package static func entries(_ prediction: CasePrediction, in set: TruthSet) -> [Entry] {
        guard var card = set.counters[prediction.name] else { return [] }
        // The profiler reports at least 16, what a warp is given; the compiler's own figure says what a thread takes.
        if let registers = set.measurements[prediction.name]?.registers, registers > 0 {
            card["launch__registers_per_thread"] = Double(registers)
        }
        let sectors = (card["l1tex__t_sectors_pipe_lsu_mem_global_op_ld.sum"] ?? 0)
        return counters.compactMap { counter in
            guard let measured = card[counter.measured], let predicted = prediction.counters[counter.predicted],
                measured >= counter.least || counter.isShare, !counter.isShare || sectors >= 100_000
            else { return nil }
            return Entry(counter: counter, measured: measured, predicted: predicted)
        }
    }

    /// The counter that disagrees most in a case; nil where there are none.
    package static func worst(_ prediction: CasePrediction, in set: TruthSet) -> Entry? {
        entries(prediction, in: set).enumerated().max {
            ($0.element.disagreement, $1.offset) < ($1.element.disagreement, $0.offset)
        }?.element
    }

    /// Median and 75th percentile of the disagreement of each counter, with the number of cases.
    package static func summary(
        _ predictions: [CasePrediction], in set: TruthSet
    ) -> [(counter: Counter, cases: Int, median: Double, upperQuartile: Double, constant: Double)] {
        let all = predictions.map { entries($0, in: set) }
        return counters.compactMap { counter in
            let entries = all.compactMap { $0.first { $0.counter.title == counter.title } }
            guard !entries.isEmpty else { return nil }
            let found = entries.map(\.disagreement)
            return (
                counter, found.count, Ranking.median(found), Ranking.percentile(found, 0.75), constantError(entries)
            )
        }
    }

    /// The least median disagreement that one value for all cases could have.
    private static func constantError(_ entries: [Entry]) -> Double {
        entries.map { guess in
            Ranking.median(
                entries.map {
                    Entry(counter: $0.counter, measured: $0.measured, predicted: guess.measured).disagreement
                })
        }.min() ?? 0
    }

    /// Bank conflicts in threadgroup memory: where the card had a tenth of one per access, how far the model is off; where
    /// it had fewer, how many the model sees per access.
    package static func bankConflicts(
        _ predictions: [CasePrediction], in set: TruthSet
    ) -> (cases: Int, median: Double, constant: Double, free: Int, worstFree: Double) {
        let kinds = ["ld", "st"].map { "l1tex__data_bank_conflicts_pipe_lsu_mem_shared_op_\($0).sum" }
        var entries: [Entry] = []
        var free: [Double] = []
        for prediction in predictions {
            guard let card = set.counters[prediction.name], let accesses = prediction.counters[Self.sharedAccesses],
                let all = prediction.counters["l1tex__data_bank_conflicts_pipe_lsu_mem_shared.sum"], accesses > 0
            else { continue }
            // The card's counters are those of loads and stores.
            let atomic = prediction.counters["l1tex__data_bank_conflicts_pipe_lsu_mem_shared_op_atom.sum"] ?? 0
            let predicted = max(0, all - atomic)
            let measured = kinds.reduce(0) { $0 + (card[$1] ?? 0) }
            if measured >= 0.1 * accesses {
                let counter = Counter("bank conflicts", kinds[0])
                entries.append(Entry(counter: counter, measured: measured, predicted: predicted))
            } else {
                free.append(predicted / accesses)
            }
        }
        return (
            entries.count, entries.isEmpty ? 0 : Ranking.median(entries.map(\.disagreement)), constantError(entries),
            free.count, free.max() ?? 0
        )
    }

    /// Nsight's name of the accesses to threadgroup memory.
    private static let sharedAccesses = "smsp__inst_executed_op_shared.sum"

    /// Cases whose resident threadgroups, the grid left aside, are the card's; of those whose limit the model knows.
    package static func residency(_ predictions: [CasePrediction], in set: TruthSet) -> (right: Int, of: Int) {
        var (right, count) = (0, 0)
        for prediction in predictions {
            guard let card = set.measurements[prediction.name]?.residents, card > 0 else { continue }
            let model = prediction.time.occupancy
            // A grid that does not fill the cores says only that at least as many fit.
            guard model.limiter != .grid else { continue }
            count += 1
            if model.threadgroups == card { right += 1 }
        }
        return (right, count)
    }

    /// Cases whose commonest stall is the card's, of those that take more than `least` microseconds; those in which the card
    /// waits for `excluded` most left out.
    package static func topStalls(
        _ predictions: [CasePrediction], in set: TruthSet, clock: Clock, least: Double = 10,
        except excluded: String = ""
    ) -> (right: Int, of: Int) {
        var (right, count) = (0, 0)
        for prediction in predictions where (set.measurements[prediction.name]?.time(clock) ?? 0) > least {
            guard let card = set.counters[prediction.name] else { continue }
            // Issuing is no stall: the card has no such counter, and the model's is left out.
            func top(_ counters: [String: Double]) -> String? {
                counters.filter { $0.key.contains("issue_stalled_") && !$0.key.contains("sleeping") }
                    .filter { card[$0.key] != nil }
                    .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            }
            guard let measured = top(card), let predicted = top(prediction.counters) else { continue }
            if !excluded.isEmpty, measured.contains(excluded) { continue }
            count += 1
            if measured == predicted { right += 1 }
        }
        return (right, count)
    }
}
