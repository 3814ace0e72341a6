/// What came of one build of one case.
struct RunResult: Encodable, Sendable {
    /// The case.
    var name: String
    /// `check` or `time`.
    var build: String
    /// `ran`, `refused` by the compiler or the machine, or `fault`: a check found something.
    var status: String
    /// Why it did not run.
    var message = ""
    /// The check that found something.
    var finding = ""
    /// Pairs of lines that store the same value to one place without order.
    var warnings: [String] = []
    /// Executions of launches with all checks, and of all.
    var checked = 0
    var executions = 0
}
