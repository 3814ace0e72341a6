import Foundation
import GroundTruth

/// A small set of tasks, written to a folder of its own for one test.
struct TaskFixture {
    /// The folder, which holds the kernels as well.
    let folder: URL

    /// A digest that stands for a kernel's.
    static func digest(_ letter: Character) -> String { String(repeating: letter, count: 32) }

    /// An entry of `cases.json`.
    static func entry(
        _ name: String = "t/a/1", task: String = "t", digest letter: Character = "a", scored: Bool = true,
        rounds: Int = 1, launches: String, outputs: String = #"["y"]"#, more: String = ""
    ) -> String {
        """
        {"name": "\(name)", "task": "\(task)", "size_label": "1", "scored": \(scored), "dialect": "metal",
         "source": {"repo": "r", "commit": "c", "path": "p", "md5": "\(digest(letter))"}, "rounds": \(rounds),
         "launches": [\(launches)], "outputs": \(outputs), "check": {"metric": "equal"}, "flops": null,
         "min_bytes": null\(more)}
        """
    }

    /// A launch of `kernel` over `threads` threads in groups of `group`.
    static func launch(
        _ kernel: String = "k", threads: Int = 64, group: Int = 32, args: String, repeats: Int = 1, swap: String = "",
        more: String = ""
    ) -> String {
        """
        {"kernel": "\(kernel)", "grid_threads": [\(threads), 1, 1], "threads": [\(group), 1, 1],
         "threadgroup_memory": [], "args": [\(args)], "repeat": \(repeats), "swap": [\(swap)]\(more)}
        """
    }

    /// A buffer's first mention.
    static func buffer(
        _ name: String, at index: Int = 0, count: Int = 64, type: String = "f32", role: String = "inout",
        contents: String = #""init": "zeros""#
    ) -> String {
        """
        {"index": \(index), "buffer": "\(name)", "dtype": "\(type)", "count": \(count), "role": "\(role)", \(contents)}
        """
    }

    /// A set with these entries, times and kernels, whose first letters are those of their digests.
    init(
        _ cases: [String], measured: [(name: String, us: Double)] = [], kernels: [Character: String] = [:],
        task: String = "t"
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let texts = folder.appendingPathComponent(task)
        try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
        try write("[\(cases.joined(separator: ",\n"))]", "cases.json")
        let times = measured.map {
            #"{"name": "\#($0.name)", "task": "t", "size_label": "1", "us": \#($0.us), "runs": 1}"#
        }
        try write("[\(times.joined(separator: ",\n"))]", "measured.json")
        for (letter, text) in kernels { try write(text, "\(task)/\(Self.digest(letter)).metal") }
    }

    /// Writes a file of the set.
    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// The set as the reader sees it; the folder is gone afterwards.
    func read() throws -> TruthSet {
        defer { remove() }
        return try TruthSet(folder: folder)
    }

    /// Removes the folder.
    func remove() { try? FileManager.default.removeItem(at: folder) }
}
