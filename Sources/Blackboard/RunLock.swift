import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The right of one process to write in a run folder.
///
/// It is a lock that the kernel holds on the open file `run.lock`, so it ends with the process however that ends. A
/// clean end removes the file; what a killed process leaves is a file without a lock, which the next one takes over.
package final class RunLock: Sendable {
    /// The locked file.
    private let path: String
    /// The open file that holds the lock; -1 never occurs.
    private let descriptor: Int32

    /// Takes the lock of the run in `runDirectory` or says which process holds it.
    package init(runDirectory: String) throws(JournalError) {
        let path = runDirectory + "/run.lock"
        while true {
            // Not inherited: a compiler started by this run must not keep the lock after the run was killed.
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw JournalError(.file, "cannot open '\(path)': \(String(cString: strerror(errno)))")
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let holder = Self.holder(descriptor)
                close(descriptor)
                throw JournalError(
                    .locked,
                    "run '\(runDirectory)' is in use by process \(holder); wait until it ends or stop it, then try again"
                )
            }
            // The holder before us may have removed the file between our open and our lock; then it is not the run's.
            var opened = stat()
            var named = stat()
            if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino,
                opened.st_dev == named.st_dev
            {
                let text = Array("\(getpid())\n".utf8)
                _ = ftruncate(descriptor, 0)
                _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
                self.path = path
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    /// Removes the file; the lock itself ends with this object.
    package func removeFile() {
        unlink(path)
    }

    deinit {
        close(descriptor)
    }

    /// The process number in the lock file, or `unknown`.
    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }
}
