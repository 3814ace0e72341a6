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
        /// Two threads touch the same bytes, at least one of them stores, and nothing orders them.
        case dataRace(memory: String, offset: Int, isStore: Bool, other: Access)
        /// A value that nothing has set decides something or ends in an output.
        case undefinedValue(use: Use, source: Source)
        /// An integer division or remainder by zero.
        case divisionByZero
        /// The smallest integer divided by -1.
        case divisionOverflow
        /// A thread calls a warp function whose mask does not name its own lane.
        case notMember(mask: UInt32)
        /// A shift by as many bits as the value has, or more.
        case shiftPastWidth(bits: Int)
    }

    /// The access that another one races with.
    package struct Access: Hashable, Sendable {
        /// Its line.
        package let line: Int
        /// Its thread.
        package let thread: Thread?
        /// Whether it stores.
        package let isStore: Bool
    }

    /// What an undefined value is used for.
    package enum Use: Hashable, Sendable {
        /// A branch depends on it.
        case branch
        /// It is an address.
        case address
        /// It is an operand of an atomic.
        case atomic
        /// Threads vote with it at a barrier.
        case vote
        /// It is what an output holds in the end.
        case output(buffer: String, offset: Int)
    }

    /// Where an undefined value comes from.
    package enum Source: Hashable, Sendable {
        /// Memory that nothing had written when the line read it.
        case memory(name: String, line: Int)
        /// A variable that nothing has set; the line is where it is declared, or the first known to see it.
        case variable(line: Int)
        /// A lane that was not active when the line read its value.
        case inactiveLane(line: Int)
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
