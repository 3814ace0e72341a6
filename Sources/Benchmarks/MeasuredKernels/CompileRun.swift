import Diagnostics
import Foundation
import KernelCompiler

/// Compiles every Metal text of a folder.
struct CompileRun {
    /// The folder.
    let kernels: URL
    /// Compiles them.
    let compiler: KernelCompiler

    /// What became of one text.
    struct Verdict: Encodable {
        /// Its path in the folder.
        var name: String
        /// Whether it compiles.
        var isAccepted: Bool
        /// The first complaint.
        var message: String
    }

    /// A verdict for each, in the order of the names.
    func verdicts() async throws -> [Verdict] {
        var verdicts: [Verdict] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: kernels.path).sorted()
        where name.hasSuffix(".metal") {
            let text = try String(contentsOf: kernels.appendingPathComponent(name), encoding: .utf8)
            switch await compiler.compile(KernelSource(text: text, fileName: name, dialect: .metal)) {
            case .success: verdicts.append(Verdict(name: name, isAccepted: true, message: ""))
            case .failure(let failure):
                let first = failure.diagnostics.first?.message ?? ""
                verdicts.append(Verdict(name: name, isAccepted: false, message: first))
            }
        }
        return verdicts
    }
}
