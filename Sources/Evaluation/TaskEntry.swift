import Candidates
import Diagnostics
import StrictYAML

/// Parts of a task file as written, with the places that later messages point at.
enum TaskEntry {
    /// A buffer.
    struct Buffer {
        /// The buffer.
        let buffer: TaskBuffer
        /// Where its name is written.
        let nameLocation: SourceLocation
        /// Where its count is written.
        let countLocation: SourceLocation
        /// Where its row length is written.
        let rowLocation: SourceLocation?
    }

    /// A size.
    struct Size {
        /// Its name.
        let name: Located<String>
        /// Its weight.
        let weight: Double
        /// Its integers.
        let values: [String: Int]
    }

    /// A floor.
    struct Floor {
        /// Least bytes and operations.
        let bytes, operations: Located<Expression>?
    }
}
