import CLanes

/// What checked execution keeps for one warp; trivial, so that the engine's loop counts no references.
///
/// A register's shadow has two parts: one bit per lane that says whether any of the lane's bits is undefined, which the
/// loop looks at, and the undefined bits themselves, which hold something only where that bit is set.
struct WarpWatch {
    /// One word per register row: the lanes with an undefined bit.
    let lanes: UnsafeMutablePointer<UInt32>
    /// The undefined bits, laid out as the register file.
    let bits: UnsafeMutableRawPointer
    /// One word per register row: where its undefined lanes come from, as `UndefinedOrigin`.
    let origins: UnsafeMutablePointer<UInt64>
    /// One entry per segment.
    let shadows: UnsafeMutablePointer<ks_shadow>
    /// This warp's order.
    let order: UnsafeMutablePointer<WarpOrder>
    /// The launch's clock.
    let clock: UnsafeMutablePointer<WatchClock>
    /// For each threadgroup that has started: the stamp of its start, and below it the stamp up to which it released.
    let groups: UnsafeMutablePointer<UInt64>
    /// The lane operation of each instruction.
    let operations: UnsafePointer<ks_op>
    /// Pairs of instructions that wrote the same value to the same place without order.
    let warnings: UnsafeMutablePointer<UInt64>
    /// Undefined values stored to outputs.
    let outputNotes: UnsafeMutablePointer<OutputNote>
    /// Number of them, at most `outputNoteCapacity`.
    let outputNoteCount: UnsafeMutablePointer<Int>
    /// Segments whose undefined bytes are noted: true for outputs.
    let isOutput: UnsafePointer<Bool>

    /// Most same-value races that are kept.
    static let warningCapacity = 8
    /// Most undefined stores that are kept.
    static let outputNoteCapacity = 256

    /// The mark of lane 0 for an access by instruction `position`.
    @inline(__always)
    func mark(_ position: Int32) -> UInt64 { order.pointee.mark | UInt64(UInt32(bitPattern: position)) & (1 << 22 - 1) }

    /// Takes the active lanes of a row for defined.
    @inline(__always)
    func define(_ row: Int32, _ mask: UInt32) { lanes[Int(row >> 7)] &= ~mask }
}

extension WarpWatch {
    /// A watch that nobody reads, for plain execution.
    init(unused: UnsafeMutableRawPointer) {
        lanes = unused.assumingMemoryBound(to: UInt32.self)
        bits = unused
        origins = unused.assumingMemoryBound(to: UInt64.self)
        shadows = unused.assumingMemoryBound(to: ks_shadow.self)
        order = unused.assumingMemoryBound(to: WarpOrder.self)
        clock = unused.assumingMemoryBound(to: WatchClock.self)
        groups = origins
        operations = UnsafePointer(unused.assumingMemoryBound(to: ks_op.self))
        warnings = origins
        outputNotes = unused.assumingMemoryBound(to: OutputNote.self)
        outputNoteCount = unused.assumingMemoryBound(to: Int.self)
        isOutput = UnsafePointer(unused.assumingMemoryBound(to: Bool.self))
    }
}

/// Where an undefined value was born: an instruction, and for loads the segment that was read.
struct UndefinedOrigin {
    /// The instruction.
    let instruction: Int32
    /// The segment; 0 where no memory was read.
    let segment: Int

    /// The value of a register that holds a constant `undef`.
    static let constant: UInt64 = .max

    /// An origin as a word.
    var word: UInt64 { UInt64(UInt32(bitPattern: instruction)) | UInt64(segment) << 32 }

    init(instruction: Int32, segment: Int) {
        self.instruction = instruction
        self.segment = segment
    }

    init(word: UInt64) {
        instruction = Int32(truncatingIfNeeded: word)
        segment = Int(word >> 32 & 0xFFFF_FFFF)
    }
}

/// An undefined value stored to an output, which is a mistake if it is still there in the end.
struct OutputNote {
    /// The output's segment.
    var segment: Int
    /// First byte of the store.
    var offset: Int
    /// Bytes of the store.
    var byteCount: Int
    /// Thread, time and instruction of the store.
    var mark: UInt64
    /// Where the value was born.
    var origin: UInt64
}
