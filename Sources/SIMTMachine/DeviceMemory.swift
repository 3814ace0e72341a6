/// A buffer of device memory, by the number that its pointers carry.
package struct BufferID: Hashable, Sendable {
    let segment: Int
}

/// The device memory that launches of one evaluation share: named buffers in one flat address space.
///
/// Not thread-safe: one evaluation lane owns it.
package final class DeviceMemory {
    /// One buffer.
    struct Buffer {
        let name: String
        let bytes: UnsafeMutableRawBufferPointer
        let byteCount: Int
        let isWritable: Bool
        /// Where the buffer starts in the flat space that sector numbers count in.
        let flatBase: UInt64
    }

    private(set) var buffers: [Buffer] = []
    private var nextFlatBase: UInt64 = 1 << 20

    package init() {}

    deinit {
        for buffer in buffers { buffer.bytes.deallocate() }
    }

    /// Adds a buffer of zero bytes. Buffers start at multiples of 256 bytes, as the vendors' allocators guarantee.
    package func addBuffer(name: String, byteCount: Int, isWritable: Bool) -> BufferID {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: 256)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        buffers.append(
            Buffer(name: name, bytes: bytes, byteCount: byteCount, isWritable: isWritable, flatBase: nextFlatBase))
        nextFlatBase += UInt64((byteCount + 255) / 256 * 256 + 256)
        return BufferID(segment: SegmentAddress.firstBufferSegment + buffers.count - 1)
    }

    /// Calls `body` with the bytes of a buffer.
    package func withBytes<Result>(
        of id: BufferID, _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let buffer = buffers[id.segment - SegmentAddress.firstBufferSegment]
        return try body(UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<buffer.byteCount]))
    }

    /// Size of a buffer in bytes.
    package func byteCount(of id: BufferID) -> Int { buffers[id.segment - SegmentAddress.firstBufferSegment].byteCount }
}
