import Diagnostics
import Foundation
import SwarmConfig

/// Where a command finds files, and the environment it was started in.
struct ProjectContext {
    let environment: [String: String]
    let project: ProjectFiles

    /// The context of work on `file`, or of the current folder.
    init(file: String? = nil) throws(DiagnosticError) {
        environment = ProcessInfo.processInfo.environment
        project = try ProjectFiles.locate(
            from: file, environment: environment,
            currentFolder: URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
            executable: Self.executable)
    }

    /// The program's own file, symbolic links resolved.
    static var executable: URL? {
        #if os(Linux)
            return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            return Bundle.main.executableURL?.resolvingSymlinksInPath()
        #endif
    }
}
