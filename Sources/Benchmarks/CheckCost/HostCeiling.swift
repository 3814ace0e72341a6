import Foundation

/// What the host gives two programs at a time: this program runs itself twice, and each copy executes the same launch on one
/// thread again and again.
///
/// Two processes share neither memory nor locks, so what they lose beside one is the host's: caches, memory, clock rates and
/// neighbours. No program on two threads can gain more than they do.
enum HostCeiling {
    /// How long a copy works, which is long beside one launch.
    static let span = Duration.milliseconds(1000)
    /// How often one copy and two take turns; the best of each counts.
    static let turns = 3

    /// Twice the rate of one copy is 2; nil where this program cannot run itself.
    static func measure(benchmark: Int, mode: Int) throws -> Double? {
        var (one, both) = (0.0, 0.0)
        for _ in 0..<turns {
            one = max(one, try rates(benchmark, mode, copies: 1).reduce(0, +))
            both = max(both, try rates(benchmark, mode, copies: 2).reduce(0, +))
        }
        return one > 0 ? both / one : nil
    }

    /// Launches a second of each of so many copies that work at the same time.
    private static func rates(_ benchmark: Int, _ mode: Int, copies: Int) throws -> [Double] {
        var running: [(process: Process, input: Pipe, output: Pipe)] = []
        for _ in 0..<copies {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            process.arguments = ["--alone", "\(benchmark)", "\(mode)"]
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            running.append((process, input, output))
        }
        // Each copy says when it is ready, and all start together.
        for copy in running { _ = copy.output.fileHandleForReading.availableData }
        for copy in running { copy.input.fileHandleForWriting.write(Data("go\n".utf8)) }
        var rates: [Double] = []
        for copy in running {
            let text = String(decoding: copy.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            copy.process.waitUntilExit()
            if let rate = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) { rates.append(rate) }
        }
        return rates
    }

    /// What a copy does: waits for the word, executes `launch` for the span, and prints how often it did in a second.
    ///
    /// - Parameter launch: Executes once and says how long that took.
    static func work(_ launch: () throws -> Duration) throws {
        _ = try launch()
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        _ = readLine()
        let clock = ContinuousClock()
        let end = clock.now + span
        var (count, spent) = (0.0, Duration.zero)
        while clock.now < end {
            spent += try launch()
            count += 1
        }
        FileHandle.standardOutput.write(Data("\(count / (spent / .seconds(1)))\n".utf8))
    }
}
