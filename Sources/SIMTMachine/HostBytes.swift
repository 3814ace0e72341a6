#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Zero bytes for a buffer, with a guard band on either side.
///
/// The pages of a large buffer which nobody touches cost neither time nor memory: they come from the system when they are
/// first touched. That takes a microsecond or two a page, so what will be touched throughout asks for huge ones.
struct HostBytes {
    /// The bytes themselves, 256-byte aligned.
    let bytes: UnsafeMutableRawBufferPointer
    /// What `free` or `munmap` wants.
    private let block: UnsafeMutableRawPointer
    /// Bytes that were mapped for it; 0 where they come from the heap.
    private let mappedBytes: Int

    /// Bytes of each guard band.
    private static let guardBytes = 64
    /// What the guard bands hold.
    private static let guardByte: UInt8 = 0xA5
    /// A huge page.
    private static let hugePage = 2 << 20
    /// Buffers up to this size are taken for touched throughout.
    private static let denseCapacity = 64 << 20

    /// `byteCount` zero bytes; nil when the host has no room.
    ///
    /// - Parameter isDense: Whether most of a large buffer will be touched.
    init?(byteCount: Int, isDense: Bool = false) {
        guard byteCount >= 0, byteCount < 1 << 46 else { return nil }
        let isHuge = byteCount >= Self.hugePage && (isDense || byteCount <= Self.denseCapacity)
        let start: Int
        if isHuge, let mapped = Self.map(byteCount) {
            (block, mappedBytes, start) = mapped
        } else {
            guard let block = calloc(1, byteCount + 2 * Self.guardBytes + 256) else { return nil }
            self.block = block
            mappedBytes = 0
            start = (Int(bitPattern: block) + Self.guardBytes + 255) / 256 * 256 - Int(bitPattern: block)
        }
        bytes = UnsafeMutableRawBufferPointer(start: block + start, count: byteCount)
        for offset in -Self.guardBytes..<0 {
            (block + start).storeBytes(of: Self.guardByte, toByteOffset: offset, as: UInt8.self)
        }
        for offset in 0..<Self.guardBytes {
            (block + start).storeBytes(of: Self.guardByte, toByteOffset: byteCount + offset, as: UInt8.self)
        }
    }

    /// Maps room that starts at a huge page; nil where the host has no such thing.
    private static func map(_ byteCount: Int) -> (UnsafeMutableRawPointer, Int, Int)? {
        #if os(Linux)
            let size = byteCount + 2 * hugePage
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
            guard let block = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), block != MAP_FAILED else {
                return nil
            }
            let start = (Int(bitPattern: block) + guardBytes + hugePage - 1) / hugePage * hugePage
            // Refusal is no loss: small pages do as well.
            _ = madvise(UnsafeMutableRawPointer(bitPattern: start), byteCount, MADV_HUGEPAGE)
            return (block, size, start - Int(bitPattern: block))
        #else
            return nil
        #endif
    }

    /// Whether both guard bands are as they were made.
    var guardsAreIntact: Bool {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return true }
        let offsets = Array(-Self.guardBytes..<0) + Array(bytes.count..<(bytes.count + Self.guardBytes))
        return offsets.allSatisfy { base.load(fromByteOffset: $0, as: UInt8.self) == Self.guardByte }
    }

    /// Gives the memory back.
    func deallocate() {
        if mappedBytes == 0 { free(block) } else { munmap(block, mappedBytes) }
    }
}
