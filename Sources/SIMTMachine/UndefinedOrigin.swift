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
