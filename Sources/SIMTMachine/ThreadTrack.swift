import CLanes

/// What one of several threads notes of its accesses to device memory, and the pages saved before their first store.
final class ThreadTrack {
    /// One entry per segment, empty for those that nobody can write.
    let segments: UnsafePointer<ks_track>
    private let entries: UnsafeMutablePointer<ks_track>
    private let segmentCount: Int
    private let owned: [HostBytes]

    /// Bytes of a page, as a power of two.
    private static let pageShift = Int(KS_PAGE_SHIFT)

    /// Notes for one thread; nil when the host has no room.
    ///
    /// - Parameters:
    ///   - shift: A granule's bytes, as a power of two.
    ///   - pages: What all threads share.
    init?(_ memory: DeviceMemory, shift: Int, pages: SavedPages) {
        segmentCount = SegmentAddress.firstBufferSegment + memory.buffers.count
        var owned: [HostBytes] = []
        var found = [ks_track](repeating: ks_track(), count: segmentCount)
        for (index, buffer) in memory.buffers.enumerated() where buffer.isWritable && buffer.byteCount > 0 {
            let granuleCount = (buffer.byteCount >> shift) + 1
            // Bits of granules are changed eight bytes at a time.
            let sizes = [granuleCount / 8 + 16, granuleCount / 8 + 16, (buffer.byteCount >> Self.pageShift) + 1]
            var rooms: [UnsafeMutablePointer<UInt8>] = []
            for size in sizes {
                guard let room = HostBytes(byteCount: size) else { break }
                owned.append(room)
                if let start = room.bytes.baseAddress { rooms.append(start.assumingMemoryBound(to: UInt8.self)) }
            }
            guard rooms.count == sizes.count else {
                for bytes in owned { bytes.deallocate() }
                return nil
            }
            var entry = pages.entries[index]
            (entry.read, entry.written, entry.touched_pages) = (rooms[0], rooms[1], rooms[2])
            entry.shift = UInt32(shift)
            found[SegmentAddress.firstBufferSegment + index] = entry
        }
        self.owned = owned
        entries = .allocate(capacity: segmentCount)
        for (index, entry) in found.enumerated() { (entries + index).initialize(to: entry) }
        segments = UnsafePointer(entries)
    }

    deinit {
        for bytes in owned { bytes.deallocate() }
        entries.deallocate()
    }

    /// Whether one thread has written what the other has touched.
    func meets(_ other: ThreadTrack) -> Bool {
        (0..<segmentCount).contains { ks_track_conflict(entries + $0, other.entries + $0) != 0 }
    }

    /// Puts back what the pages held that any thread has stored to.
    func restore() {
        for segment in 0..<segmentCount { ks_track_restore(entries + segment) }
    }
}
