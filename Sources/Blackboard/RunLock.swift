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
            guard Self.takes(descriptor) else {
                let holder = Self.holder(descriptor).map(String.init) ?? "unknown"
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
        // A child that was forked and has not yet become another program shares the open file; closing our descriptor
        // alone would leave the lock to it.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Whether the lock could be taken.
    ///
    /// The child of a killed holder may keep the lock for the moment between its fork and its exec, so a lock whose
    /// holder is dead is asked for again, for a second at most.
    private static func takes(_ descriptor: Int32) -> Bool {
        for _ in 0..<1000 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard let holder = holder(descriptor), kill(holder, 0) != 0, errno == ESRCH else { return false }
            usleep(1000)
        }
        return false
    }

    /// The process number in the lock file.
    private static func holder(_ descriptor: Int32) -> pid_t? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return pid_t(String(decoding: digits, as: UTF8.self))
    }
}
