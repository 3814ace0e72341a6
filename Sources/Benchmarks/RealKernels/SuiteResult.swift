/// What came of one build of one program.
struct SuiteResult: Encodable {
    var name: String
    /// `check` or `time`.
    var build: String
    /// `ran`, `refused` or `fault`.
    var status: String
    var message: String
    var instructions: UInt64
}
