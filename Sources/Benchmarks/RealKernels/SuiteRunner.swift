import Diagnostics
import Evaluation
import Foundation
import KernelCompiler
import KernelIR
import SIMTMachine

/// Compiles and runs the programs of a suite.
struct SuiteRunner {
    let folder: URL
    let headers: [VirtualHeader]
    let compiler: KernelCompiler

    /// Why a program did not run.
    private struct Refusal: Error { var message: String }

    /// Every file below `root` as a header.
    static func headers(below root: String) throws -> [VirtualHeader] {
        guard let names = FileManager.default.enumerator(atPath: root) else { return [] }
        return try names.compactMap { $0 as? String }.sorted().filter { $0.hasSuffix(".h") || $0.hasSuffix(".cuh") }.map
        { name in
            VirtualHeader(name: name, text: try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8))
        }
    }

    /// Both builds of one program.
    func run(_ program: SuiteCase) async -> [SuiteResult] {
        let source = KernelSource(
            text: program.text, fileName: "\(program.name).\(program.dialect ?? "metal")",
            dialect: Dialect(rawValue: program.dialect ?? "metal") ?? .metal,
            definitions: program.definitions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            fastMath: program.fastMath, headers: headers)
        switch await compiler.compile(source) {
        case .failure(let failure):
            return [result(program, "both", "refused", failure.rendered)]
        case .success(let compiled):
            return [execute(program, compiled, "check", compiled.checkModule)]
                + [execute(program, compiled, "time", compiled.timeModule)]
        }
    }

    private func result(
        _ program: SuiteCase, _ build: String, _ status: String, _ message: String, instructions: UInt64 = 0
    ) -> SuiteResult {
        SuiteResult(name: program.name, build: build, status: status, message: message, instructions: instructions)
    }

    private func execute(
        _ program: SuiteCase, _ compiled: CompiledKernel, _ build: String, _ module: IRModule
    ) -> SuiteResult {
        do {
            let memory = DeviceMemory()
            var buffers: [String: BufferID] = [:]
            for (name, buffer) in program.buffers.sorted(by: { $0.key < $1.key }) {
                buffers[name] = try add(buffer, named: name, to: memory)
            }
            var instructions: UInt64 = 0
            let isMetal = program.dialect ?? "metal" == "metal"
            let watch = build == "check" ? try self.watch(program, buffers, memory) : nil
            for launch in program.launches {
                instructions += try execute(
                    launch, compiled, module, buffers, memory, isMetal: isMetal, watch: watch)
            }
            if let fault = watch?.undefinedOutput() { throw fault }
            for (name, buffer) in program.buffers where buffer.isOutput {
                guard let id = buffers[name] else { continue }
                let bytes = memory.withBytes(of: id) { Data($0) }
                try bytes.write(to: folder.appendingPathComponent("\(program.name).\(name).\(build).out"))
            }
            return result(program, build, "ran", "", instructions: instructions)
        } catch let fault as MachineFault {
            let place = compiled.place(ofLine: fault.line).map { "\($0.file):\($0.line)" } ?? "line \(fault.line)"
            return result(program, build, "fault", "\(place): \(fault.kind) \(fault.thread.map { "\($0)" } ?? "")")
        } catch let refusal as Refusal {
            return result(program, build, "refused", refusal.message)
        } catch let error as LoweringError {
            let place = error.position.map { position in
                compiled.place(ofLine: position.line).map { "\($0.file):\($0.line)" } ?? "line \(position.line)"
            }
            return result(program, build, "refused", "\(place ?? "no line"): \(error.message)")
        } catch {
            return result(program, build, "refused", "\(error)")
        }
    }

    private func add(_ buffer: SuiteCase.Buffer, named name: String, to memory: DeviceMemory) throws -> BufferID {
        let contents = try buffer.file.map { try Data(contentsOf: folder.appendingPathComponent($0)) } ?? Data()
        let id = try memory.addBuffer(
            name: name, byteCount: max(buffer.bytes ?? 0, contents.count),
            isWritable: buffer.isOutput || buffer.file == nil)
        memory.withBytes(of: id) { bytes in bytes.copyBytes(from: contents) }
        return id
    }

    /// Notes for every check: what comes from a file is defined, what a kernel is to write is not.
    private func watch(
        _ program: SuiteCase, _ buffers: [String: BufferID], _ memory: DeviceMemory
    ) throws -> MemoryWatch {
        let outputs = program.buffers.filter { $0.value.isOutput }.compactMap { buffers[$0.key] }
        let watch = try MemoryWatch(memory, outputs: Set(outputs))
        for (name, buffer) in program.buffers where buffer.file != nil { buffers[name].map(watch.define) }
        return watch
    }

    private func execute(
        _ launch: SuiteCase.Launch, _ compiled: CompiledKernel, _ module: IRModule, _ buffers: [String: BufferID],
        _ memory: DeviceMemory, isMetal: Bool, watch: MemoryWatch?
    ) throws -> UInt64 {
        guard let entry = compiled.entry(named: launch.entry) else {
            throw Refusal(
                message:
                    "no kernel '\(launch.entry)'; there are \(compiled.entries.map(\.name).joined(separator: ", "))")
        }
        let kernel = try LoweredKernel(module: module, entry: entry.symbol)
        var offsets: [Int: Int] = [:]
        var end = 0
        for (place, bytes) in (launch.threadgroupMemory ?? [:]).sorted(by: { $0.key < $1.key }) {
            offsets[Int(place) ?? 0] = end
            end += (bytes + 15) / 16 * 16
        }
        let size = grid(launch.threadgroup)
        let threads = launch.threads.map(grid)
        let groups =
            launch.threadgroups.map(grid)
            ?? GridSize(
                ((threads?.x ?? 1) + size.x - 1) / size.x, ((threads?.y ?? 1) + size.y - 1) / size.y,
                ((threads?.z ?? 1) + size.z - 1) / size.z)
        let arguments = entry.parameters.map { parameter -> KernelArgument in
            switch parameter.binding {
            case .buffer(let index, _, let isReference, _, _):
                guard let name = launch.arguments[String(index)], let id = buffers[name] else {
                    // Absent by a function constant: a reference may be read all the same, a pointer must not be.
                    let zeros = Array(repeating: UInt8(0), count: isReference ? 16 : 8)
                    return isReference ? .bytesPointer(zeros) : .value(zeros)
                }
                return .buffer(id, byteOffset: 0)
            case .threadgroupBuffer(let index): return .threadgroup(byteOffset: offsets[index] ?? 0)
            case .builtin(let builtin, _, _): return .builtin(builtin.threadBuiltin)
            // None of the suites has textures; a pointer to nothing shows where one does.
            case .texture: return .value(Array(repeating: 0, count: 8))
            case .value(let count):
                guard let name = launch.arguments[parameter.name], let id = buffers[name] else {
                    return .value(Array(repeating: 0, count: count))
                }
                return .value(memory.withBytes(of: id) { Array($0.prefix(count)) })
            }
        }
        let execution = Execution(
            Launch(
                kernel: kernel, arguments: arguments, threadgroups: groups, threadsPerThreadgroup: size,
                threadsPerGrid: threads, dynamicThreadgroupBytes: end),
            memory: memory, options: MachineOptions(barriersNeedAllThreads: isMetal), watch: watch)
        try execution.runAll()
        return UInt64(clamping: execution.instructionCount)
    }

    private func grid(_ extents: [Int]) -> GridSize {
        GridSize(extents.first ?? 1, extents.count > 1 ? extents[1] : 1, extents.count > 2 ? extents[2] : 1)
    }
}
