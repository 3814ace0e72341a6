import Foundation

/// The built `kernelswarm`, run as its own process.
struct Tool {
    /// What a finished process left.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
        /// The last line of standard output.
        var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
    }

    /// The program, which the package manager builds beside the tests.
    static var executable: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("kernelswarm")
    }

    /// The package's folder.
    static var package: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// A process that is ready to start.
    static func process(_ arguments: [String], in folder: URL = package) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs to the end.
    static func run(_ arguments: String..., in folder: URL = package) throws -> Outcome {
        try run(arguments, in: folder)
    }

    /// Runs to the end.
    static func run(_ arguments: [String], in folder: URL = package) throws -> Outcome {
        let process = process(arguments, in: folder)
        // Files rather than pipes: nothing can fill up while this waits.
        let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let files = ["out", "err"].map { place.appendingPathComponent($0) }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOf: files[0], encoding: .utf8),
            errors: try String(contentsOf: files[1], encoding: .utf8))
    }
}
