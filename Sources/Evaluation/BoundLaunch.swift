import Candidates
import SIMTMachine

/// A launch of a plan with every kernel parameter bound, ready for any memory that has the buffers.
struct BoundLaunch: Sendable {
    /// What a parameter is bound to.
    enum Argument: Sendable {
        /// A buffer of the task or a temporary, by name.
        case buffer(String)
        /// A buffer of the task or a temporary, by name, as a texture.
        case texture(String, TextureView)
        /// Anything that does not depend on memory.
        case fixed(KernelArgument)

        /// The buffer or temporary that the parameter reaches; nil for anything else.
        var bufferName: String? {
            switch self {
            case .buffer(let name), .texture(let name, _): name
            case .fixed: nil
            }
        }
    }

    /// The kernel.
    let kernel: KernelProgram.Kernel
    /// The launch as the plan has it.
    let plan: ResolvedPlan.Launch
    /// One argument per parameter.
    let arguments: [Argument]
    /// Bytes of threadgroup memory beyond what the kernel declares.
    let dynamicBytes: Int

    /// Names of the buffers bound, each once, in the order of the parameters.
    var bufferNames: [String] {
        var names: [String] = []
        for name in arguments.compactMap(\.bufferName) where !names.contains(name) { names.append(name) }
        return names
    }

    /// Number of threadgroups.
    var threadgroups: GridSize { Self.grid(plan.threadgroups) }

    /// What the machine executes.
    func launch(_ build: KernelProgram.Build, buffers: [String: BufferID]) -> Launch {
        let bound = arguments.map { argument -> KernelArgument in
            switch argument {
            case .fixed(let value): return value
            case .buffer(let name):
                // Every name was checked against the task's buffers and the plan's temporaries.
                return buffers[name].map { .buffer($0, byteOffset: 0) } ?? .value([])
            case .texture(let name, let view):
                return buffers[name].map { .texture($0, view) } ?? .value([])
            }
        }
        return Launch(
            kernel: kernel.lowered(build), arguments: bound, threadgroups: threadgroups,
            threadsPerThreadgroup: Self.grid(plan.threadgroupSize), threadsPerGrid: plan.threads.map(Self.grid),
            dynamicThreadgroupBytes: dynamicBytes)
    }

    private static func grid(_ extent: Extent3) -> GridSize { GridSize(extent.x, extent.y, extent.z) }
}
