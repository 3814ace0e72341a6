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
            profile.json. Nothing of a case's measurement goes into its prediction.
            """)

    @Option(help: "The gpu's name.")
    var gpu: String

    @Option(help: "The folder of the measured set.")
    var set: String

    @Option(help: "The folder that holds the kernels, where it is not the set's own.")
    var kernels: String?

    @Option(help: "A file for the predictions, {\"name\": microseconds}.")
    var out: String?

    @Option(help: "Which measured time to predict: cold or warm caches.")
    var clock: Caches = .cold

    @Option(help: "Only cases whose names begin so.")
    var only: String?

    @Option(help: "A file for the report on the model's accuracy, in Markdown, with cold and warm caches.")
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
    /// Warp instructions of a case's sample where all cases are predicted many times.
    private static let smallSample: UInt64 = 1_000_000

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
        let cases = truth.cases(named: only ?? "")
        guard !cases.isEmpty else { throw CommandFailure(.usage, "no case of '\(set)' is named '\(only ?? "")…'") }
        let left = try without.map { name in
            guard let ablation = Ablation.all.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    .usage,
                    "no part of the model is named '\(name)'; there are "
                        + Ablation.all.map(\.name).joined(separator: ", "))
            }
            return ablation
        }
        func found(
            _ clock: Clock, leavingOut more: [Ablation] = [], sample: UInt64? = nil, on chip: Hardware? = nil
        ) async -> AccuracyReport {
            var predictor = Ablation.leaveOut(
                left + more,
                of: CasePredictor(set: truth, hardware: chip ?? hardware, compiler: compiler, clock: clock))
            if let sample { predictor.sampleBudget = sample }
            let predictions = await predictor.predict(cases, workers: Self.workers) { _, error in
                if let error { Console.error(error.description) }
            }
            return AccuracyReport(
                set: truth, hardware: hardware, clock: clock, predictions: predictions, cases: cases)
        }
        let asked = await found(clock.measured)
        Console.output(asked.text)
        if let cost = asked.cost { Console.output(cost) }
        var more: [String] = []
        if ablations || leaveOneOut {
            let base = await found(.cold, sample: Self.smallSample)
            if ablations {
                var rows = [Ablation.heading, Ablation.row("nothing", base.score)]
                for ablation in Ablation.all {
                    let report = await found(.cold, leavingOut: [ablation], sample: Self.smallSample)
                    rows.append(Ablation.row("\(ablation.title) (`\(ablation.name)`)", report.score))
                }
                more.append(rows.joined(separator: "\n") + "\n")
            }
            if leaveOneOut {
                var effects: [LeaveOneOut.Effect] = []
                for figure in CalibratedFigure.all {
                    var (scaled, removed) = (hardware, hardware)
                    figure.scale(&scaled, LeaveOneOut.factor)
                    figure.remove(&removed)
                    effects.append(
                        LeaveOneOut.Effect(
                            name: figure.name,
                            scaled: await found(.cold, sample: Self.smallSample, on: scaled).times,
                            removed: await found(.cold, sample: Self.smallSample, on: removed).times))
                }
                more.append(LeaveOneOut(base.times, effects, set: truth, clock: .cold).markdown)
            }
            Console.output("\n" + more.joined(separator: "\n"))
        }
        if let out { try write(PredictionFile.json(asked.predictions), to: out) }
        if let report {
            let other = await found(clock.measured == .cold ? .warm : .cold)
            let both = clock.measured == .cold ? [asked, other] : [other, asked]
            try write(AccuracyDocument.text(both, more), to: report)
        }
        if asked.predictions.count < cases.count { throw CommandFailure(.negative) }
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
