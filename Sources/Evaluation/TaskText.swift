/// A text file of a task: an oracle or a kernel.
package struct TaskText: Hashable, Sendable {
    /// The file's path inside the task folder, as the task gives it.
    package let file: String
    /// Its contents.
    package let text: String

    package init(file: String, text: String) {
        self.file = file
        self.text = text
    }
}
