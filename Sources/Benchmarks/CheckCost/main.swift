import Foundation
import KernelCompiler
import SIMTMachine

// Measures what the checks cost: the barely optimised build of a matrix product, a softmax and a reduction, executed
// with and without every check, in turns in one process. Prints the fastest of each and their ratio.
//
//     CheckCost [ROUNDS]
let rounds = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 7 : 7
let compiler = KernelCompiler(clang: try await Clang.locate())
let clock = ContinuousClock()

for benchmark in CheckBenchmark.all {
    let source = KernelSource(text: benchmark.text, fileName: "kernel.metal", dialect: .metal, definitions: [])
    guard case .success(let compiled) = await compiler.compile(source), let entry = compiled.entries.first else {
        print("\(benchmark.name): does not compile")
        continue
    }
    let kernel = try LoweredKernel(module: compiled.checkModule, entry: entry.symbol)
    let optimised = try LoweredKernel(module: compiled.timeModule, entry: entry.symbol)
    var best: [String: Duration] = [:]
    var counts: [String: UInt64] = [:]
    for _ in 0..<rounds {
        for (mode, lowered, isWatched) in [
            ("time", optimised, false), ("plain", kernel, false), ("checked", kernel, true),
        ] {
            let (duration, count) = try benchmark.run(lowered, isWatched: isWatched, clock)
            best[mode] = min(best[mode] ?? duration, duration)
            counts[mode] = count
        }
    }
    guard let time = best["time"], let plain = best["plain"], let checked = best["checked"] else { continue }
    func speed(_ mode: String, _ duration: Duration) -> String {
        let rate = Double(counts[mode] ?? 0) / (duration / .seconds(1)) / 1e6
        return "\(Int(rate)) M lane-instructions/s"
    }
    print(
        "\(benchmark.name): optimised \(time) (\(speed("time", time))), barely optimised \(plain) "
            + "(\(speed("plain", plain))), with every check \(checked) (\(speed("checked", checked))), "
            + "ratio \((checked / plain * 100).rounded() / 100)")
}
