import Candidates
package import KernelCompiler
import KernelIR
import Synchronization
package import SIMTMachine

/// Says what is right: a task's scalar program in double precision, executed on the machine, one thread per output row.
///
/// Its functions take the task's inputs, sizes and scalars by their names, `row`, the number of the row to compute, and
/// `out`, where the row's elements go as doubles. Any rows can be had alone. Nothing of it runs natively.
package final class Oracle: Sendable {
    /// A function of the oracle, ready to run.
    private struct Function: Sendable {
        let entry: EntryPoint
        let kernel: LoweredKernel
    }

    /// The task.
    private let task: TaskDefinition
    /// Threads that one call may use.
    private let threads: Int
    /// The function of each output, by buffer index.
    private let functions: [Int: Function]

    /// Compiles the oracle of a task and checks that its functions fit the outputs.
    ///
    /// - Parameter threads: Threads that one call may use; results do not depend on it.
    package init(task: TaskDefinition, compiler: KernelCompiler, threads: Int = 1) async throws(TaskRefusal) {
        self.threads = threads
        let source = KernelSource(text: task.oracle.text, fileName: task.oracle.file, dialect: .oracle)
        let compiled: CompiledKernel
        switch await compiler.compile(source) {
        case .success(let program): compiled = program
        case .failure(let failure): throw TaskRefusal("the oracle does not compile:\n\(failure.rendered)")
        }
        var functions: [Int: Function] = [:]
        for (index, buffer) in task.buffers.enumerated() where buffer.role == .output {
            let name = buffer.reference ?? buffer.name
            guard let entry = compiled.entry(named: name) else {
                let known = compiled.entries.map { "'\($0.name)'" }.joined(separator: ", ")
                throw TaskRefusal(
                    "'\(task.oracle.file)' has no function '\(name)' for output '\(buffer.name)'; it has \(known)")
            }
            do throws(LoweringError) {
                let kernel = try LoweredKernel(module: compiled.timeModule, entry: entry.symbol)
                functions[index] = Function(entry: entry, kernel: kernel)
            } catch {
                throw TaskRefusal("the machine cannot run function '\(name)' of the oracle: \(error.message)")
            }
        }
        self.task = task
        self.functions = functions
        for index in functions.keys.sorted() {
            guard let function = functions[index], let size = task.checkSizes.first else { continue }
            try check(function, size)
        }
    }

    /// Checks that every parameter of a function stands for something of the task.
    private func check(_ function: Function, _ size: TaskSize) throws(TaskRefusal) {
        let names = function.entry.parameters.map(\.name)
        for name in ["row", "out"] where !names.contains(name) {
            throw TaskRefusal("function '\(function.entry.name)' of the oracle has no parameter '\(name)'")
        }
        let inputs = task.buffers.filter { $0.role == .input }.map(\.name)
        for name in names where name != "row" && name != "out" {
            guard inputs.contains(name) || size.values[name] != nil || size.scalars[name] != nil else {
                throw TaskRefusal(
                    "parameter '\(name)' of the oracle's function '\(function.entry.name)' is no input, size or scalar")
            }
        }
    }

    /// Warp instructions that one call may take.
    private static let budget = 4_000_000_000

    /// The chosen rows of an output.
    ///
    /// - Parameters:
    ///   - rows: Row numbers.
    ///   - output: The output's index among the task's buffers.
    ///   - inputs: Contents of the task's inputs, nil for outputs.
    package func rows(
        _ rows: [Int], of output: Int, at size: TaskSize, inputs: [SharedBytes?]
    ) throws(TaskRefusal) -> [[Double]] {
        guard let function = functions[output], !rows.isEmpty else { return [] }
        let length = size.rowLengths[output]
        let elements = Dictionary(task.buffers.map { ($0.name, $0.type) }) { first, _ in first }
        do {
            let memory = DeviceMemory()
            var buffers: [String: BufferID] = [:]
            for (buffer, contents) in zip(task.buffers, inputs) {
                if let contents { buffers[buffer.name] = try memory.addBuffer(name: buffer.name, shared: contents) }
            }
            let results = try memory.addBuffer(name: "out", byteCount: rows.count * length * 8, isWritable: true)
            let launch = launch(function, rows, size, buffers) { row in
                memory.pointer(to: results, byteOffset: row * length * 8)
            }
            let execution = Execution(
                launch, memory: memory, options: MachineOptions(instructionBudget: Self.budget, threads: threads))
            try execution.runAll()
            return memory.withBytes(of: results) { bytes in
                let values = bytes.bindMemory(to: Double.self)
                return rows.indices.map { Array(values[($0 * length)..<(($0 + 1) * length)]) }
            }
        } catch let fault as MachineFault {
            throw TaskRefusal(
                "the oracle's function '\(function.entry.name)' failed at size '\(size.name)', line \(fault.line): "
                    + FaultText(fault, elements: elements).sentence)
        } catch {
            throw TaskRefusal("the oracle cannot run at size '\(size.name)': \(error)")
        }
    }

    /// One thread per row, in groups of one warp.
    private func launch(
        _ function: Function, _ rows: [Int], _ size: TaskSize, _ buffers: [String: BufferID], out: (Int) -> UInt64
    ) -> Launch {
        let arguments = zip(function.entry.parameters, function.kernel.parameters).map { parameter, compiled in
            switch parameter.name {
            case "row": return KernelArgument.perThread(rows.map { UInt64($0) })
            case "out": return .perThread(rows.indices.map(out))
            default:
                if let id = buffers[parameter.name] { return .buffer(id, byteOffset: 0) }
                let number: NumberArgument =
                    size.values[parameter.name].map { .integer($0) } ?? .float(size.scalars[parameter.name] ?? 0)
                return .value(ScalarBytes.encode(number, as: compiled.type) ?? [])
            }
        }
        return Launch(
            kernel: function.kernel, arguments: arguments, threadgroups: GridSize((rows.count + 31) / 32),
            threadsPerThreadgroup: GridSize(32), threadsPerGrid: GridSize(rows.count))
    }
}
