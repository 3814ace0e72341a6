import Foundation
import KernelCompiler
import SIMTMachine

// Wall time of the same launches on our machine and on Oclgrind (an OpenCL simulator that interprets LLVM IR), each on
// one thread, in turns in one process: the optimised build beside plain Oclgrind, the barely optimised one with every
// check beside Oclgrind with its detectors of races and of uninitialised values.
//
//     CompareOclgrind [ROUNDS]
//
// Needs `oclgrind-kernel` on the PATH (Debian: apt-get install oclgrind).
let rounds = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 3 : 3
let compiler = KernelCompiler(clang: try await Clang.locate())
let clock = ContinuousClock()
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("compare-oclgrind")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let oclgrind = Oclgrind(folder: folder)

/// Executes a twin's CUDA side once; seconds and lane instructions.
func execute(_ twin: TwinKernel, _ kernel: LoweredKernel, isChecked: Bool) throws -> (Double, UInt64) {
    let memory = DeviceMemory()
    let input = try memory.addBuffer(name: "a", byteCount: twin.inputCount * 4, isWritable: false)
    memory.withBytes(of: input) { bytes in
        for index in 0..<twin.inputCount { bytes.storeBytes(of: Float(0.5), toByteOffset: index * 4, as: Float.self) }
    }
    let output = try memory.addBuffer(name: "out", byteCount: twin.outputCount * 4, isWritable: true)
    let watch = isChecked ? try MemoryWatch(memory, outputs: [output]) : nil
    let launch = Launch(
        kernel: kernel, arguments: [.buffer(input, byteOffset: 0), .buffer(output, byteOffset: 0)],
        threadgroups: GridSize(twin.threadgroups.x, twin.threadgroups.y, 1),
        threadsPerThreadgroup: GridSize(twin.group.x, twin.group.y, 1))
    var count: UInt64 = 0
    let duration = try clock.measure {
        let execution = Execution(launch, memory: memory, watch: watch)
        try execution.runAll()
        count = execution.laneInstructionCount
    }
    return (duration / .seconds(1), count)
}

for twin in TwinKernel.all {
    let source = KernelSource(text: twin.cuda, fileName: "kernel.cu", dialect: .cuda, definitions: [])
    guard case .success(let compiled) = await compiler.compile(source), let entry = compiled.entry(named: twin.entry)
    else {
        print("\(twin.name): does not compile")
        continue
    }
    let time = try LoweredKernel(module: compiled.timeModule, entry: entry.symbol)
    let check = try LoweredKernel(module: compiled.checkModule, entry: entry.symbol)
    print(twin.name)
    fflush(nil)
    for (title, kernel, isChecked, options) in [
        ("optimised / plain", time, false, [String]()),
        ("every check / --data-races --uninitialized", check, true, ["--data-races", "--uninitialized"]),
    ] {
        var ours: [Double] = []
        var theirs: [Double] = []
        var count: UInt64 = 0
        for _ in 0..<rounds {
            let (seconds, lanes) = try execute(twin, kernel, isChecked: isChecked)
            ours.append(seconds)
            count = lanes
            theirs.append(try oclgrind.seconds(twin, options: options))
        }
        let (mine, other) = (ours.sorted()[rounds / 2], theirs.sorted()[rounds / 2])
        print(
            String(
                format: "  %@: %.2f ms and %.2f s, %.0f times as fast; %.0f M lane instructions a second", title,
                mine * 1e3, other, other / mine, Double(count) / mine / 1e6))
    }
}
