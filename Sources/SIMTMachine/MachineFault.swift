/// Why a kernel was stopped. Lines are those of the user's kernel, 0 where the compiler gives none.
package struct MachineFault: Error, Hashable, Sendable {
    /// What went wrong.
    package enum Kind: Hashable, Sendable {
        /// An access outside the buffer named: byte offset of the access and size of the buffer in bytes.
        case outOfBounds(buffer: String, offset: Int, accessBytes: Int, bufferBytes: Int, isStore: Bool)
        /// An access through null or through a pointer to nothing.
        case nullPointer(isStore: Bool)
        /// A store to a buffer that the task declares an input, or to constant memory.
        case writeToReadOnly(buffer: String, offset: Int)
        /// An address that is not a multiple of what the access's type asks for.
        case misaligned(buffer: String, offset: Int, alignment: Int)
        /// Threads of one threadgroup do not meet at the same barrier.
        case barrierDivergence
        /// The instruction budget is used up; the line is the one most executed.
        case overBudget(limit: Int)
        /// Control reached an `unreachable` or a trap: undefined behaviour.
        case trap
    }

    /// The first thread of the warp that was at fault.
    package struct Thread: Hashable, Sendable {
        /// Position in the grid.
        package let position: GridSize
        /// Linear index of its threadgroup.
        package let threadgroup: Int
    }

    package let kind: Kind
    package let line: Int
    package let thread: Thread?

    package init(kind: Kind, line: Int, thread: Thread?) {
        self.kind = kind
        self.line = line
        self.thread = thread
    }
}
