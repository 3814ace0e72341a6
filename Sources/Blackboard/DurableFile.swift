package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files that are whole after a power cut.
package enum DurableFile {
    /// Puts `contents` in place of the file at `path` in one step: written beside it, synced, renamed, folder synced.
    package static func replace(_ path: String, with contents: Data) throws(JournalError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write", temporary) }
        var offset = 0
        let bytes = [UInt8](contents)
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                let error = failure("write", temporary)
                close(descriptor)
                throw error
            }
            offset += written
        }
        let synced = fsync(descriptor) == 0
        let error = failure("sync", temporary)
        close(descriptor)
        guard synced else { throw error }
        guard rename(temporary, path) == 0 else { throw failure("replace", path) }
        try sync((path as NSString).deletingLastPathComponent)
    }

    /// Waits until the disk has what was written to the file or folder at `path`; a file that is not there needs none.
    package static func sync(_ path: String) throws(JournalError) {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw failure("open", path)
        }
        let synced = fsync(descriptor) == 0
        let error = failure("sync", path)
        close(descriptor)
        guard synced else { throw error }
    }

    /// The system's reason for the last failure.
    private static func failure(_ action: String, _ path: String) -> JournalError {
        JournalError(.file, "cannot \(action) '\(path)': \(String(cString: strerror(errno)))")
    }
}
