import Crypto
import Foundation

/// The digest of our headers, by which a run knows whether another installation compiles as it did.
enum HeaderDigest {
    /// SHA-256 over the relative names and contents of all files below `folder`, in order of name; nil if unreadable.
    static func of(folder: String) -> String? {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return nil }
        var hash = SHA256()
        var count = 0
        for name in names.compactMap({ $0 as? String }).sorted() where !name.hasSuffix(".md") {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) else {
                return nil
            }
            if isFolder.boolValue { continue }
            guard let contents = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return nil }
            hash.update(data: Data("\(name)\n\(contents.count)\n".utf8))
            hash.update(data: contents)
            count += 1
        }
        guard count > 0 else { return nil }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
