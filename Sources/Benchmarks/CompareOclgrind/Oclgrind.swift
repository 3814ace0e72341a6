import Foundation

/// Runs a twin's OpenCL side with Oclgrind's own driver, one worker thread.
struct Oclgrind {
    /// The folder for kernel and launch files.
    let folder: URL

    /// Seconds that the launch takes: the whole process, less the process with a single threadgroup of the same
    /// kernel, so that starting it and compiling do not count.
    func seconds(_ twin: TwinKernel, options: [String]) throws -> Double {
        let clock = ContinuousClock()
        func process(_ groups: (x: Int, y: Int)) throws -> Double {
            let file = try write(twin, groups)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["oclgrind-kernel", "--num-threads", "1"] + options + [file.path]
            process.currentDirectoryURL = folder
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            var said = Data()
            let duration = try clock.measure {
                try process.run()
                said = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
            }
            guard process.terminationStatus == 0, said.isEmpty else {
                throw Failure(text: String(decoding: said, as: UTF8.self))
            }
            return duration / .seconds(1)
        }
        let whole = try process(twin.threadgroups)
        return try max(1e-9, whole - process((1, 1)))
    }

    /// What Oclgrind said instead of nothing.
    struct Failure: Error, CustomStringConvertible {
        let text: String
        var description: String { "oclgrind-kernel: \(text)" }
    }

    /// Writes the kernel and a launch of it.
    private func write(_ twin: TwinKernel, _ groups: (x: Int, y: Int)) throws -> URL {
        try Data(twin.openCL.utf8).write(to: folder.appendingPathComponent("\(twin.entry).cl"))
        let launch = """
            \(twin.entry).cl
            \(twin.entry)
            \(groups.x * twin.group.x) \(groups.y * twin.group.y) 1
            \(twin.group.x) \(twin.group.y) 1

            <size=\(twin.inputCount * 4) float fill=0.5>
            <size=\(twin.outputCount * 4) float noinit>

            """
        let file = folder.appendingPathComponent("\(twin.entry)-\(groups.x)-\(groups.y).sim")
        try Data(launch.utf8).write(to: file)
        return file
    }
}
