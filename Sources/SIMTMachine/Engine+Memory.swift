import CLanes

extension Engine {
    /// Executes a load or store that the quick way refused: into private memory, into several memories, or faulty.
    ///
    /// - Returns: False after recording a failure.
    @inline(never)
    func access(
        _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ registers: UnsafeMutableRawPointer,
        _ mask: UInt32, isStore: Bool, _ sink: inout TraceSink, _ failure: inout Failure
    ) -> Bool {
        // One pass for each memory that lanes point into, in order of the lowest lane.
        var remaining = mask
        while remaining != 0 {
            let segment = SegmentAddress.segment(of: addresses[remaining.trailingZeroBitCount])
            var subset: UInt32 = 0
            for lane in 0..<32 where remaining >> UInt32(lane) & 1 == 1 {
                if SegmentAddress.segment(of: addresses[lane]) == segment { subset |= 1 << UInt32(lane) }
            }
            // One access record per instruction: the timing model counts the first memory only.
            let recorded = remaining == mask
            if !access(
                operation, addresses, subset, segment, registers, isStore: isStore, record: recorded, &sink, &failure)
            {
                return false
            }
            remaining &= ~subset
        }
        return true
    }

    /// Executes a load or store of lanes that all point into one segment.
    private func access(
        _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ segmentNumber: Int,
        _ registers: UnsafeMutableRawPointer, isStore: Bool, record: Bool, _ sink: inout TraceSink,
        _ failure: inout Failure
    ) -> Bool {
        guard
            let base = check(operation, addresses, mask, segmentNumber, isStore: isStore, &failure)
        else { return false }
        let low = SegmentAddress.pointer(segment: segmentNumber, offset: 0)
        if tracing, record { trace(operation, addresses, mask, &sink) }
        if segmentNumber == SegmentAddress.privateSegment {
            movePrivate(operation, addresses, mask, low, registers, isStore: isStore)
            return true
        }
        let first = components + Int(operation.first_component)
        for index in 0..<Int(operation.component_count) {
            let component = first[index]
            let row = registers + Int(component.row)
            let place = base + Int(component.offset)
            switch (component.byte_count, isStore) {
            case (4, false): ks_gather_32(row.assumingMemoryBound(to: UInt32.self), place, addresses, low, mask)
            case (4, true): ks_scatter_32(row.assumingMemoryBound(to: UInt32.self), place, addresses, low, mask)
            case (8, false): ks_gather_64(row.assumingMemoryBound(to: UInt64.self), place, addresses, low, mask)
            case (8, true): ks_scatter_64(row.assumingMemoryBound(to: UInt64.self), place, addresses, low, mask)
            case (2, false): ks_gather_16(row.assumingMemoryBound(to: UInt32.self), place, addresses, low, mask)
            case (2, true): ks_scatter_16(row.assumingMemoryBound(to: UInt32.self), place, addresses, low, mask)
            case (_, false): ks_gather_8(row.assumingMemoryBound(to: UInt32.self), place, addresses, low, mask)
            case (_, true): ks_scatter_8(row.assumingMemoryBound(to: UInt32.self), place, addresses, low, mask)
            }
        }
        return true
    }

    /// Checks an access and returns where the segment's bytes lie; nil after recording a failure.
    @inline(__always)
    private func check(
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
        failure.byteCount = kind == .misaligned ? Int32(operation.alignment_mask) + 1 : Int32(operation.byte_count)
        failure.isStore = isStore
        return nil
    }

    /// Moves values between registers and the lanes' own private memory.
    private func movePrivate(
        _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ low: UInt64,
        _ registers: UnsafeMutableRawPointer, isStore: Bool
    ) {
        guard let privateBytes else { return }
        let first = components + Int(operation.first_component)
        var rest = mask
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            let place = UnsafeMutableRawPointer(privateBytes + lane * privateStride + Int(addresses[lane] &- low))
            for index in 0..<Int(operation.component_count) {
                let component = first[index]
                let memory = place + Int(component.offset)
                let row = registers + Int(component.row)
                switch (component.byte_count, isStore) {
                case (8, false):
                    row.storeBytes(of: memory.loadUnaligned(as: UInt64.self), toByteOffset: lane * 8, as: UInt64.self)
                case (8, true):
                    memory.storeBytes(of: row.load(fromByteOffset: lane * 8, as: UInt64.self), as: UInt64.self)
                case (4, false):
                    row.storeBytes(of: memory.loadUnaligned(as: UInt32.self), toByteOffset: lane * 4, as: UInt32.self)
                case (4, true):
                    memory.storeBytes(of: row.load(fromByteOffset: lane * 4, as: UInt32.self), as: UInt32.self)
                case (2, false):
                    row.storeBytes(
                        of: UInt32(memory.loadUnaligned(as: UInt16.self)), toByteOffset: lane * 4, as: UInt32.self)
                case (2, true):
                    memory.storeBytes(
                        of: UInt16(truncatingIfNeeded: row.load(fromByteOffset: lane * 4, as: UInt32.self)),
                        as: UInt16.self)
                case (_, false):
                    row.storeBytes(of: UInt32(memory.load(as: UInt8.self)), toByteOffset: lane * 4, as: UInt32.self)
                case (_, true):
                    memory.storeBytes(
                        of: UInt8(truncatingIfNeeded: row.load(fromByteOffset: lane * 4, as: UInt32.self)),
                        as: UInt8.self)
                }
            }
        }
    }

    /// Appends the access record, with its sectors where the first lane's memory has flat addresses.
    ///
    /// - Parameter pattern: What `ks_load` or `ks_store` found out about the addresses; runs and broadcasts, the usual
    ///   cases, need no second look.
    @inline(never)
    func trace(
        _ operation: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ sink: inout TraceSink,
        pattern: UInt32 = 0, multiplicity: UInt8 = 1
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
        let passes: Int32
        if isRegular, origin & 3 == 0, size == 4 || size == 8 || size == 16 {
            // Neighbouring words lie in different banks and equal ones are read once: one pass for each 128 bytes' lanes.
            passes = Int32(size / 4)
        } else {
            passes = ks_bank_wavefronts(addresses, mask, size)
        }
        sink.accesses.append(
            AccessRecord(
                sectorCount: UInt16(sectorCount), wavefronts: UInt8(clamping: passes), multiplicity: multiplicity,
                activeLanes: UInt8(mask.nonzeroBitCount)))
    }

    /// Executes a read-modify-write lane by lane, lowest first; false after recording a failure.
    func atomic(
        _ instruction: UnsafePointer<FlatInstruction>, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ sink: inout TraceSink, _ failure: inout Failure
    ) -> Bool {
        let code = instruction.pointee
        let operation = memory[Int(code.extra)]
        guard let kind = atomics[Int(code.extra)] else { return true }
        let addresses = UnsafePointer((registers + Int(code.first)).assumingMemoryBound(to: UInt64.self))
        let wide = operation.byte_count == 8
        var rest = mask
        var recorded = false
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            let only: UInt32 = 1 << UInt32(lane)
            let segmentNumber = SegmentAddress.segment(of: addresses[lane])
            guard let base = check(operation, addresses, only, segmentNumber, isStore: true, &failure) else {
                return false
            }
            let low = SegmentAddress.pointer(segment: segmentNumber, offset: 0)
            if tracing, !recorded {
                recorded = true
                trace(
                    operation, addresses, mask, &sink,
                    multiplicity: UInt8(clamping: ks_max_multiplicity(addresses, mask)))
            }
            var place = UnsafeMutableRawPointer(base + Int(addresses[lane] &- low))
            if segmentNumber == SegmentAddress.privateSegment, let privateBytes {
                place = UnsafeMutableRawPointer(privateBytes + lane * privateStride + Int(addresses[lane] &- low))
            }
            if wide {
                let old = place.load(as: UInt64.self)
                let operand = (registers + Int(code.second)).load(fromByteOffset: lane * 8, as: UInt64.self)
                let third = (registers + Int(code.third)).load(fromByteOffset: lane * 8, as: UInt64.self)
                place.storeBytes(of: kind.apply(old, operand, third), as: UInt64.self)
                (registers + Int(code.destination)).storeBytes(of: old, toByteOffset: lane * 8, as: UInt64.self)
            } else {
                let old = place.load(as: UInt32.self)
                let operand = (registers + Int(code.second)).load(fromByteOffset: lane * 4, as: UInt32.self)
                let third = (registers + Int(code.third)).load(fromByteOffset: lane * 4, as: UInt32.self)
                place.storeBytes(of: kind.apply(old, operand, third), as: UInt32.self)
                (registers + Int(code.destination)).storeBytes(of: old, toByteOffset: lane * 4, as: UInt32.self)
            }
        }
        return true
    }
}
