import Diagnostics
import Foundation
package import GPUTiming
package import KernelCompiler

extension TruthSet {
    /// Compiles a case's kernel as a model with `parts` wants it.
    package func compile(
        _ truthCase: TruthCase, with compiler: KernelCompiler, parts: ModelParts = .all
    ) async throws(GroundTruthError) -> CompiledKernel {
        let url = kernels.appendingPathComponent(truthCase.file)
        guard let data = FileManager.default.contents(atPath: url.path),
            let text = String(validating: data, as: UTF8.self)
        else { throw GroundTruthError("case '\(truthCase.name)': '\(truthCase.file)' cannot be read") }
        let source = KernelSource(
            text: text, fileName: truthCase.file, dialect: truthCase.dialect,
            definitions: truthCase.definitions.map { ($0.name, $0.value) },
            unrollsAgain: parts.contains(.repeatedLoops))
        switch await compiler.compile(source) {
        case .success(let compiled): return compiled
        case .failure(let failure):
            let first = failure.diagnostics.first?.message ?? "unknown"
            throw GroundTruthError("case '\(truthCase.name)': '\(truthCase.file)' does not compile: \(first)")
        }
    }
}
