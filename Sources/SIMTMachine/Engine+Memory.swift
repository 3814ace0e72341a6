import CLanes

extension Engine {
    /// Executes a load or store that the quick way refused: into private memory, into several memories, or faulty.
    ///
    /// - Returns: False after recording a failure.
    @inline(never)
    func access(
        _ operation: UnsafePointer<ks_access>, _ addresses: UnsafePointer<UInt64>,
        _ registers: UnsafeMutableRawPointer, _ mask: UInt32, isStore: Bool, _ position: Int32,
        _ sink: inout TraceSink, _ failure: inout Failure
    ) -> Bool {
        if movePrivate(operation, addresses, registers, mask, isStore: isStore, position) {
            if tracing { trace(operation.pointee, addresses, mask, &sink, isStore: isStore) }
            return true
        }
        // One pass for each memory that lanes point into, in order of the lowest lane.
        var remaining = mask
        while remaining != 0 {
            let segment = SegmentAddress.segment(of: addresses[remaining.trailingZeroBitCount])
            var subset: UInt32 = 0
            for lane in 0..<32 where remaining >> UInt32(lane) & 1 == 1 {
                if SegmentAddress.segment(of: addresses[lane]) == segment { subset |= 1 << UInt32(lane) }
            }
            guard check(operation.pointee, addresses, subset, segment, isStore: isStore, &failure) != nil else {
                return false
            }
            // One access record per instruction: the timing model counts the first memory only.
            if tracing, remaining == mask {
                trace(operation.pointee, addresses, subset, &sink, isStore: isStore)
            }
            remaining &= ~subset
            if movePrivate(operation, addresses, registers, subset, isStore: isStore, position) { continue }
            if let tracks {
                let touch = isStore ? KS_TOUCH_WRITTEN : KS_TOUCH_READ
                ks_track_access(tracks, UInt32(segmentCount), operation, addresses, subset, touch.rawValue)
            }
            guard let watch else {
                move(operation, addresses, registers, subset, isStore: isStore)
                continue
            }
            if isStore,
                !watchStore(before: operation, addresses, registers, subset, position, watch, &failure)
            {
                return false
            }
            let pattern = move(operation, addresses, registers, subset, isStore: isStore)
            let isOrdered =
                isStore
                ? watchStore(after: operation, addresses, registers, subset, pattern, position, watch, &failure)
                : watchLoad(operation, addresses, subset, pattern, position, watch, &failure)
            if !isOrdered { return false }
        }
        return true
    }

    /// Moves values of lanes that point into one segment other than private memory, as `check` has made sure.
    @discardableResult
    private func move(
        _ operation: UnsafePointer<ks_access>, _ addresses: UnsafePointer<UInt64>,
        _ registers: UnsafeMutableRawPointer, _ mask: UInt32, isStore: Bool
    ) -> Int32 {
        isStore
            ? ks_store(operation, components, registers, addresses, mask, storable, UInt32(segmentCount))
            : ks_load(operation, components, registers, addresses, mask, loadable, UInt32(segmentCount))
    }

    /// Moves values between registers and the lanes' own private memory; false where not all of them point there.
    private func movePrivate(
        _ operation: UnsafePointer<ks_access>, _ addresses: UnsafePointer<UInt64>,
        _ registers: UnsafeMutableRawPointer, _ mask: UInt32, isStore: Bool, _ position: Int32
    ) -> Bool {
        let outcome = ks_private_access(
            privateMemory, operation, components, registers, addresses, mask, isStore ? 1 : 0)
        if outcome == KS_PRIVATE_REFUSED.rawValue { return false }
        guard let watch else { return true }
        let first = components + Int(operation.pointee.first_component)
        let count = Int(operation.pointee.component_count)
        if isStore {
            var undefined: UInt32 = 0
            for index in 0..<count { undefined |= watch.lanes[Int(first[index].row >> 7)] }
            if undefined & mask != 0 { scatterUndefined(operation.pointee, addresses, mask, position, watch) }
        } else if outcome == KS_PRIVATE_UNDEFINED.rawValue {
            gatherUndefined(operation.pointee, addresses, mask, position, watch)
        } else {
            for index in 0..<count { watch.define(first[index].row, mask) }
        }
        return true
    }

    /// Checks an access and returns where the segment's bytes lie; nil after recording a failure.
    @inline(__always)
    func check(
        _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ segmentNumber: Int,
        isStore: Bool, _ failure: inout Failure
    ) -> UnsafeMutablePointer<UInt8>? {
        guard segmentNumber < segmentCount, let base = segments[segmentNumber].base else {
            return refuse(.null, operation, addresses, mask, isStore, &failure)
        }
        let segment = segments[segmentNumber]
        let low = SegmentAddress.pointer(segment: segmentNumber, offset: 0)
        // With a segment smaller than the access, `last` lies below `low` and every lane is out of bounds.
        let last = low &+ UInt64(bitPattern: Int64(segment.byteCount - Int(operation.byte_count)))
        let outside = ks_out_of_bounds(addresses, mask, low, last)
        if outside != 0 { return refuse(.outOfBounds, operation, addresses, outside, isStore, &failure) }
        if isStore, !segment.isWritable { return refuse(.readOnly, operation, addresses, mask, isStore, &failure) }
        if operation.alignment_mask != 0 {
            let odd = ks_misaligned(addresses, mask, operation.alignment_mask)
            if odd != 0 { return refuse(.misaligned, operation, addresses, odd, isStore, &failure) }
        }
        return base
    }

    /// Records a failed access of the lowest lane in `lanes`.
    @inline(never)
    private func refuse(
        _ kind: FailureKind, _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ lanes: UInt32,
        _ isStore: Bool, _ failure: inout Failure
    ) -> UnsafeMutablePointer<UInt8>? {
        failure.kind = kind
        failure.lane = Int32(lanes.trailingZeroBitCount)
        failure.pointer = addresses[lanes.trailingZeroBitCount]
        // Alignments up to 2^32 can be asked for.
        failure.byteCount = Int32(
            clamping: kind == .misaligned ? Int64(operation.alignment_mask) + 1 : Int64(operation.byte_count))
        failure.isStore = isStore
        return nil
    }

    /// Appends the access record, with its sectors where the first lane's memory has flat addresses.
    ///
    /// - Parameter isStore: Whether it is a store; atomics say what their lanes share.
    /// - Parameter pattern: What `ks_load` or `ks_store` found out about the addresses; runs and broadcasts, the usual
    ///   cases, need no second look.
    /// - Parameter multiplicity: Lanes of an atomic that share an address; nil for loads and stores.
    @inline(never)
    func trace(
        _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ sink: inout TraceSink,
        isStore: Bool, pattern: UInt32 = 0, multiplicity: UInt8? = nil
    ) {
        let origin = addresses[mask.trailingZeroBitCount]
        let segmentNumber = SegmentAddress.segment(of: origin)
        let flatBase = segments[segmentNumber].flatBase
        let low = SegmentAddress.pointer(segment: segmentNumber, offset: 0)
        let size = UInt32(min(64, max(1, operation.byte_count)))
        let isRun = pattern == KS_PATTERN_RUN.rawValue
        let isRegular = isRun || pattern == KS_PATTERN_SAME.rawValue
        var sectorCount = 0
        if flatBase != 0 {
            let room = sink.sectors.room(for: Int(KS_SECTORS_CAPACITY))
            if isRegular, size == operation.byte_count {
                let start = origin &- low &+ flatBase
                let first = start >> 5
                sectorCount = Int((start &+ UInt64(isRun ? size * 32 : size) &- 1) >> 5 &- first) + 1
                for index in 0..<sectorCount { room[index] = UInt32(truncatingIfNeeded: first) &+ UInt32(index) }
            } else {
                sectorCount = Int(ks_sectors(addresses, mask, size, flatBase &- low, room))
            }
            sink.sectors.commit(sectorCount)
        }
        // Atomics are never joined.
        let isThreadgroup = segmentNumber == SegmentAddress.threadgroupSegment && multiplicity == nil
        let joins = isThreadgroup && !isStore
        let passes: Int32
        var groups: Int32
        var saved: Int32 = 0
        if isRegular, origin & 3 == 0, size == 4 || size == 8 || size == 16 {
            // Neighbouring words lie in different banks and equal ones are read once: one pass for each 128 bytes' lanes.
            groups = Int32(size / 4)
            if joins, !isRun, groups > 1 {
                groups /= 2
                saved = groups
            }
            passes = groups
        } else {
            groups = 0
            passes = ks_bank_wavefronts(addresses, mask, size, joins ? 1 : 0, &groups, &saved)
        }
        // What the module keeps may be constants, of which caches serve one address at a time.
        let isModule = segmentNumber == SegmentAddress.moduleSegment
        let different = isModule && pattern != KS_PATTERN_SAME.rawValue ? distinct(addresses, mask) : 1
        let count =
            multiplicity ?? (isThreadgroup ? AccessRecord.packed(groups: groups, saved: saved) : different)
        sink.accesses.append(
            AccessRecord(
                sectorCount: UInt16(sectorCount), wavefronts: UInt8(clamping: passes), multiplicity: count,
                activeLanes: UInt8(mask.nonzeroBitCount)))
    }

    /// How many different addresses the lanes have.
    private func distinct(_ addresses: UnsafePointer<UInt64>, _ mask: UInt32) -> UInt8 {
        var (rest, count) = (mask, UInt8(0))
        while rest != 0 {
            let address = addresses[rest.trailingZeroBitCount]
            count += 1
            for lane in 0..<32 where addresses[lane] == address { rest &= ~(1 << UInt32(lane)) }
        }
        return count
    }
}
