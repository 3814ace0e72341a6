import ArgumentParser
import Diagnostics
import Foundation
import GPUTiming
import GroundTruth
import KernelCompiler
import SwarmConfig

/// `kernelswarm calibrate`: predicts the cases of a measured set and scores the model against the card.
struct CalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Holds a GPU's model against times measured on the real card.",
        discussion: """
            The set is a folder with cases.json, measured.json, the kernels and, where there are hardware counters, \
            profile.json. Cases are one launch each, in families, or rounds of launches with many alternatives to each \
            task, whose kernels lie in TASK/MD5.metal. Nothing of a case's measurement goes into its prediction.
            """)

    @Option(help: "The gpu's name.")
    var gpu: String

    @Option(help: "The folder of the measured set.")
    var set: String

    @Option(help: "The folder that holds the kernels, where it is not the set's own.")
    var kernels: String?

    @Option(help: "A file for the predictions, {\"name\": microseconds}.")
    var out: String?

    @Option(help: "A file for the model's counters beside the card's, as JSON.")
    var counters: String?

    @Option(help: "Which measured time to predict: cold or warm caches.")
    var clock: Caches = .cold

    @Option(help: "Only cases whose names begin so.")
    var only: String?

    @Flag(help: "Only cases that count in the score, in a set that has others.")
    var scored = false

    @Option(help: "A document on the model's accuracy, in Markdown, whose sections on this set are made anew.")
    var report: String?

    @Option(help: "A part of the model to leave out; may be given more than once.")
    var without: [String] = []

    @Flag(help: "Adds a table of the scores with each part of the model left out, from smaller samples.")
    var ablations = false

    @Flag(
        help: "Adds the errors of each family with the calibrated figures fitted to the others, from smaller samples.")
    var leaveOneOut = false

    /// The caches' state before a launch.
    enum Caches: String, ExpressibleByArgument, CaseIterable {
        case cold, warm

        /// The set's name for it.
        var measured: Clock { self == .cold ? .cold : .warm }
    }

    /// Cases that are predicted at the same time; the figures do not depend on it.
    private static let workers = 2

    func run() async throws {
        let context = try ProjectContext()
        let file = try context.gpu(gpu)
        guard let data = FileManager.default.contents(atPath: file.url.path),
            let text = String(validating: data, as: UTF8.self)
        else { throw CommandFailure(.usage, "'\(file.path)' cannot be read") }
        let hardware = try Hardware(yaml: text, file: file.path)
        let truth: TruthSet
        let compiler: KernelCompiler
        do {
            truth = try TruthSet(
                folder: URL(fileURLWithPath: set), kernels: kernels.map { URL(fileURLWithPath: $0) })
            compiler = KernelCompiler(clang: try await Clang.locate(environment: context.environment))
        } catch {
            throw CommandFailure(.usage, "\(error)")
        }
        let cases = truth.cases(named: only ?? "").filter { $0.isScored || !scored }
        guard !cases.isEmpty else { throw CommandFailure(.usage, "no case of '\(set)' is named '\(only ?? "")…'") }
        if truth.hasTasks, clock == .warm {
            throw CommandFailure(.usage, "'\(set)' has one time per case, and none with warm caches")
        }
        if truth.hasTasks, leaveOneOut {
            throw CommandFailure(.usage, "'\(set)' has no families to leave out")
        }
        let left = try without.map { name in
            guard let ablation = Ablation.all.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    .usage,
                    "no part of the model is named '\(name)'; there are "
                        + Ablation.all.map(\.name).joined(separator: ", "))
            }
            return ablation
        }
        let study = CalibrationStudy(
            set: truth, cases: cases, hardware: hardware, compiler: compiler, left: left, workers: Self.workers)
        let asked = await study.predictions(clock.measured)
        var sections: [String] = []
        if truth.hasTasks {
            let found = TaskReport(set: truth, hardware: hardware, predictions: asked, cases: cases)
            Console.output(found.text)
            sections = [found.markdown]
        } else {
            for own in Clock.allCases where own == clock.measured || report != nil {
                let found = study.report(own, own == clock.measured ? asked : await study.predictions(own))
                if own == clock.measured {
                    Console.output(found.text)
                    if let cost = found.cost { Console.output(cost) }
                }
                sections.append(found.markdown)
            }
        }
        var more: [String] = []
        if ablations { more.append(await study.ablations()) }
        if leaveOneOut { more.append(await study.leaveOneOut()) }
        if !more.isEmpty { Console.output("\n" + more.joined(separator: "\n")) }
        if let out { try write(PredictionFile.json(asked), to: out) }
        if let counters { try write(PredictionFile.counters(asked, in: truth), to: counters) }
        if let report {
            let existing = FileManager.default.contents(atPath: report).flatMap {
                String(validating: $0, as: UTF8.self)
            }
            try write(AccuracyDocument.text(sections + more, keeping: existing), to: report)
        }
        if asked.count < cases.count { throw CommandFailure(.negative) }
    }

    /// Writes a file of results.
    private func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(.usage, "'\(path)' cannot be written")
        }
    }
}
