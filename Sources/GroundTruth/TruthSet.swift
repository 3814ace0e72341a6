package import Foundation

/// A folder of measured kernels: cases, times and, where there are any, hardware counters.
///
/// ```
/// cases.json      launches, described exactly
/// measured.json   times, registers and output samples of each, and the cost of an empty launch
/// profile.json    counters by case and Nsight name; optional
/// kernels/        one source file each
/// ```
package struct TruthSet: Sendable {
    /// The folder in which the kernels' paths begin.
    package let kernels: URL
    /// The cases in the file's order.
    package let cases: [TruthCase]
    /// Measurements by case.
    package let measurements: [String: Measurement]
    /// Counters by case and Nsight name.
    package let counters: [String: [String: Double]]
    /// Microseconds between the events around an empty launch, by clock.
    package let eventFloor: [Clock: Double]

    /// Reads the set in `folder`, whose kernels may lie elsewhere.
    ///
    /// - Throws: `GroundTruthError` naming file, place and what is wrong.
    package init(folder: URL, kernels: URL? = nil) throws(GroundTruthError) {
        self.kernels = kernels ?? folder
        var (cases, names): ([TruthCase], Set<String>) = ([], [])
        for node in try JSONNode(file: folder.appendingPathComponent("cases.json")).elements() {
            let truthCase = try TruthCase(node)
            guard names.insert(truthCase.name).inserted else {
                throw node.error("is the second case named '\(truthCase.name)'")
            }
            cases.append(truthCase)
        }
        self.cases = cases
        let measured = try JSONNode(file: folder.appendingPathComponent("measured.json"))
        var measurements: [String: Measurement] = [:]
        for node in try measured.member("cases").elements() {
            let measurement = try Measurement(node)
            guard names.contains(measurement.name) else { throw node.error("measures no case of 'cases.json'") }
            measurements[measurement.name] = measurement
        }
        self.measurements = measurements
        let overheads = try measured.member("device").member("overheads")
        eventFloor = [
            .cold: try overheads.member("empty_cold_us").member("median").number(),
            .warm: try overheads.member("empty_warm_us").member("median").number(),
        ]
        counters = try Self.counters(folder.appendingPathComponent("profile.json"))
    }

    /// The counters of `profile.json`; none where there is no such file.
    private static func counters(_ url: URL) throws(GroundTruthError) -> [String: [String: Double]] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [:] }
        var counters: [String: [String: Double]] = [:]
        for (name, node) in try JSONNode(file: url).member("cases").members() {
            var values: [String: Double] = [:]
            // Besides numbers an entry has texts, such as the kernel's name.
            for (metric, value) in try node.members() { values[metric] = try? value.number() }
            counters[name] = values
        }
        return counters
    }

    /// The cases whose names begin with `prefix`.
    package func cases(named prefix: String) -> [TruthCase] { cases.filter { $0.name.hasPrefix(prefix) } }
}
