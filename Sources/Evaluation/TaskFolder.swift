import Foundation

/// The folder of a task: the only place from which its texts are read.
struct TaskFolder: Sendable {
    /// The folder.
    let url: URL

    /// Largest text, in bytes.
    private static let sizeLimit = 1 << 20

    /// Whether a path stays inside a folder by its spelling.
    static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// The text of a file; nil when it lies elsewhere (by a link), is no text or too large.
    func contents(of path: String) -> String? {
        guard Self.isInside(path) else { return nil }
        let root = url.resolvingSymlinksInPath().standardizedFileURL.path
        let file = url.appendingPathComponent(path).resolvingSymlinksInPath().standardizedFileURL
        guard file.path.hasPrefix(root.hasSuffix("/") ? root : root + "/"),
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? Int, size <= Self.sizeLimit,
            let data = FileManager.default.contents(atPath: file.path)
        else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}
