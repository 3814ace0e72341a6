import CLanes

/// What the engine does for an instruction.
enum Opcode: UInt8 {
    /// Call a lane function; the destination row is 32 bits wide.
    case lane32
    /// Call a lane function; the destination row is 64 bits wide.
    case lane64
    /// Read memory into the registers of memory operation `extra`.
    case load
    /// Write the registers of memory operation `extra` to memory.
    case store
    /// Read-modify-write of memory operation `extra`.
    case atomic
    /// A collective over the lanes of a warp, `WarpOperation(rawValue: extra)`.
    case warp
    /// Wait for every warp of the threadgroup.
    case barrier
    /// Nothing to execute; kept for timing (fences, simdgroup barriers).
    case nothing
    /// Stops the kernel: control reached an `unreachable` or a trap.
    case trap
    /// A simdgroup or warp matrix operation, index `extra` of the program's matrix operations.
    case matrix
}

/// One instruction over virtual registers.
struct VirtualInstruction {
    var opcode: Opcode
    /// The lane function, for `lane32` and `lane64`.
    var operation: ks_op = KS_MOVE_32
    var destination: VirtualRegister = .none
    var first: VirtualRegister = .none
    var second: VirtualRegister = .none
    var third: VirtualRegister = .none
    /// Index or raw value that the opcode explains.
    var extra: Int32 = 0
    /// What this costs a GPU core.
    var workClass: OperationClass
    /// True where the source language allows this multiply or add to fuse.
    var contract = false
    /// 1-based source line, 0 where unknown.
    var line: Int32
}

/// How a basic block ends.
enum VirtualTerminator {
    case jump(Int)
    case branch(VirtualRegister, ifTrue: Int, ifFalse: Int)
    case exit
}

/// A basic block over virtual registers.
struct VirtualBlock {
    var instructions: [VirtualInstruction] = []
    var terminator: VirtualTerminator = .exit
    /// Line of the terminator.
    var line: Int32 = 0
    /// False where the terminator is an artefact of lowering that costs the core nothing.
    var branchCosts = true

    /// Blocks that may run next.
    var successors: [Int] {
        switch terminator {
        case .jump(let target): [target]
        case .branch(_, let ifTrue, let ifFalse): [ifTrue, ifFalse]
        case .exit: []
        }
    }
}

/// One scalar moved by a memory operation.
struct MemoryComponent {
    /// Byte offset from the operation's address.
    let offset: Int
    /// 1, 2, 4 or 8.
    let byteCount: Int
    /// Register loaded to or stored from.
    let register: VirtualRegister
}

/// The side table entry of a load, store or atomic.
struct MemoryOperation {
    let components: [MemoryComponent]
    /// Bytes from the address to the end of the last component.
    let byteCount: Int
    /// Alignment in bytes that the compiler was promised.
    let alignment: Int
    /// Atomic kind, for atomics.
    var atomic: AtomicOperation?
    /// True for a load or store that does not race with other atomic accesses.
    var isAtomicAccess = false
    /// Whether it reads a part of a matrix that the hardware loads as one: our headers mark such loads as nontemporal.
    var isMatrixPart = false

    /// The greatest power of two, at most 2, of bytes that divides every component's place and size.
    var granuleShift: Int {
        min(2, components.reduce(alignment) { $0 | $1.offset | $1.byteCount }.trailingZeroBitCount)
    }

    /// How many four-byte words the components are, one after another; 0 when they are anything else.
    var wordCount: Int {
        components.enumerated().allSatisfy { $1.byteCount == 4 && $1.offset == 4 * $0 } ? components.count : 0
    }
}

/// Read-modify-write kinds, each on 32- or 64-bit memory.
enum AtomicOperation: UInt8 {
    case exchange, add, subtract, and, or, xor, nand
    case minSigned, maxSigned, minUnsigned, maxUnsigned
    case addFloat, subtractFloat, minFloat, maxFloat
    case incrementWrap, decrementWrap
    /// Compare with the instruction's second operand, replace by its third.
    case compareExchange
}

/// Collectives over the active lanes of one warp. Inactive lanes neither give nor receive.
enum WarpOperation: Int32 {
    case sumFloat, productFloat, minFloat, maxFloat
    case sumInt, productInt, minSigned, maxSigned, minUnsigned, maxUnsigned
    case andInt, orInt, xorInt
    case prefixInclusiveSumFloat, prefixExclusiveSumFloat, prefixInclusiveProductFloat, prefixExclusiveProductFloat
    case prefixInclusiveSumInt, prefixExclusiveSumInt, prefixInclusiveProductInt, prefixExclusiveProductInt
    /// First operand: value; second: source lane.
    case shuffle, broadcast
    /// First operand: value; second: lane distance or mask.
    case shuffleXor, shuffleUp, shuffleDown
    case broadcastFirst
    /// CUDA forms. First operand: value; second: lane operand; third: the clamp and segment word of `shfl.sync`.
    case cudaShuffleIndex, cudaShuffleUp, cudaShuffleDown, cudaShuffleXor
    /// 64-bit result: the mask of active lanes whose first operand is not zero.
    case ballot
    case all, any
    case activeMask
}
