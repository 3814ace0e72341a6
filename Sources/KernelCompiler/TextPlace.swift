/// A line of a text that a user gave: the kernel text itself or one of its virtual headers.
package struct TextPlace: Sendable, Hashable {
    /// The kernel text's file name, or the header's name.
    package let file: String
    /// 1-based.
    package let line: Int
}
