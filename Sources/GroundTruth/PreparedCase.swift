import Evaluation
package import KernelCompiler
package import SIMTMachine

/// A case compiled and lowered, with memory that holds its inputs.
package struct PreparedCase {
    /// The compiled kernel as it is timed and as it is checked.
    package enum Build: Sendable, CaseIterable { case check, time }

    /// The case.
    package let truthCase: TruthCase
    /// Device memory with the case's buffers.
    package let memory: DeviceMemory
    /// The buffers in the order of their first mention.
    package let buffers: [(description: TruthBuffer, id: BufferID)]
    /// The names as they are before the first launch.
    package var names: BufferNames { BufferNames(buffers) }

    /// A kernel that the case launches.
    private struct Kernel {
        /// Its parameters.
        let entry: EntryPoint
        /// Its code by build.
        var code: [Build: LoweredKernel] = [:]
    }

    /// The kernels by name.
    private let kernels: [String: Kernel]

    /// Lowers the case's kernels in `builds` and fills its buffers.
    package init(
        _ truthCase: TruthCase, _ compiled: CompiledKernel, builds: [Build] = Build.allCases
    ) throws(GroundTruthError) {
        var kernels: [String: Kernel] = [:]
        for launch in truthCase.launches where kernels[launch.kernel] == nil {
            guard let entry = compiled.entry(named: launch.kernel) else {
                throw Self.failed(truthCase, "'\(truthCase.file)' has no kernel '\(launch.kernel)'")
            }
            var kernel = Kernel(entry: entry)
            for build in builds {
                do throws(LoweringError) {
                    kernel.code[build] = try LoweredKernel(
                        module: build == .check ? compiled.checkModule : compiled.timeModule, entry: entry.symbol)
                } catch {
                    throw Self.failed(truthCase, "the machine does not support it: \(error.message)")
                }
            }
            kernels[launch.kernel] = kernel
        }
        self.kernels = kernels
        let memory = DeviceMemory()
        var buffers: [(description: TruthBuffer, id: BufferID)] = []
        for buffer in truthCase.buffers {
            do throws(DeviceMemory.Exhausted) {
                let id = try memory.addBuffer(
                    name: buffer.name, byteCount: buffer.byteCount, isWritable: buffer.role != .input)
                memory.withBytes(of: id) { buffer.fill($0) }
                buffers.append((buffer, id))
            } catch {
                throw Self.failed(truthCase, "\(error)")
            }
        }
        self.truthCase = truthCase
        self.memory = memory
        self.buffers = buffers
    }

    /// What the machine executes for launch `number`, at its execution number `execution` of the case.
    package func launch(
        _ number: Int = 0, _ build: Build, names: BufferNames? = nil, execution: Int = 0
    ) throws(GroundTruthError) -> Launch {
        let description = truthCase.launches[number]
        guard let kernel = kernels[description.kernel], let code = kernel.code[build] else {
            throw Self.failed(truthCase, "'\(description.kernel)' was not lowered")
        }
        let names = names ?? self.names
        // Pieces of threadgroup memory start at multiples of 16 bytes, as the vendor has it.
        var (offsets, end) = ([Int](), 0)
        for bytes in description.threadgroupMemory {
            offsets.append(end)
            end += truthCase.dialect == .metal ? (bytes + 15) / 16 * 16 : bytes
        }
        let arguments =
            truthCase.dialect == .metal
            ? try metalArguments(kernel.entry, description, names, offsets, execution)
            : try placedArguments(kernel.entry, description, names, execution)
        return Launch(
            kernel: code, arguments: arguments, threadgroups: Self.size(description.grid),
            threadsPerThreadgroup: Self.size(description.block), threadsPerGrid: description.threads.map(Self.size),
            dynamicThreadgroupBytes: end)
    }

    /// Threads that launch `number`'s kernel declares as the most of a threadgroup; nil for none.
    package func declaredThreads(_ number: Int) -> Int? {
        kernels[truthCase.launches[number].kernel]?.entry.maxThreads
    }

    /// Arguments by place.
    private func placedArguments(
        _ entry: EntryPoint, _ launch: TruthLaunch, _ names: BufferNames, _ execution: Int
    ) throws(GroundTruthError) -> [KernelArgument] {
        guard entry.parameters.count == launch.arguments.count else {
            throw Self.failed(
                truthCase, "\(launch.arguments.count) arguments for \(entry.parameters.count) parameters")
        }
        return launch.arguments.map { argument in
            switch argument.value {
            case .scalar(let scalar): .value(scalar.bytes(execution: execution))
            case .buffer(let buffer): names[buffer.name].map { .buffer($0, byteOffset: 0) } ?? .value([])
            }
        }
    }

    /// Arguments by number, each parameter asking for its own.
    private func metalArguments(
        _ entry: EntryPoint, _ launch: TruthLaunch, _ names: BufferNames, _ offsets: [Int], _ execution: Int
    ) throws(GroundTruthError) -> [KernelArgument] {
        var arguments: [KernelArgument] = []
        for parameter in entry.parameters {
            switch parameter.binding {
            case .builtin(let builtin, _, _): arguments.append(.builtin(builtin.threadBuiltin))
            case .threadgroupBuffer(let index):
                guard offsets.indices.contains(index) else {
                    throw Self.failed(
                        truthCase, "nothing is given for '\(parameter.name)', threadgroup memory \(index)")
                }
                arguments.append(.threadgroup(byteOffset: offsets[index]))
            case .buffer(let index, _, _, _, _):
                guard let argument = launch.arguments.first(where: { $0.index == index }) else {
                    throw Self.failed(truthCase, "nothing is given for '\(parameter.name)', buffer \(index)")
                }
                switch argument.value {
                case .scalar(let scalar): arguments.append(.bytesPointer(scalar.bytes(execution: execution)))
                case .buffer(let buffer):
                    arguments.append(names[buffer.name].map { .buffer($0, byteOffset: 0) } ?? .value([]))
                }
            case .texture: throw Self.failed(truthCase, "'\(parameter.name)' is a texture, and the set has none")
            case .value(let count): arguments.append(.value(.init(repeating: 0, count: count)))
            }
        }
        return arguments
    }

    /// An error about a case.
    private static func failed(_ truthCase: TruthCase, _ reason: String) -> GroundTruthError {
        GroundTruthError("case '\(truthCase.name)': \(reason)")
    }

    private static func size(_ extent: [Int]) -> GridSize { GridSize(extent[0], extent[1], extent[2]) }
}
