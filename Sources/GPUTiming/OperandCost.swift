import SIMTMachine

/// What reading its registers makes of an instruction's cost, on chips whose register bandwidth limits issue.
///
/// Apple's cores keep recent results in a register cache. Instructions that read two or three registers pay for what it
/// does not hold: by the distance to the nearest producer in issue slots, and, with few warps, in the time until the warp
/// may issue again. One register is always there in time: `(x * x) + 1` issues in 95 % of the cycles.
struct OperandCost {
    /// Issue slots.
    let issues: Double
    /// Cycles until the warp may issue again; 0 for no wait.
    let hold: Double
    /// Cycles until a dependent instruction may issue.
    let latency: Double

    /// The cost of `source`, of class `cost`, with its nearest producer `distance` instructions before it.
    init(of source: TimedInstruction, _ cost: ClassCost, distance: Int, on hardware: Hardware) {
        guard let kind = cost.operands, !hardware.issueByDistance.isEmpty else {
            (issues, hold, latency) = (cost.issues, 0, cost.latency)
            return
        }
        let sources = [source.sources.0, source.sources.1, source.sources.2, source.sources.3]
        let registers = Set(sources.filter { $0 >= 0 }).count
        // Only a third register makes a multiply-add slower than an addition: `(x * y) + y` is as fast.
        let isWide = registers > 2
        latency = kind == .fma32 && !isWide ? hardware.cost(of: .floatAdd)?.latency ?? cost.latency : cost.latency
        guard registers > 1 else {
            (issues, hold) = (cost.issues * hardware.singleOperandIssue, 0)
            return
        }
        let row = kind == .fma32 && !isWide ? .float32 : kind
        func value(_ rows: [ClassCost.OperandKind: [Double]], or other: Double) -> Double {
            guard let row = rows[row], !row.isEmpty else { return other }
            return row[min(max(distance, 1), row.count) - 1]
        }
        issues = cost.issues * value(hardware.issueByDistance, or: 1)
        hold = value(hardware.holdByDistance, or: 0)
    }
}
