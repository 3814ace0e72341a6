/// One thing told beside the verdict, in a word that the engine can keep.
///
/// | bits | of two accesses | of anything else |
/// |---|---|---|
/// | 0 ..< 24 | one instruction | the instruction |
/// | 24 ..< 56 | the other instruction | lanes, or 0 |
/// | 56 ..< 64 | `Kind` | `Kind` |
struct WarpNote {
    /// What is told.
    enum Kind: UInt64 {
        case sameValueStores, partialBarrier, unfencedBarrier, textureRead, textureWrite, absentLanes
    }

    /// The word.
    let word: UInt64

    init(word: UInt64) { self.word = word }

    /// A note of an instruction; `details` are lanes or another instruction.
    init(_ kind: Kind, _ position: Int32, details: UInt32 = 0) {
        word = kind.rawValue << 56 | UInt64(details) << 24 | UInt64(UInt32(bitPattern: position) & 0xFF_FFFF)
    }

    /// What is told.
    var kind: Kind { Kind(rawValue: word >> 56) ?? .sameValueStores }
    /// The instruction.
    var position: Int { Int(word & 0xFF_FFFF) }
    /// Lanes, or another instruction.
    var details: UInt32 { UInt32(truncatingIfNeeded: word >> 24) }
}

extension WarpWatch {
    /// Keeps a note, once.
    @inline(never)
    func tell(_ note: WarpNote) {
        let count = clock.pointee.warningCount
        for index in 0..<count where warnings[index] == note.word { return }
        guard count < Self.warningCapacity else { return }
        warnings[count] = note.word
        clock.pointee.warningCount = count + 1
    }
}
