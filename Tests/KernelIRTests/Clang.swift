import Foundation

/// The clang that makes IR for these tests: `KERNELSWARM_CLANG`, else the one beside `swift` on the PATH.
enum Clang {
    /// Path of the compiler; nil if there is none.
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["KERNELSWARM_CLANG"] { return path }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let swift = URL(fileURLWithPath: String(folder)).appendingPathComponent("swift")
            guard FileManager.default.isExecutableFile(atPath: swift.path) else { continue }
            let clang = swift.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("clang")
            return FileManager.default.isExecutableFile(atPath: clang.path) ? clang.path : nil
        }
        return nil
    }()

    /// Source language of a kernel.
    enum Language: String, CaseIterable {
        case metal
        case cuda

        /// What selects the language and the target.
        var arguments: [String] {
            switch self {
            case .metal: ["-x", "c++", "-target", "nvptx64-nvidia-cuda", "-nostdinc", "-fno-threadsafe-statics"]
            case .cuda:
                ["-x", "cuda", "--cuda-device-only", "--cuda-gpu-arch=sm_90", "-nocudainc", "-nocudalib"]
            }
        }
    }

    /// Why clang gave no IR.
    struct Failure: Error {
        let diagnostics: String
    }

    /// The IR of `source`, read from standard input.
    static func compile(_ source: String, as language: Language, level: String) throws -> String {
        guard let path else { throw Failure(diagnostics: "no clang") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments =
            language.arguments + [
                "-std=c++17", "-ffreestanding", "-fno-exceptions", "-S", "-emit-llvm", level, "-fno-finite-loops",
                "-fno-vectorize", "-fno-slp-vectorize", "-ffp-contract=fast", "-gline-tables-only", "-o", "-", "-",
            ]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(source.utf8))
        try input.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let diagnostics = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(diagnostics: String(decoding: diagnostics, as: UTF8.self))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
