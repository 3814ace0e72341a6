import SIMTMachine

/// One machine instruction as a model of a vendor's compiler makes it, still by class.
struct MachineInstruction {
    /// What stands behind an instruction.
    enum Role: UInt8 {
        /// An instruction of the kernel.
        case body
        /// A launch argument or grid position brought into a register.
        case prologue
        /// A branch that was replaced by a predicate, or an instruction merged into another: costs nothing.
        case merged
        /// An instruction under a predicate that no lane fulfils: it is issued where the block that it stands for, number
        /// `record`, is not executed.
        case predicatedOff
        /// A check that all lanes of the warp are there.
        case convergence
    }

    /// Class, which decides pipe and cost.
    var operation: OperationClass
    /// Register written, -1 where there is none.
    var destination: Int32 = -1
    /// 32-bit registers of the result.
    var width: UInt8 = 1
    /// Registers read; those that are always ready are left out.
    var sources: [Int32] = []
    /// Bytes of each active lane, for memory.
    var bytesPerLane: UInt8 = 0
    /// 1-based line, 0 where unknown.
    var line: Int32 = 0
    /// Which of its block's access records belongs to it, -1 for none.
    var record: Int32 = -1
    /// What stands behind it.
    var role = Role.body
    /// What it computes.
    var meaning = TimedInstruction.Meaning.other
    /// The function of the vendor's library that it stands for; nil for none.
    var function: LibraryFunction?
    /// All registers of its first three operands.
    var operands: (Int32, Int32, Int32) = (-1, -1, -1)

    /// The launch argument through which alone an access reaches its memory; -1 where others may reach it too.
    var base: Int32 = -1
    /// Whether it reads a part of a matrix that the hardware loads as one.
    var isMatrixPart = false
    /// Records in a row that belong to it: those of the loads for which it stands.
    var parts: UInt8 = 1
    /// Whether two of its parts are one row of the matrix.
    var hasHalfParts = false
    /// Whether it already does another instruction's work.
    var isFused = false
    /// Whether its result is a predicate, which takes no register.
    var isPredicate = false
    /// Whether it was a branch before its block's ways were put under predicates.
    var isMergedBranch = false

    /// Whether it must stay whether or not its result is used.
    var hasEffect: Bool {
        switch operation {
        case .globalStore, .globalAtomic, .sharedStore, .sharedAtomic, .asyncStore, .asyncCommit, .asyncWait,
            .localStore, .barrier, .simdBarrier, .fence, .branch, .globalLoad, .constantLoad, .sharedLoad, .localLoad:
            true
        default: role == .prologue || role == .convergence
        }
    }

    /// Whether it reads or writes memory and so has an access record.
    var isAccess: Bool {
        switch operation {
        case .globalLoad, .globalStore, .globalAtomic, .constantLoad, .sharedLoad, .sharedStore, .sharedAtomic,
            .asyncStore, .localLoad, .localStore:
            record >= 0
        default: false
        }
    }
}
