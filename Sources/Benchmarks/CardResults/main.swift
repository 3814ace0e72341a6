import Foundation
import GroundTruth
import KernelCompiler

// Runs the launches that were measured on a real card and compares every element recorded there: how many are the card's
// bits, where they must be (nothing in the kernel rounds) and where they need not.
//
//     CardResults SET_DIR [NAME-PART]
//
// Ends with 1 where an element is wrong.
let arguments = CommandLine.arguments
guard arguments.count == 2 || arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: CardResults SET_DIR [NAME-PART]\n".utf8))
    exit(2)
}
let set = try TruthSet(folder: URL(fileURLWithPath: arguments[1]))
let compiler = KernelCompiler(clang: try await Clang.locate())
/// Cases of one kind.
struct Tally {
    var cases = 0
    var same = 0
    var elements = 0
    var sameElements = 0
    var incomplete = 0
}
var tallies = [false: Tally(), true: Tally()]
var wrong = 0
for truthCase in set.cases where arguments.count < 3 || truthCase.name.contains(arguments[2]) {
    guard let measurement = set.measurements[truthCase.name] else { continue }
    let text = try String(contentsOf: set.kernels.appendingPathComponent(truthCase.file), encoding: .utf8)
    let source = KernelSource(
        text: text, fileName: truthCase.file, dialect: .cuda,
        definitions: truthCase.definitions.map { ($0.name, $0.value) })
    guard case .success(let compiled) = await compiler.compile(source) else {
        print("✗ \(truthCase.name): does not compile")
        wrong += 1
        continue
    }
    for build in [PreparedCase.Build.time, .check] {
        let outcome = try CardCheck(truthCase, compiled, build, measurement: measurement).run()
        let mark = outcome.wrong.isEmpty ? outcome.compared == outcome.recorded ? "✓" : "~" : "✗"
        print(
            "\(mark) \(truthCase.name), \(build): \(outcome.compared) of \(outcome.recorded) compared, \(outcome.same) "
                + "the card's bits\(outcome.isExact ? ", nothing rounds" : "")")
        for line in outcome.wrong { print("    \(line)") }
        wrong += outcome.wrong.count
        guard build == .time, var tally = tallies[outcome.isExact] else { continue }
        tally.cases += 1
        tally.elements += outcome.compared
        tally.sameElements += outcome.same
        if outcome.compared < outcome.recorded { tally.incomplete += 1 }
        if outcome.compared == outcome.recorded, outcome.same == outcome.compared { tally.same += 1 }
        tallies[outcome.isExact] = tally
    }
}
for (isExact, words) in [(true, "where nothing rounds"), (false, "where something rounds")] {
    guard let tally = tallies[isExact] else { continue }
    print(
        "\(words): \(tally.same) of \(tally.cases) cases all the card's bits, \(tally.sameElements) of "
            + "\(tally.elements) elements, \(tally.incomplete) cases not compared in full")
}
exit(wrong == 0 ? 0 : 1)
