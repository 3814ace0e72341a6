package import Foundation

/// A folder of measured kernels: cases, times and, where there are any, hardware counters.
///
/// ```
/// cases.json      launches, described exactly
/// measured.json   times, registers and output samples of each, and the cost of an empty launch
/// profile.json    counters by case and Nsight name; optional
/// kernels/        one source file each
/// ```
///
/// A set of families has one launch per case. A set of tasks has many alternatives to each, with rounds of launches
/// whose buffers change places, and times only; its kernels lie in `TASK/MD5.metal`.
package struct TruthSet: Sendable {
    /// The folder in which the kernels' paths begin.
    package let kernels: URL
    /// The cases in the file's order.
    package let cases: [TruthCase]
    /// Measurements by case.
    package let measurements: [String: Measurement]
    /// Counters by case and Nsight name.
    package let counters: [String: [String: Double]]
    /// What tells the set from others of the same chip, as its measurements say; empty where they do not.
    package let title: String
    /// Microseconds between the events around an empty launch, by clock; empty where launches' own costs are measured.
    package let eventFloor: [Clock: Double]

    /// Whether the set has tasks, each a list of alternatives, rather than families of one launch per case.
    package var hasTasks: Bool { cases.contains { $0.sizeLabel != nil } }

    /// Mistakes that an error lists; a file of another kind would have one in every entry.
    private static let listed = 20

    /// Reads the set in `folder`, whose kernels may lie elsewhere.
    ///
    /// - Throws: `GroundTruthError` naming file, place and what is wrong, for every entry with a mistake.
    package init(folder: URL, kernels: URL? = nil) throws(GroundTruthError) {
        self.kernels = kernels ?? folder
        var (cases, names): ([TruthCase], Set<String>) = ([], [])
        var mistakes: [String] = []
        for node in try JSONNode(file: folder.appendingPathComponent("cases.json")).elements() {
            do throws(GroundTruthError) {
                let truthCase =
                    TruthCase.hasRounds(node) ? try TruthCase(rounds: node, folder: folder) : try TruthCase(node)
                guard names.insert(truthCase.name).inserted else {
                    throw node.error("is the second case named '\(truthCase.name)'")
                }
                cases.append(truthCase)
            } catch {
                mistakes.append(error.description)
            }
        }
        self.cases = cases
        let measured = try JSONNode(file: folder.appendingPathComponent("measured.json"))
        let isList = (try? measured.elements()) != nil
        var measurements: [String: Measurement] = [:]
        title = isList ? "" : (try? measured.member("title").string()) ?? ""
        // A case that could not be read is not missed as well.
        let isWhole = mistakes.isEmpty
        for node in try (isList ? measured : measured.member("cases")).elements() {
            do throws(GroundTruthError) {
                let measurement = isList ? try Measurement(task: node) : try Measurement(node)
                guard names.contains(measurement.name) || !isWhole else {
                    throw node.error("measures no case of 'cases.json'")
                }
                measurements[measurement.name] = measurement
            } catch {
                mistakes.append(error.description)
            }
        }
        self.measurements = measurements
        do throws(GroundTruthError) {
            eventFloor = isList ? [:] : try Self.floor(measured)
            counters = try Self.counters(folder.appendingPathComponent("profile.json"))
        } catch {
            mistakes.append(error.description)
            throw GroundTruthError(Self.text(mistakes))
        }
        guard mistakes.isEmpty else { throw GroundTruthError(Self.text(mistakes)) }
    }

    /// All mistakes, or the first ones and how many more there are.
    private static func text(_ mistakes: [String]) -> String {
        let more = mistakes.count > listed ? ["and \(mistakes.count - listed) more mistakes"] : []
        return (mistakes.prefix(listed) + more).joined(separator: "\n")
    }

    /// The cost of an empty launch as the events measure it.
    private static func floor(_ measured: JSONNode) throws(GroundTruthError) -> [Clock: Double] {
        let overheads = try measured.member("device").member("overheads")
        return [
            .cold: try overheads.member("empty_cold_us").member("median").number(),
            .warm: try overheads.member("empty_warm_us").member("median").number(),
        ]
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
