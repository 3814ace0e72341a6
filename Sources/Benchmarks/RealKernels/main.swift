import Foundation
import KernelCompiler

// Compiles and runs real-world kernels that a script describes, and writes what they wrote.
//
//     RealKernels FOLDER
//
// FOLDER/suite.json says what to run (see SuiteCase); results go to FOLDER/results.json, output buffers beside it. The scripts
// beside this program fetch the kernels, make the inputs and compare with their own references.
let arguments = CommandLine.arguments
guard arguments.count == 2 || arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: RealKernels FOLDER [NAME-PART]\n".utf8))
    exit(2)
}
let folder = URL(fileURLWithPath: arguments[1])
let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: folder.appendingPathComponent("suite.json")))
let runner = SuiteRunner(
    folder: folder, headers: try suite.headerRoot.map { try SuiteRunner.headers(below: $0) } ?? [],
    compiler: KernelCompiler(clang: try await Clang.locate()))
var results: [SuiteResult] = []
for program in suite.cases where arguments.count < 3 || program.name.contains(arguments[2]) {
    results += await runner.run(program)
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
try encoder.encode(results).write(to: folder.appendingPathComponent("results.json"))
