import Foundation

/// A folder that is removed when nobody uses it any more.
final class ScratchFolder: Sendable {
    /// Where it is.
    let path: String

    /// Makes a new empty folder.
    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(component: "kernelswarm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        // What cannot be removed now is the system's to remove: the folder is a temporary one.
        try? FileManager.default.removeItem(atPath: path)
    }
}
