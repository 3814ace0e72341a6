/// The function being read: its names, what is known of its values, and its blocks so far.
struct IRBody: Sendable {
    /// A name behind `%`; numbers are names of their own.
    enum LocalName: Hashable, Sendable {
        case number(UInt64)
        case text(String)
    }

    /// What a local name stands for; values and blocks share one namespace.
    enum Local: Sendable {
        case value(Int)
        case block(Int)
    }

    /// A use of a value whose type was not known yet.
    struct PendingUse: Sendable {
        let value: Int
        let type: IRType
        let offset: Int
    }

    /// The function's head.
    let head: IRFunctionHead
    /// All local names of the body.
    var locals: [LocalName: Local] = [:]
    /// Type of each value; nil before its definition has been read.
    var valueTypes: [IRType?] = []
    /// Names of all blocks.
    var blockNames: [String] = []
    /// Uses to check at the end of the body.
    var pendingUses: [PendingUse] = []
    /// Blocks read to their end.
    var blocks: [IRBlock] = []
    /// Offsets of the blocks' starts, for messages.
    var blockOffsets: [Int] = []
    /// Instructions of the block being read.
    var instructions: [IRInstruction] = []
    /// Whether a block is open: its label has been read and its terminator has not.
    var isOpen = false
}
