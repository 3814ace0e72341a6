package import Foundation

/// A file or folder of a project: how messages and the journal name it, and where it is.
package struct ProjectFile: Hashable, Sendable {
    /// The path from the project's root, or the path the user gave: free of the host where it comes from the project.
    package var path: String
    /// Where it is.
    package var url: URL

    /// A file at `url` that messages call `path`.
    package init(path: String, url: URL) {
        self.path = path
        self.url = url
    }

    /// The file's name without its extension.
    package var stem: String { url.deletingPathExtension().lastPathComponent }
}
