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
        /// The owner of bytes that other memories read as well.
        let shared: SharedBytes?
        /// The memory that goes with this object.
        let owned: HostBytes?
    }

    /// Why a buffer cannot be had.
    package struct Exhausted: Error, Hashable, Sendable, CustomStringConvertible {
        /// The buffer's name.
        package let name: String
        /// Bytes asked for.
        package let byteCount: Int

        package var description: String { "no room for the \(byteCount) bytes of buffer '\(name)'" }
    }

    /// Bytes of the flat space: sector numbers of 32 bytes fit 32 bits.
    package static let capacity = 1 << 37
    /// Most buffers: the numbers that pointers have room for.
    package static let maximumBuffers = 60_000

    private(set) var buffers: [Buffer] = []
    private var nextFlatBase: UInt64 = 1 << 20

    package init() {}

    deinit {
        for buffer in buffers { buffer.owned?.deallocate() }
    }

    /// Adds a buffer of zero bytes. Buffers start at multiples of 256 bytes, as the vendors' allocators guarantee.
    package func addBuffer(name: String, byteCount: Int, isWritable: Bool) throws(Exhausted) -> BufferID {
        guard hasRoom(for: byteCount), let owned = HostBytes(byteCount: byteCount) else {
            throw Exhausted(name: name, byteCount: byteCount)
        }
        return add(name, owned.bytes, isWritable: isWritable, shared: nil, owned: owned)
    }

    /// Adds a read-only buffer whose bytes others may read at the same time.
    package func addBuffer(name: String, shared: SharedBytes) throws(Exhausted) -> BufferID {
        guard hasRoom(for: shared.byteCount) else { throw Exhausted(name: name, byteCount: shared.byteCount) }
        return add(name, shared.memory.bytes, isWritable: false, shared: shared, owned: nil)
    }

    private func hasRoom(for byteCount: Int) -> Bool {
        buffers.count < Self.maximumBuffers && byteCount >= 0
            && byteCount <= Self.capacity - Int(nextFlatBase) - 1024
    }

    private func add(
        _ name: String, _ bytes: UnsafeMutableRawBufferPointer, isWritable: Bool, shared: SharedBytes?,
        owned: HostBytes?
    ) -> BufferID {
        buffers.append(
            Buffer(
                name: name, bytes: bytes, byteCount: bytes.count, isWritable: isWritable, flatBase: nextFlatBase,
                shared: shared, owned: owned))
        nextFlatBase += UInt64((bytes.count + 255) / 256 * 256 + 256)
        return BufferID(segment: SegmentAddress.firstBufferSegment + buffers.count - 1)
    }

    /// Calls `body` with the bytes of a buffer.
    ///
    /// - Precondition: `body` does not write to a buffer that is not writable.
    package func withBytes<Result>(
        of id: BufferID, _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try body(buffers[id.segment - SegmentAddress.firstBufferSegment].bytes)
    }

    /// Size of a buffer in bytes.
    package func byteCount(of id: BufferID) -> Int { buffers[id.segment - SegmentAddress.firstBufferSegment].byteCount }

    /// The 32-byte sectors of a buffer, numbered as traces number them.
    package func sectors(of id: BufferID) -> Range<UInt32> {
        let buffer = buffers[id.segment - SegmentAddress.firstBufferSegment]
        let first = UInt32(truncatingIfNeeded: buffer.flatBase / 32)
        return first..<(first + UInt32(truncatingIfNeeded: (buffer.byteCount + 31) / 32))
    }

    /// The pointer to byte `offset` of a buffer, as kernels hold it.
    package func pointer(to id: BufferID, byteOffset: Int) -> UInt64 {
        SegmentAddress.pointer(segment: id.segment, offset: byteOffset)
    }

    /// Whether the bytes around every buffer are untouched: the machine's own bounds checks held.
    package var guardsAreIntact: Bool {
        buffers.allSatisfy { $0.owned?.guardsAreIntact ?? $0.shared?.memory.guardsAreIntact ?? true }
    }
}
