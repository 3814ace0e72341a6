import Foundation
import KernelCompiler

// Runs the kernels of a measured set that names its references, or only compiles a folder of kernel texts.
//
//     MeasuredKernels run SET KERNELS FOLDER [NAME-PART]
//     MeasuredKernels compile KERNELS FOLDER
//
// `run` executes every kernel of the set at its smallest size, barely optimised with all checks and optimised, and puts
// FOLDER/results.json and what the output buffers hold beside it. `compile` writes a verdict for every Metal text below KERNELS.
// The script beside this program compares with the set's own references and prints the table.
let arguments = CommandLine.arguments
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
let compiler = KernelCompiler(clang: try await Clang.locate())
switch (arguments.dropFirst().first, arguments.count) {
case ("run", 5), ("run", 6):
    let folder = URL(fileURLWithPath: arguments[4])
    let runner = try CheckedRun(
        set: URL(fileURLWithPath: arguments[2]), kernels: URL(fileURLWithPath: arguments[3]), folder: folder,
        compiler: compiler)
    let results = await runner.results(part: arguments.count == 6 ? arguments[5] : "")
    try encoder.encode(results).write(to: folder.appendingPathComponent("results.json"))
case ("compile", 4):
    let folder = URL(fileURLWithPath: arguments[3])
    let verdicts = try await CompileRun(kernels: URL(fileURLWithPath: arguments[2]), compiler: compiler).verdicts()
    try encoder.encode(verdicts).write(to: folder.appendingPathComponent("verdicts.json"))
default:
    FileHandle.standardError.write(
        Data("usage: MeasuredKernels run SET KERNELS FOLDER [NAME-PART] | compile KERNELS FOLDER\n".utf8))
    exit(2)
}
