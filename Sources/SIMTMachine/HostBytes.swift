#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Zero bytes for a buffer, with a guard band on either side.
///
/// They come from `calloc`, so that the pages of a large buffer which nobody touches cost neither time nor memory.
struct HostBytes {
    /// The bytes themselves, 256-byte aligned.
    let bytes: UnsafeMutableRawBufferPointer
    /// What `free` wants.
    private let block: UnsafeMutableRawPointer

    /// Bytes of each guard band.
    private static let guardBytes = 64
    /// What the guard bands hold.
    private static let guardByte: UInt8 = 0xA5

    /// `byteCount` zero bytes; nil when the host has no room.
    init?(byteCount: Int) {
        let extra = 2 * Self.guardBytes + 256
        guard byteCount >= 0, byteCount < 1 << 46, let block = calloc(1, byteCount + extra) else { return nil }
        self.block = block
        let start = (Int(bitPattern: block) + Self.guardBytes + 255) / 256 * 256 - Int(bitPattern: block)
        bytes = UnsafeMutableRawBufferPointer(start: block + start, count: byteCount)
        for offset in -Self.guardBytes..<0 {
            (block + start).storeBytes(of: Self.guardByte, toByteOffset: offset, as: UInt8.self)
        }
        for offset in 0..<Self.guardBytes {
            (block + start).storeBytes(of: Self.guardByte, toByteOffset: byteCount + offset, as: UInt8.self)
        }
    }

    /// Whether both guard bands are as they were made.
    var guardsAreIntact: Bool {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return true }
        let offsets = Array(-Self.guardBytes..<0) + Array(bytes.count..<(bytes.count + Self.guardBytes))
        return offsets.allSatisfy { base.load(fromByteOffset: $0, as: UInt8.self) == Self.guardByte }
    }

    /// Gives the memory back.
    func deallocate() { free(block) }
}
