import CLanes

extension Engine {
    /// Notes a load that has been executed.
    ///
    /// - Returns: False after recording a race.
    @inline(__always)
    func watchLoad(
        _ access: UnsafePointer<ks_access>, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ pattern: Int32,
        _ position: Int32, _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        let found = ks_watch_load(
            watch.shadows, access, components, addresses, mask, pattern, watch.mark(position))
        if found & KS_WATCH_RACE.rawValue != 0,
            !examineRaces(access.pointee, addresses, mask, position, isStore: false, nil, watch, &failure)
        {
            return false
        }
        let first = components + Int(access.pointee.first_component)
        if found & KS_WATCH_UNDEFINED.rawValue == 0 {
            for index in 0..<Int(access.pointee.component_count) { watch.define(first[index].row, mask) }
        } else {
            gatherUndefined(access.pointee, addresses, mask, position, watch)
        }
        return true
    }

    /// Looks at a store before it is executed: its address, and what it may race with.
    ///
    /// - Returns: False after recording a failure.
    @inline(__always)
    func watchStore(
        before access: UnsafePointer<ks_access>, _ addresses: UnsafePointer<UInt64>,
        _ registers: UnsafeMutableRawPointer, _ mask: UInt32, _ position: Int32, _ watch: WarpWatch,
        _ failure: inout Failure
    ) -> Bool {
        let found = ks_watch_examine(
            watch.shadows, access, components, addresses, mask, storable, UInt32(segmentCount), watch.mark(position))
        if found == 0 { return true }
        return examineRaces(access.pointee, addresses, mask, position, isStore: true, registers, watch, &failure)
    }

    /// Notes a store that has been executed.
    ///
    /// - Returns: False after recording a race between its own lanes.
    @inline(__always)
    func watchStore(
        after access: UnsafePointer<ks_access>, _ addresses: UnsafePointer<UInt64>,
        _ registers: UnsafeMutableRawPointer, _ mask: UInt32, _ pattern: Int32, _ position: Int32,
        _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        let found = ks_watch_store(
            watch.shadows, access, components, addresses, mask, pattern, watch.mark(position))
        if found & KS_WATCH_OVERLAP.rawValue != 0,
            !examineOverlap(access.pointee, addresses, registers, mask, position, watch, &failure)
        {
            return false
        }
        let first = components + Int(access.pointee.first_component)
        var undefined: UInt32 = 0
        for index in 0..<Int(access.pointee.component_count) { undefined |= watch.lanes[Int(first[index].row >> 7)] }
        if undefined & mask != 0 { scatterUndefined(access.pointee, addresses, mask, position, watch) }
        return true
    }

    /// Records the use of an undefined row where it decides something.
    ///
    /// - Returns: Always false, the answer of a failed step.
    @inline(never)
    func refuseUndefined(
        _ row: Int32, _ use: MachineFault.Use, _ position: Int32, _ mask: UInt32, _ watch: WarpWatch,
        _ failure: inout Failure
    ) -> Bool {
        failure.kind = .undefined(use)
        failure.lane = Int32((watch.lanes[Int(row >> 7)] & mask).trailingZeroBitCount)
        failure.instruction = position
        failure.origin = watch.origins[Int(row >> 7)]
        return false
    }

    /// Whether a branch on an undefined row is a mistake by itself.
    ///
    /// Not where the value comes from threadgroup memory or from an absent lane: code for whole SIMD groups computes with
    /// what lanes beyond the last one hold, a maximum branches, and nobody uses what comes out.
    @inline(never)
    func decides(_ row: Int32, _ watch: WarpWatch) -> Bool {
        let origin = UndefinedOrigin(word: watch.origins[Int(row >> 7)])
        if watch.origins[Int(row >> 7)] == UndefinedOrigin.constant { return true }
        return origin.segment != SegmentAddress.threadgroupSegment
            && instructions[Int(origin.instruction)].opcode != .warp
    }

    /// Where the undefined bits of a lane's byte of a segment are kept; nil where every byte of it is defined.
    private func shadow(_ address: UInt64, _ lane: Int, _ watch: WarpWatch) -> UnsafeMutablePointer<UInt8>? {
        let segment = SegmentAddress.segment(of: address)
        let offset = SegmentAddress.offset(of: address)
        if segment == SegmentAddress.privateSegment {
            return privateMemory.pointee.undefined.map { $0 + lane * Int(privateMemory.pointee.stride) + offset }
        }
        return watch.shadows[segment].undefined.map { $0 + offset }
    }

    /// Copies the undefined bits of what was loaded to the shadows of its registers.
    @inline(never)
    func gatherUndefined(
        _ access: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ position: Int32,
        _ watch: WarpWatch
    ) {
        for index in 0..<Int(access.component_count) {
            let component = components[Int(access.first_component) + index]
            var found: UInt32 = 0
            var segment = 0
            var rest = mask
            while rest != 0 {
                let lane = rest.trailingZeroBitCount
                rest &= rest - 1
                guard let bytes = shadow(addresses[lane], lane, watch) else { continue }
                var bits: UInt64 = 0
                for byte in (0..<Int(component.byte_count)).reversed() {
                    bits = bits << 8 | UInt64(bytes[Int(component.offset) + byte])
                }
                if bits == 0 { continue }
                found |= 1 << UInt32(lane)
                segment = SegmentAddress.segment(of: addresses[lane])
                if component.byte_count == 8 {
                    (watch.bits + Int(component.row)).storeBytes(of: bits, toByteOffset: lane * 8, as: UInt64.self)
                } else {
                    (watch.bits + Int(component.row)).storeBytes(
                        of: UInt32(truncatingIfNeeded: bits), toByteOffset: lane * 4, as: UInt32.self)
                }
            }
            let row = Int(component.row >> 7)
            watch.lanes[row] = (watch.lanes[row] & ~mask) | found
            if found != 0 {
                watch.origins[row] = UndefinedOrigin(instruction: position, segment: segment).word
            }
        }
    }

    /// Copies the undefined bits of what was stored to memory's shadow, and notes those that reach an output.
    @inline(never)
    func scatterUndefined(
        _ access: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ position: Int32,
        _ watch: WarpWatch
    ) {
        for index in 0..<Int(access.component_count) {
            let component = components[Int(access.first_component) + index]
            var rest = watch.lanes[Int(component.row >> 7)] & mask
            while rest != 0 {
                let lane = rest.trailingZeroBitCount
                rest &= rest - 1
                guard let bytes = shadow(addresses[lane], lane, watch) else { continue }
                var bits =
                    component.byte_count == 8
                    ? (watch.bits + Int(component.row)).load(fromByteOffset: lane * 8, as: UInt64.self)
                    : UInt64((watch.bits + Int(component.row)).load(fromByteOffset: lane * 4, as: UInt32.self))
                for byte in 0..<Int(component.byte_count) {
                    bytes[Int(component.offset) + byte] = UInt8(truncatingIfNeeded: bits)
                    bits >>= 8
                }
                let segment = SegmentAddress.segment(of: addresses[lane])
                guard watch.isOutput[segment], watch.outputNoteCount.pointee < WarpWatch.outputNoteCapacity else {
                    continue
                }
                let origin = watch.origins[Int(component.row >> 7)]
                watch.outputNotes[watch.outputNoteCount.pointee] = OutputNote(
                    segment: segment, offset: SegmentAddress.offset(of: addresses[lane]) + Int(component.offset),
                    byteCount: Int(component.byte_count), mark: watch.mark(position) + UInt64(lane) << 22,
                    origin: origin == UndefinedOrigin.constant
                        ? UndefinedOrigin(instruction: position, segment: 0).word : origin)
                watch.outputNoteCount.pointee += 1
            }
        }
    }
}
