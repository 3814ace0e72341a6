import CLanes

/// What checked execution keeps about device memory while the launches of a plan run one after the other: which bits are
/// undefined, who touched what last, and what was found.
///
/// Buffers that are not writable are taken for defined, and nothing can race in them. Not thread-safe: one evaluation
/// lane owns it.
package final class MemoryWatch {
    /// Two stores of the same value to the same place without order: harmless on today's hardware, and undefined.
    package struct Warning: Hashable, Sendable {
        /// Lines of the two stores, the lower one first.
        package let lines: [Int]
    }

    /// A store of an undefined value to an output.
    private struct PendingStore {
        let segment: Int
        let offset: Int
        let byteCount: Int
        let fault: MachineFault
    }

    /// Shadow of one buffer.
    private struct Entry {
        let byteCount: Int
        let undefined: HostBytes
        let isOutput: Bool
        /// Marks of each slot: one for execution on one thread, then one for each of several.
        var marks: [HostBytes?] = []
        var shift = 3

        /// The bytes of a slot's marks.
        func marks(of slot: Int) -> HostBytes? { marks.indices.contains(slot) ? marks[slot] : nil }
    }

    /// Most bytes of marks that all buffers together may have in one slot; races in what lies beyond are not looked for.
    static let markCapacity = 1 << 29

    private var entries: [Entry?] = []
    /// Bytes of marks by slot.
    private var markBytes: [Int] = []
    private var pending: [PendingStore] = []
    /// Same-value races found so far.
    package private(set) var warnings: Set<Warning> = []
    /// Pairs of lines, the lower one first, from which warps of one threadgroup met at a barrier.
    package private(set) var splitBarriers: Set<[Int]> = []
    /// What else is told beside the verdict.
    package private(set) var notices: Set<MachineNotice> = []
    /// The last stamp given.
    var now: UInt32 = 1

    /// Watches the buffers that `memory` has now.
    ///
    /// - Parameter outputs: The buffers in which an undefined value is a mistake once all is done.
    package init(_ memory: DeviceMemory, outputs: Set<BufferID>) throws(DeviceMemory.Exhausted) {
        for (index, buffer) in memory.buffers.enumerated() {
            guard buffer.isWritable else {
                entries.append(nil)
                continue
            }
            guard let undefined = HostBytes(byteCount: buffer.byteCount, isDense: true) else {
                throw DeviceMemory.Exhausted(name: buffer.name, byteCount: buffer.byteCount)
            }
            _ = undefined.bytes.initializeMemory(as: UInt8.self, repeating: 0xFF)
            let isOutput = outputs.contains(BufferID(segment: SegmentAddress.firstBufferSegment + index))
            entries.append(Entry(byteCount: buffer.byteCount, undefined: undefined, isOutput: isOutput))
        }
    }

    deinit {
        for case let entry? in entries {
            entry.undefined.deallocate()
            for marks in entry.marks { marks?.deallocate() }
        }
    }

    /// Takes every byte of a buffer for defined, as after a copy from the host.
    package func define(_ id: BufferID) {
        let entry = entries[id.segment - SegmentAddress.firstBufferSegment]
        _ = entry?.undefined.bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Whether undefined values in a segment are noted.
    func isOutput(segment: Int) -> Bool {
        let index = segment - SegmentAddress.firstBufferSegment
        return entries.indices.contains(index) && entries[index]?.isOutput ?? false
    }

    /// The undefined bits of a buffer; nil where all are defined.
    func undefined(ofBuffer index: Int) -> UnsafeMutablePointer<UInt8>? {
        guard entries.indices.contains(index) else { return nil }
        return entries[index]?.undefined.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }

    /// The shadow of a buffer for a launch whose accesses have the granules given.
    ///
    /// - Parameter slot: 0 for execution on one thread; each of several threads has a slot of its own from 1 on, and so
    ///   marks of its own.
    func shadow(ofSegment segment: Int, shift: Int, slot: Int) -> ks_shadow {
        var shadow = ks_shadow()
        shadow.shift = UInt32(shift)
        let index = segment - SegmentAddress.firstBufferSegment
        guard entries.indices.contains(index), var entry = entries[index] else { return shadow }
        shadow.undefined = entry.undefined.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // Granules of coarser launches keep the marks of the finest.
        let granules = (entry.byteCount >> min(shift, entry.shift)) + 1
        while markBytes.count <= slot { markBytes.append(0) }
        if entry.shift > shift {
            // Finer granules than any launch before had: new marks, as old ones are of launches that are over.
            for (old, marks) in entry.marks.enumerated() {
                markBytes[old] -= marks?.bytes.count ?? 0
                marks?.deallocate()
            }
            entry.marks = []
            entry.shift = shift
        }
        if entry.marks.count <= slot {
            let needed = granules * 3 * 8
            while entry.marks.count <= slot { entry.marks.append(nil) }
            entry.marks[slot] =
                markBytes[slot] + needed <= Self.markCapacity ? HostBytes(byteCount: needed, isDense: true) : nil
            markBytes[slot] += entry.marks[slot]?.bytes.count ?? 0
        }
        entries[index] = entry
        if let marks = entry.marks(of: slot)?.bytes.baseAddress?.assumingMemoryBound(to: UInt64.self) {
            let used = (entry.byteCount >> shift) + 1
            shadow.writes = marks
            shadow.reads = marks + used
            shadow.others = marks + 2 * used
        }
        return shadow
    }

    /// Keeps a warning.
    func warn(_ first: Int, _ second: Int) {
        warnings.insert(Warning(lines: [min(first, second), max(first, second)]))
    }

    /// Keeps a notice.
    func tell(_ notice: MachineNotice) { notices.insert(notice) }

    /// Keeps the pairs of lines from which warps met at one barrier.
    func noteBarriers(_ pairs: Set<[Int]>) { splitBarriers.formUnion(pairs) }

    /// Keeps a store of an undefined value to an output.
    func note(_ note: OutputNote, _ fault: MachineFault) {
        pending.append(
            PendingStore(segment: note.segment, offset: note.offset, byteCount: note.byteCount, fault: fault))
    }

    /// An undefined value that an output still holds, with its store; nil where there is none.
    package func undefinedOutput() -> MachineFault? {
        pending.first { store in
            guard let entry = entries[store.segment - SegmentAddress.firstBufferSegment] else { return false }
            return (store.offset..<(store.offset + store.byteCount)).contains { entry.undefined.bytes[$0] != 0 }
        }?.fault
    }
}
