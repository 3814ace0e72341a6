import GPUTiming
import GroundTruth
import KernelCompiler

/// Predicts a measured set's cases as often as its questions need: as the model is, and with parts of it changed.
struct CalibrationStudy {
    /// The set.
    let set: TruthSet
    /// The cases that are predicted.
    var cases: [TruthCase]
    /// The chip.
    let hardware: Hardware
    /// Compiles the kernels.
    let compiler: KernelCompiler
    /// Parts of the model that are left out throughout.
    let left: [Ablation]
    /// Cases that are predicted at the same time; the figures do not depend on it.
    let workers: Int
    /// What was compiled for the predictions so far.
    private let compiled = CompiledCases()

    /// Warp instructions of a case's sample where all cases are predicted many times.
    private static let smallSample: UInt64 = 1_000_000

    /// The predictions; a case that cannot be predicted is told on the console and missing.
    func predictions(
        _ clock: Clock, leavingOut more: [Ablation] = [], sample: UInt64? = nil, on chip: Hardware? = nil
    ) async -> [CasePrediction] {
        var predictor = Ablation.leaveOut(
            left + more, of: CasePredictor(set: set, hardware: chip ?? hardware, compiler: compiler, clock: clock))
        if let sample { predictor.sampleBudget = sample }
        predictor.compiled = compiled
        return await predictor.predict(cases, workers: workers) { _, error in
            if let error { Console.error(error.description) }
        }
    }

    /// The report on `predictions`.
    func report(_ clock: Clock, _ predictions: [CasePrediction]) -> AccuracyReport {
        AccuracyReport(set: set, hardware: hardware, clock: clock, predictions: predictions, cases: cases)
    }

    /// A table of the scores with each part of the model left out.
    func ablations() async -> String {
        if set.hasTasks {
            var table = AblationTable(await smallTasks())
            for part in Ablation.parts(of: hardware) {
                table.add(part, await smallTasks(leavingOut: [part]))
            }
            return table.markdown
        }
        var table = AblationTable(await small())
        for part in Ablation.parts(of: hardware) { table.add(part, await small(leavingOut: [part])) }
        return table.markdown
    }

    /// Errors of each family with the calibrated figures fitted to the others, and what each figure touches.
    func leaveOneOut() async -> String {
        var effects: [LeaveOneOut.Effect] = []
        for figure in CalibratedFigure.all {
            var (scaled, removed) = (hardware, hardware)
            figure.scale(&scaled, LeaveOneOut.factor)
            figure.remove(&removed)
            effects.append(
                LeaveOneOut.Effect(
                    name: figure.name, scaled: await small(on: scaled).times, removed: await small(on: removed).times))
        }
        return LeaveOneOut(await small().times, effects, set: set, clock: .cold).markdown
    }

    /// The report on tasks from smaller samples of the sizes that count.
    private func smallTasks(leavingOut more: [Ablation] = []) async -> TaskReport {
        var study = self
        study.cases = cases.filter(\.isScored)
        let found = await study.predictions(.cold, leavingOut: more, sample: Self.smallSample)
        return TaskReport(set: set, hardware: hardware, predictions: found, cases: study.cases)
    }

    /// The report from smaller samples.
    private func small(leavingOut more: [Ablation] = [], on chip: Hardware? = nil) async -> AccuracyReport {
        report(.cold, await predictions(.cold, leavingOut: more, sample: Self.smallSample, on: chip))
    }
}
