import CLanes

/// The notes of one launch that is checked: shadows of registers, threadgroup and private memory, and the clock.
///
/// All of it is flat memory behind the pointers that `WarpWatch` hands to the engine.
final class LaunchWatch {
    /// What is kept about device memory.
    let memory: MemoryWatch
    let clock: UnsafeMutablePointer<WatchClock>
    private let kernel: LoweredKernel
    private let warpCapacity: Int
    private let rowCount: Int
    private let segmentCount: Int
    private let threadgroupCapacity: Int
    private let privateCapacity: Int
    private let lanes: UnsafeMutablePointer<UInt32>
    private let bits: UnsafeMutableRawPointer
    private let origins: UnsafeMutablePointer<UInt64>
    private let shadows: UnsafeMutablePointer<ks_shadow>
    private let orders: UnsafeMutablePointer<WarpOrder>
    private let groups: HostBytes
    private let groupCapacity: Int
    private let warnings: UnsafeMutablePointer<UInt64>
    private let laneFences: UnsafeMutablePointer<UInt32>
    private let outputNotes: UnsafeMutablePointer<OutputNote>
    private let outputNoteCount: UnsafeMutablePointer<Int>
    private let isOutput: UnsafeMutablePointer<Bool>
    private let threadgroupUndefined: UnsafeMutablePointer<UInt8>
    private let threadgroupMarks: HostBytes
    /// Granules of threadgroup memory that have marks.
    private let threadgroupGranules: Int
    /// Undefined bits of private memory, laid out as it is.
    let privateUndefined: UnsafeMutablePointer<UInt8>
    /// Which of the marks of `memory` are used: 0 on one thread, from 1 on those of one of several.
    private let slot: Int
    /// The last stamp given.
    private(set) var now: UInt32
    /// Pairs of lines from which warps met at one barrier.
    private var splitBarriers: Set<[Int]> = []
    /// Lines of barriers that a warp ended without coming to.
    private var missedBarriers: Set<Int> = []
    /// Linear indices of the threadgroups in the order in which they started.
    private(set) var started: [Int32] = []

    /// Notes for a launch of `kernel`; nil when the host has no room, or for threadgroups larger than any GPU has.
    init?(
        _ kernel: LoweredKernel, memory: MemoryWatch, slot: Int, warpCapacity: Int, threadgroupCount: Int,
        threadgroupCapacity: Int, privateCapacity: Int, segmentCount: Int
    ) {
        // A mark has ten bits for the thread.
        guard warpCapacity <= 32 else { return nil }
        let granules = (threadgroupCapacity >> kernel.granuleShift) + 16
        guard let groups = HostBytes(byteCount: threadgroupCount * 8 + 8) else { return nil }
        guard let marks = HostBytes(byteCount: granules * 3 * 8) else {
            groups.deallocate()
            return nil
        }
        self.groups = groups
        groupCapacity = threadgroupCount
        threadgroupMarks = marks
        threadgroupGranules = granules
        self.kernel = kernel
        self.memory = memory
        self.slot = slot
        self.warpCapacity = warpCapacity
        self.segmentCount = segmentCount
        self.threadgroupCapacity = threadgroupCapacity
        self.privateCapacity = privateCapacity
        rowCount = kernel.registerBytes / RegisterAllocation.rowBytes + 2
        clock = .allocate(capacity: 1)
        clock.initialize(to: WatchClock())
        lanes = .allocate(capacity: rowCount * warpCapacity)
        lanes.initialize(repeating: 0, count: rowCount * warpCapacity)
        origins = .allocate(capacity: rowCount * warpCapacity)
        origins.initialize(repeating: 0, count: rowCount * warpCapacity)
        bits = .allocate(byteCount: kernel.registerBytes * warpCapacity, alignment: 128)
        bits.initializeMemory(as: UInt8.self, repeating: 0, count: kernel.registerBytes * warpCapacity)
        orders = .allocate(capacity: warpCapacity)
        orders.initialize(repeating: WarpOrder(), count: warpCapacity)
        // Stamps only grow, so what an earlier threadgroup left here is older than anything.
        laneFences = .allocate(capacity: 1024 * warpCapacity)
        laneFences.initialize(repeating: 0, count: 1024 * warpCapacity)
        warnings = .allocate(capacity: WarpWatch.warningCapacity)
        warnings.initialize(repeating: 0, count: WarpWatch.warningCapacity)
        outputNotes = .allocate(capacity: WarpWatch.outputNoteCapacity)
        outputNoteCount = .allocate(capacity: 1)
        outputNoteCount.initialize(to: 0)
        threadgroupUndefined = .allocate(capacity: threadgroupCapacity + 16)
        threadgroupUndefined.initialize(repeating: 0xFF, count: threadgroupCapacity + 16)
        privateUndefined = .allocate(capacity: privateCapacity + 16)
        privateUndefined.initialize(repeating: 0xFF, count: privateCapacity + 16)
        shadows = .allocate(capacity: segmentCount)
        isOutput = .allocate(capacity: segmentCount)
        memory.now &+= 1
        now = memory.now
        for segment in 0..<segmentCount {
            var shadow = memory.shadow(ofSegment: segment, shift: kernel.granuleShift, slot: slot)
            shadow.floor = UInt64(now) << 32
            (shadows + segment).initialize(to: shadow)
            (isOutput + segment).initialize(to: memory.isOutput(segment: segment))
        }
        if let base = marks.bytes.baseAddress?.assumingMemoryBound(to: UInt64.self) {
            shadows[SegmentAddress.threadgroupSegment].writes = base
            shadows[SegmentAddress.threadgroupSegment].reads = base + granules
            shadows[SegmentAddress.threadgroupSegment].others = base + 2 * granules
        }
        shadows[SegmentAddress.threadgroupSegment].undefined = threadgroupUndefined
        markUndefinedConstants()
    }

    deinit {
        lanes.deallocate()
        clock.deallocate()
        origins.deallocate()
        bits.deallocate()
        orders.deallocate()
        warnings.deallocate()
        laneFences.deallocate()
        outputNotes.deallocate()
        outputNoteCount.deallocate()
        threadgroupUndefined.deallocate()
        privateUndefined.deallocate()
        shadows.deallocate()
        isOutput.deallocate()
        groups.deallocate()
        threadgroupMarks.deallocate()
    }

    /// What the engine needs for one warp.
    func warp(_ number: Int, operations: UnsafePointer<ks_op>) -> WarpWatch {
        WarpWatch(
            lanes: lanes + number * rowCount, bits: bits + number * kernel.registerBytes,
            origins: origins + number * rowCount, shadows: shadows, order: orders + number, clock: clock,
            groups: groupEntries, operations: operations, warnings: warnings, laneFences: laneFences + number * 1024,
            outputNotes: outputNotes,
            outputNoteCount: outputNoteCount, isOutput: isOutput)
    }

    /// Start and release of each threadgroup that has started.
    var groupEntries: UnsafeMutablePointer<UInt64> {
        // Eight bytes at least, so there is an address.
        groups.bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt64.self) } ?? origins
    }

    /// A threadgroup starts: its memory is undefined, and nothing that another did is ordered with it.
    func begin(threadgroup index: Int, warpCount: Int, privateBytes: Int) {
        if slot == 0 { now = memory.now }
        now &+= 1
        clock.pointee.now = now
        clock.pointee.groupStart = now
        clock.pointee.deviceBarrier = now
        clock.pointee.executionBarrier = now
        clock.pointee.isFenced = false
        clock.pointee.hasAcquired = false
        if clock.pointee.groupCount > groupCapacity { forgetGroups() }
        groupEntries[clock.pointee.groupCount] = UInt64(now) << 32
        clock.pointee.groupCount += 1
        started.append(Int32(truncatingIfNeeded: index))
        for segment in 0..<segmentCount { shadows[segment].own = UInt64(now) << 32 }
        shadows[SegmentAddress.threadgroupSegment].floor = UInt64(now) << 32
        for warp in 0..<warpCount {
            orders[warp] = WarpOrder(mark: UInt64(now) << 32 | UInt64(warp) << 27)
        }
        threadgroupUndefined.update(repeating: 0xFF, count: threadgroupCapacity)
        if privateBytes > 0 { privateUndefined.update(repeating: 0xFF, count: privateBytes) }
    }

    /// Starts over where a caller runs threadgroups again and again: what the earlier ones did is ordered before.
    private func forgetGroups() {
        clock.pointee.groupCount = 0
        started = []
        for segment in 0..<segmentCount { shadows[segment].floor = UInt64(clock.pointee.now) << 32 }
    }

    /// The threadgroup is done; the stamps that it used are not given again.
    func end() {
        now = clock.pointee.now
        // What several threads share is left alone until all of them are done.
        if slot == 0 { memory.now = now }
    }

    /// Whether nothing was found, neither a warning nor an undefined value on its way to an output.
    var isClean: Bool {
        clock.pointee.warningCount == 0 && outputNoteCount.pointee == 0 && splitBarriers.isEmpty
            && missedBarriers.isEmpty
    }

    /// Keeps that a warp ended without coming to the barrier on a line.
    func noteMissedBarrier(atLine line: Int) { missedBarriers.insert(line) }

    /// Whether a warp has accessed threadgroup memory since the last barrier.
    func hasTouchedThreadgroupMemory(warp: Int) -> Bool {
        let shadow = shadows[SegmentAddress.threadgroupSegment]
        guard let writes = shadow.writes else { return false }
        // Writes, reads and other reads stand one after the other.
        let floor = UInt64(clock.pointee.executionBarrier) << 32
        return (0..<(3 * threadgroupGranules)).contains { index in
            writes[index] >= floor && Int(writes[index] >> 27 & 0x1F) == warp
        }
    }

    /// Keeps that warps met from two lines.
    func noteBarriers(atLines lines: [Int]) { splitBarriers.insert(lines) }

    /// Whether races are looked for wherever `other` looks for them.
    func covers(_ other: LaunchWatch) -> Bool {
        (0..<min(segmentCount, other.segmentCount)).allSatisfy {
            shadows[$0].writes != nil || other.shadows[$0].writes == nil
        }
    }

    /// Every warp has come to a barrier.
    func passBarrier(_ flags: BarrierFlags, warpCount: Int) {
        clock.pointee.now &+= 1
        let now = clock.pointee.now
        clock.pointee.executionBarrier = now
        if flags.contains(.device) { clock.pointee.deviceBarrier = now }
        if flags.contains(.threadgroup) { shadows[SegmentAddress.threadgroupSegment].floor = UInt64(now) << 32 }
        for warp in 0..<warpCount { orders[warp].mark = UInt64(now) << 32 | (orders[warp].mark & 0xFFFF_FFFF) }
    }

    /// Hands what was found beside faults to the watch of the memory.
    func settle(_ describe: (OutputNote) -> MachineFault) {
        for index in 0..<clock.pointee.warningCount {
            let note = WarpNote(word: warnings[index])
            let line = Int(kernel.lines[note.position])
            switch note.kind {
            case .sameValueStores: memory.warn(Int(kernel.lines[Int(note.details)]), line)
            case .partialBarrier: memory.tell(.partialBarrier(line: line))
            case .unfencedBarrier:
                let lines = [Int(kernel.lines[Int(note.details)]), line]
                memory.tell(.unfencedBarrier(lines: lines.sorted()))
            case .textureRead: memory.tell(.textureOutside(line: line, isWrite: false))
            case .textureWrite: memory.tell(.textureOutside(line: line, isWrite: true))
            case .absentLanes: memory.tell(.absentLanes(line: line, lanes: note.details))
            }
        }
        for index in 0..<outputNoteCount.pointee { memory.note(outputNotes[index], describe(outputNotes[index])) }
        memory.noteBarriers(splitBarriers)
        for line in missedBarriers { memory.tell(.missedBarrier(line: line)) }
        clock.pointee.warningCount = 0
        outputNoteCount.pointee = 0
    }

    /// Registers that hold an undefined constant keep it from the start of a warp to its end.
    private func markUndefinedConstants() {
        for warp in 0..<warpCapacity {
            for row in kernel.undefinedRows {
                let index = warp * rowCount + Int(row >> 7)
                lanes[index] = .max
                origins[index] = UndefinedOrigin.constant
                let bytes = bits + warp * kernel.registerBytes + Int(row)
                let isWide = kernel.constants.contains { $0.row == row && $0.wide }
                bytes.initializeMemory(as: UInt8.self, repeating: 0xFF, count: isWide ? 256 : 128)
            }
        }
    }
}
