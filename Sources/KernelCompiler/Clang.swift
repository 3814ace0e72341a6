import Foundation
import Subprocess

/// The compiler that turns kernel texts into IR: clang 21, as the Swift toolchain ships it.
package struct Clang: Sendable {
    /// The only major version whose IR the machine is known to read.
    package static let requiredVersion = 21

    /// Where the program is.
    package let path: String
    /// The version it reports, such as `21.0.0`.
    package let version: String
    /// Version and digest of our headers, without any path: equal identities give equal IR.
    package let identity: String
    /// The folder of our headers.
    let headers: String

    /// Finds clang: `KERNELSWARM_CLANG`, else the one beside `swift` on the PATH.
    package static func locate(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ClangError) -> Clang {
        let path = try findProgram(environment)
        let version = try await reportedVersion(of: path)
        guard version.prefix(while: { $0 != "." }) == "\(requiredVersion)" else {
            throw ClangError(
                "'\(path)' is clang \(version); kernels need clang \(requiredVersion), as Swift 6.3 ships it "
                    + "(set KERNELSWARM_CLANG to its path)")
        }
        guard let headers = Bundle.module.resourceURL?.appendingPathComponent("Headers").path,
            let digest = HeaderDigest.of(folder: headers)
        else { throw ClangError("the kernel headers are missing from the installation") }
        return Clang(path: path, version: version, identity: "clang \(version), headers \(digest)", headers: headers)
    }

    private static func findProgram(_ environment: [String: String]) throws(ClangError) -> String {
        let files = FileManager.default
        if let chosen = environment["KERNELSWARM_CLANG"], !chosen.isEmpty {
            guard files.isExecutableFile(atPath: chosen) else {
                throw ClangError("KERNELSWARM_CLANG names '\(chosen)', which is not a program")
            }
            return chosen
        }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let swift = "\(folder)/swift"
            guard files.isExecutableFile(atPath: swift) else { continue }
            let real = URL(fileURLWithPath: swift).resolvingSymlinksInPath().deletingLastPathComponent().path
            for place in [String(folder), real] where files.isExecutableFile(atPath: "\(place)/clang") {
                return "\(place)/clang"
            }
        }
        throw ClangError("no clang found beside 'swift' on the PATH (set KERNELSWARM_CLANG to its path)")
    }

    private static func reportedVersion(of path: String) async throws(ClangError) -> String {
        let output: String
        do {
            let result = try await run(
                .name("sh"), arguments: ["-c", "exec \"$0\" --no-default-config --version", path],
                environment: .custom([:]),
                output: .string(limit: 1 << 16), error: .discarded)
            output = result.standardOutput
        } catch {
            throw ClangError("'\(path)' does not run: \(error)")
        }
        guard let line = output.split(separator: "\n").first, let mark = line.range(of: "clang version ") else {
            throw ClangError("'\(path) --version' does not answer like clang")
        }
        return String(line[mark.upperBound...].prefix { $0 != " " && $0 != "-" })
    }
}
