import Foundation

/// One program of a suite: a kernel text, its buffers and what is launched.
struct SuiteCase: Decodable {
    /// A buffer of device memory.
    struct Buffer: Decodable {
        /// File beside the suite's description with the initial bytes; zeros without one.
        var file: String?
        /// Size; that of the file without one.
        var bytes: Int?
        /// Whether its bytes are written out at the end.
        var isOutput: Bool
    }

    /// One launch.
    struct Launch: Decodable {
        var entry: String
        /// Grid in threadgroups, or else in threads.
        var threadgroups: [Int]?
        var threads: [Int]?
        /// Threads of a threadgroup.
        var threadgroup: [Int]
        /// Bytes of `[[threadgroup(n)]]` parameters by n.
        var threadgroupMemory: [String: Int]?
        /// Names of buffers by `[[buffer(n)]]`, in CUDA by the parameter's place.
        var arguments: [String: String]
    }

    var name: String
    /// `metal` or `cuda`.
    var dialect: String?
    var text: String
    /// Tunables and function constants.
    var definitions: [String: Int]
    var buffers: [String: Buffer]
    var launches: [Launch]
    /// Whether Metal's fast math is on.
    var fastMath: Bool?
}
