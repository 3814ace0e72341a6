import CLanes

/// Room for the pages of writable buffers as they were before several threads stored to them.
final class SavedPages {
    /// One entry per buffer, without what is a thread's own.
    let entries: [ks_track]
    private let owned: [HostBytes]

    /// Room for all of it, of which only what is saved costs memory; nil when the host has none.
    init?(_ memory: DeviceMemory, watch: MemoryWatch?) {
        var owned: [HostBytes] = []
        var entries: [ks_track] = []
        func room(_ byteCount: Int) -> UnsafeMutablePointer<UInt8>? {
            guard let bytes = HostBytes(byteCount: byteCount) else { return nil }
            owned.append(bytes)
            return bytes.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        }
        for (index, buffer) in memory.buffers.enumerated() {
            var entry = ks_track()
            guard buffer.isWritable, buffer.byteCount > 0 else {
                entries.append(entry)
                continue
            }
            entry.bytes = buffer.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            entry.byte_count = UInt64(buffer.byteCount)
            entry.undefined = watch?.undefined(ofBuffer: index)
            entry.saved = room(buffer.byteCount)
            let pageCount = (buffer.byteCount >> Int(KS_PAGE_SHIFT)) + 1
            entry.pages = room(pageCount)
            entry.patterns = room(pageCount * 16).map {
                UnsafeMutableRawPointer($0).bindMemory(to: UInt64.self, capacity: pageCount * 2)
            }
            if entry.undefined != nil { entry.saved_undefined = room(buffer.byteCount) }
            guard entry.saved != nil, entry.pages != nil, entry.patterns != nil,
                (entry.undefined == nil) == (entry.saved_undefined == nil)
            else {
                for bytes in owned { bytes.deallocate() }
                return nil
            }
            entries.append(entry)
        }
        self.owned = owned
        self.entries = entries
    }

    deinit { for bytes in owned { bytes.deallocate() } }
}
