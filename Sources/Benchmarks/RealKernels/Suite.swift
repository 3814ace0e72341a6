/// A suite: programs and the folder whose files they may include.
struct Suite: Decodable {
    /// Folder of virtual headers; each file's name is its path below the folder.
    var headerRoot: String?
    var cases: [SuiteCase]
}
