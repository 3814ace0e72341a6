/// Encloses text of strangers in a prompt, so that nothing in it can pass for a part of the prompt.
enum Fence {
    /// `text` between two lines of backticks, more of them than stand side by side anywhere in `text`.
    ///
    /// As in Markdown the closing line must be at least as long as the opening one, so the text cannot hold it.
    static func enclose(_ text: String, label: String = "") -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let end = text.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
        return "\(fence)\(label)\n\(text)\(end)\(fence)"
    }
}
