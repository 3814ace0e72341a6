package import Foundation

/// A fresh folder for the length of a closure.
package enum TemporaryDirectory {
    /// Runs `body` with a new empty folder and removes the folder afterwards, also when `body` throws.
    package static func with<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = try make()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    /// Runs a synchronous `body` with a new empty folder and removes the folder afterwards.
    package static func with<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = try make()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A new empty folder below the system's temporary one, its path free of links.
    private static func make() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(component: "kernelswarm-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
