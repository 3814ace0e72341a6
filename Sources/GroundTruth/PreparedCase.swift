package import KernelCompiler
package import SIMTMachine

/// A case compiled and lowered, with memory that holds its inputs.
package struct PreparedCase {
    /// The compiled kernel as it is timed and as it is checked.
    package enum Build: Sendable, CaseIterable { case check, time }

    /// The case.
    package let truthCase: TruthCase
    /// The kernel's launch in both builds.
    package let launches: [Build: Launch]
    /// Device memory with the case's buffers.
    package let memory: DeviceMemory
    /// The buffers in the order of the arguments.
    package let buffers: [(description: TruthBuffer, id: BufferID)]

    /// Lowers the case's kernel and fills its buffers.
    package init(_ truthCase: TruthCase, _ compiled: CompiledKernel) throws(GroundTruthError) {
        func failed(_ reason: String) -> GroundTruthError { GroundTruthError("case '\(truthCase.name)': \(reason)") }
        guard let entry = compiled.entry(named: truthCase.kernel) else {
            throw failed("'\(truthCase.file)' has no kernel '\(truthCase.kernel)'")
        }
        guard entry.parameters.count == truthCase.arguments.count else {
            throw failed("\(truthCase.arguments.count) arguments for \(entry.parameters.count) parameters")
        }
        let memory = DeviceMemory()
        var arguments: [KernelArgument] = []
        var buffers: [(description: TruthBuffer, id: BufferID)] = []
        for (index, argument) in truthCase.arguments.enumerated() {
            switch argument {
            case .scalar(let bytes): arguments.append(.value(bytes))
            case .buffer(let buffer):
                do throws(DeviceMemory.Exhausted) {
                    let id = try memory.addBuffer(
                        name: buffer.name, byteCount: buffer.byteCount, isWritable: buffer.role != .input)
                    memory.withBytes(of: id) { buffer.fill($0, seed: index) }
                    buffers.append((buffer, id))
                    arguments.append(.buffer(id, byteOffset: 0))
                } catch {
                    throw failed("\(error)")
                }
            }
        }
        func launch(_ build: Build) throws(GroundTruthError) -> Launch {
            let kernel: LoweredKernel
            do throws(LoweringError) {
                kernel = try LoweredKernel(
                    module: build == .check ? compiled.checkModule : compiled.timeModule, entry: entry.symbol)
            } catch {
                throw failed("the machine does not support it: \(error.message)")
            }
            return Launch(
                kernel: kernel, arguments: arguments, threadgroups: Self.size(truthCase.grid),
                threadsPerThreadgroup: Self.size(truthCase.block), threadsPerGrid: nil,
                dynamicThreadgroupBytes: truthCase.dynamicShared)
        }
        launches = [.check: try launch(.check), .time: try launch(.time)]
        self.truthCase = truthCase
        self.memory = memory
        self.buffers = buffers
    }

    private static func size(_ extent: [Int]) -> GridSize { GridSize(extent[0], extent[1], extent[2]) }
}
