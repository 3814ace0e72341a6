import Foundation
import KernelCompiler
import SIMTMachine

// Measures what the checks cost and what a second thread gains: a matrix product, a softmax and a reduction, executed
// optimised, barely optimised, and barely optimised with every check, each on one thread and on two, in turns in one
// process. Prints the fastest of each, their ratios, how long two threads take that share nothing (what the host gives
// just then), and the processor time, which says what sharing costs even where other programs keep the host busy. With
// `--ceiling` two independent copies of the program execute the same launch, and the rate of both over that of one is printed:
// the most that two threads can gain on this host.
//
//     CheckCost [ROUNDS] [--ceiling]
let withCeiling = CommandLine.arguments.contains("--ceiling")
let rounds = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 7 : 7
let compiler = KernelCompiler(clang: try await Clang.locate())
let clock = ContinuousClock()
let finished = DispatchSemaphore(value: 0)

/// A way to execute a launch.
struct Mode: Hashable {
    let name: String
    let isOptimised: Bool
    let isWatched: Bool
}
let modes = [
    Mode(name: "optimised", isOptimised: true, isWatched: false),
    Mode(name: "barely optimised", isOptimised: false, isWatched: false),
    Mode(name: "every check", isOptimised: false, isWatched: true),
]

/// A benchmark's kernel in both builds; nil where it does not compile.
func lowered(_ benchmark: CheckBenchmark) async throws -> (check: LoweredKernel, time: LoweredKernel)? {
    let source = KernelSource(text: benchmark.text, fileName: "kernel.metal", dialect: .metal, definitions: [])
    guard case .success(let compiled) = await compiler.compile(source), let entry = compiled.entries.first else {
        return nil
    }
    return (
        try LoweredKernel(module: compiled.checkModule, entry: entry.symbol),
        try LoweredKernel(module: compiled.timeModule, entry: entry.symbol)
    )
}

// One of the copies that `--ceiling` starts.
if CommandLine.arguments.count == 4, CommandLine.arguments[1] == "--alone" {
    guard let number = Int(CommandLine.arguments[2]), CheckBenchmark.all.indices.contains(number),
        let way = Int(CommandLine.arguments[3]), modes.indices.contains(way),
        let kernels = try await lowered(CheckBenchmark.all[number])
    else { exit(2) }
    let kernel = modes[way].isOptimised ? kernels.time : kernels.check
    try HostCeiling.work {
        try CheckBenchmark.all[number].run(kernel, isWatched: modes[way].isWatched, crew: 1, clock).wall
    }
    exit(0)
}

/// Milliseconds with two digits.
func milliseconds(_ duration: Duration) -> String { String(format: "%.2f ms", duration / .milliseconds(1)) }

for (number, benchmark) in CheckBenchmark.all.enumerated() {
    guard let (check, time) = try await lowered(benchmark) else {
        print("\(benchmark.name): does not compile")
        continue
    }
    var best: [Mode: [Duration]] = [:]
    var counts: [Mode: UInt64] = [:]
    for _ in 0..<rounds {
        for mode in modes {
            let kernel = mode.isOptimised ? time : check
            var durations: [Duration] = []
            var processor: [Duration] = []
            for crew in 1...2 {
                let cost = try benchmark.run(kernel, isWatched: mode.isWatched, crew: crew, clock)
                durations.append(cost.wall)
                processor.append(cost.processor)
                guard counts[mode] ?? cost.count == cost.count else {
                    print("\(benchmark.name): instruction counts differ between one thread and two")
                    exit(1)
                }
                counts[mode] = cost.count
            }
            // Two launches that share nothing, at the same time: the most that a second thread can gain here.
            let both = try clock.measure {
                let other = Thread {
                    _ = try? benchmark.run(kernel, isWatched: mode.isWatched, crew: 1, clock)
                    finished.signal()
                }
                other.start()
                _ = try benchmark.run(kernel, isWatched: mode.isWatched, crew: 1, clock)
                finished.wait()
            }
            durations += [both] + processor
            best[mode] = zip(best[mode] ?? durations, durations).map { min($0, $1) }
        }
    }
    print("\(benchmark.name):")
    for (way, mode) in modes.enumerated() {
        guard let times = best[mode], let count = counts[mode] else { continue }
        let rate = Int(Double(count) / (times[0] / .seconds(1)) / 1e6)
        let gain = String(format: "%.2f", times[0] / times[1])
        let most = String(format: "%.2f", 2 * (times[0] / times[2]))
        print("  \(mode.name): one thread \(milliseconds(times[0])), \(rate) M lane instructions a second")
        print("    two threads \(milliseconds(times[1])), ratio \(gain); two launches at once give at most \(most)")
        if withCeiling, let ceiling = try HostCeiling.measure(benchmark: number, mode: way) {
            print(
                "    two independent processes do \(String(format: "%.2f", ceiling)) times the work of one on this host"
            )
        }
        let work = String(format: "%.2f", times[4] / times[3])
        print("    processor time \(milliseconds(times[3])) on one thread, \(work) times that on two")
    }
    if let plain = best[modes[1]]?[0], let checked = best[modes[2]]?[0] {
        print("  the checks cost \(String(format: "%.2f", checked / plain)) times the time")
    }
}
