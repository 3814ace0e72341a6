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
