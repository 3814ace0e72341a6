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
    /// What is told beside the verdict: `WarpNote`s.
    let warnings: UnsafeMutablePointer<UInt64>
    /// By lane, for each lane the stamp of the last barrier that both took part in where others did not.
    let laneFences: UnsafeMutablePointer<UInt32>
    /// Undefined values stored to outputs.
    let outputNotes: UnsafeMutablePointer<OutputNote>
    /// Number of them, at most `outputNoteCapacity`.
    let outputNoteCount: UnsafeMutablePointer<Int>
    /// Segments whose undefined bytes are noted: true for outputs.
    let isOutput: UnsafePointer<Bool>

    /// Most notes that are kept.
    static let warningCapacity = 16
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
        laneFences = lanes
        outputNotes = unused.assumingMemoryBound(to: OutputNote.self)
        outputNoteCount = unused.assumingMemoryBound(to: Int.self)
        isOutput = UnsafePointer(unused.assumingMemoryBound(to: Bool.self))
    }
}
