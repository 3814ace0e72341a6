import KernelIR
import SIMTMachine

/// Reads, lowers and executes a mutant of an IR text with every check on, and says what became of it.
struct IntermediateRunner {
    /// The entry function.
    let entry: String

    /// Warp instructions that a mutant may execute.
    private static let budget = 20_000
    /// Bytes of each buffer.
    private static let bufferBytes = 1 << 14

    /// A word for what happened.
    func run(_ text: String, random: inout RandomSource) -> String {
        let kernel: LoweredKernel
        do {
            kernel = try LoweredKernel(module: IRModule(parsing: text), entry: entry)
        } catch {
            return error is IRParseError ? "not read" : "not lowered"
        }
        guard kernel.privateBytes <= 1 << 16, kernel.threadgroupBytes <= 1 << 18 else { return "too large" }
        let memory = DeviceMemory()
        var arguments: [KernelArgument] = []
        var outputs: Set<BufferID> = []
        for (index, parameter) in kernel.parameters.enumerated() {
            switch parameter.type {
            case .pointer:
                guard
                    let id = try? memory.addBuffer(
                        name: "b\(index)", byteCount: Self.bufferBytes, isWritable: index != 0)
                else { return "no room" }
                if index != 0 { outputs.insert(id) }
                arguments.append(.buffer(id, byteOffset: 0))
            case .integer, .vector: arguments.append(.builtin(random.one(of: Array(ThreadBuiltin.allCases))))
            default: arguments.append(.value([8, 0, 0, 0, 0, 0, 0, 0]))
            }
        }
        do {
            let watch = try MemoryWatch(memory, outputs: outputs)
            let launch = Launch(
                kernel: kernel, arguments: arguments, threadgroups: GridSize(3), threadsPerThreadgroup: GridSize(48))
            var options = MachineOptions(
                instructionBudget: Self.budget, barriersNeedAllThreads: random.below(2) == 0, threads: 2)
            options.leastSharedWork = 0
            let execution = Execution(
                launch, memory: memory, options: options, watch: random.below(4) == 0 ? nil : watch)
            try execution.run(threadgroups: [0, 1, 2], tracing: true)
            execution.settle()
            guard memory.guardsAreIntact else { return "WROTE OUTSIDE A BUFFER" }
            return watch.undefinedOutput() == nil ? "ran" : "undefined output"
        } catch let fault as MachineFault {
            guard memory.guardsAreIntact else { return "WROTE OUTSIDE A BUFFER" }
            return String(describing: fault.kind).split(separator: "(").first.map(String.init) ?? "fault"
        } catch {
            return "\(error)"
        }
    }
}
