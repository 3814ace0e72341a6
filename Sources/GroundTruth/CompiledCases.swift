import GPUTiming
import KernelCompiler

/// The compiled kernels of a set's cases, each compiled once for all predictions that want it alike.
package actor CompiledCases {
    /// What a case's compiled kernel depends on.
    private struct Key: Hashable {
        let name: String
        let unrollsAgain: Bool
    }

    private var kernels: [Key: Result<CompiledKernel, GroundTruthError>] = [:]

    /// No kernels yet.
    package init() {}

    /// The kernel of `truthCase` of `set`.
    func kernel(
        of truthCase: TruthCase, in set: TruthSet, with compiler: KernelCompiler, parts: ModelParts
    ) async throws(GroundTruthError) -> CompiledKernel {
        let key = Key(name: truthCase.name, unrollsAgain: parts.contains(.repeatedLoops))
        if let known = kernels[key] { return try known.get() }
        let found: Result<CompiledKernel, GroundTruthError>
        do throws(GroundTruthError) {
            found = .success(try await set.compile(truthCase, with: compiler, parts: parts))
        } catch {
            found = .failure(error)
        }
        kernels[key] = found
        return try found.get()
    }
}
