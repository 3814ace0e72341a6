/// One instruction as the timing model sees it: its class and the registers that tie it to others.
package struct TimedInstruction: Sendable {
    package let operation: OperationClass
    /// Index of the instruction's virtual register, or -1. One index per scalar or per vector component group.
    package let destination: Int32
    /// Virtual registers read; -1 pads.
    package let sources: (Int32, Int32, Int32, Int32)
    /// Bytes each active lane moves, for memory classes; 0 otherwise.
    package let bytesPerLane: UInt8
    /// True where every lane of the warp provably has the same operands.
    package let uniform: Bool
    /// 1-based line in the user's kernel, 0 where unknown.
    package let line: Int32
    /// What it computes, as far as a model of a vendor's compiler can use that.
    package var meaning = Meaning.other
    /// The function of the vendor's library that it stands for; nil for none.
    package var function: LibraryFunction?
    /// Registers of the first three operands, constants, arguments and grid positions included; -1 where there is none.
    /// The first one of a memory instruction is its address.
    package var operands: (Int32, Int32, Int32) = (-1, -1, -1)
    /// Other registers read: values that are stored, inputs of matrix operations.
    package var inputs: [Int32] = []
    /// Whether it reads a part of a matrix that the hardware loads as one.
    package var isMatrixPart = false

    /// Integer operations that make addresses, and divisions.
    package enum Meaning: UInt8, Sendable {
        case other
        /// The first operand, unchanged.
        case move
        case add, subtract, multiply
        /// The first operand times two to the power of the second.
        case shiftLeft
        /// The first operand plus the second times two to the power of the third.
        case shiftAdd
        /// The first operand, sign- or zero-extended.
        case signExtend, zeroExtend
        /// The low half of the first operand.
        case narrow
        /// A bitwise or, which joins an even number and a small one in unrolled loops.
        case or
        /// The first operand divided by the second, rounded towards zero.
        case quotient, signedQuotient
        /// What that leaves.
        case remainder, signedRemainder
        /// The first operand in another lane, where the hardware gathers the addresses of a matrix's rows.
        case rowAddress
        /// An atomic that adds integers, one that works on floats.
        case atomicAdd, atomicFloat
    }

    package init(
        operation: OperationClass, destination: Int32, sources: (Int32, Int32, Int32, Int32), bytesPerLane: UInt8,
        uniform: Bool, line: Int32
    ) {
        self.operation = operation
        self.destination = destination
        self.sources = sources
        self.bytesPerLane = bytesPerLane
        self.uniform = uniform
        self.line = line
    }
}

/// The static side of a kernel for timing: what each basic block issues.
package struct TimedProgram: Sendable {
    /// Instructions by block index, in order; edge copies stand in front of the block's own.
    package let blocks: [[TimedInstruction]]
    /// Number of virtual registers; every index in `blocks` is below it.
    package let registerCount: Int
    /// Greatest number of 32-bit registers alive at once in a thread, as a register allocator without spills would need.
    package let registerPressure: Int
    /// Bytes of statically declared threadgroup memory.
    package let threadgroupBytes: Int
    /// Bytes of private arrays per thread that stay in memory.
    package let privateBytes: Int
    /// What a model of a vendor's compiler needs besides; nil where a program was not made by lowering.
    package var details: TimedDetails?

    package init(
        blocks: [[TimedInstruction]], registerCount: Int, registerPressure: Int, threadgroupBytes: Int,
        privateBytes: Int
    ) {
        self.blocks = blocks
        self.registerCount = registerCount
        self.registerPressure = registerPressure
        self.threadgroupBytes = threadgroupBytes
        self.privateBytes = privateBytes
    }
}
