import ArgumentParser

/// What `run` and `resume` share.
struct RunOptions: ParsableArguments {
    @Option(help: "How many evaluations may compute at once; changes nothing but the time. All cores where not given.")
    var jobs: Int?

    @Flag(help: "Ends with one JSON object on standard output.")
    var json = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    }
}
