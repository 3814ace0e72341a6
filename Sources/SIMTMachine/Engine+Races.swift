import CLanes

extension Engine {
    /// Looks lane by lane at what an access may race with.
    ///
    /// Two accesses of different threads to the same bytes race when at least one is a store, not both are atomic, and
    /// nothing orders them. Within a threadgroup, barriers order the memories that their flags name; between lanes of one
    /// simdgroup, simdgroup barriers (`__syncwarp`) do so, and neither lockstep nor shuffles and votes do: CUDA promises
    /// neither since Volta, and Metal never did. Only what a lane has read before an exchange is over when another lane that
    /// took part stores after it. Between threadgroups, what one released by a fence and an atomic is
    /// ordered before what another does after an atomic of its own.
    ///
    /// - Parameters:
    ///   - registers: The warp's registers before a store; nil for a load.
    /// - Returns: False after recording a race; true where all is ordered, or where a store repeats what is there.
    @inline(never)
    func examineRaces(
        _ access: ks_access, _ addresses: UnsafePointer<UInt64>, _ mask: UInt32, _ position: Int32, isStore: Bool,
        _ registers: UnsafeMutableRawPointer?, _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        var rest = mask
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            for index in 0..<Int(access.component_count) {
                let component = components[Int(access.first_component) + index]
                let matches: Bool
                if let registers {
                    matches = holds(component, addresses[lane], lane, registers)
                } else {
                    matches = false
                }
                if !examine(
                    addresses[lane] &+ UInt64(component.offset), Int(component.byte_count), lane, position,
                    isStore: isStore, repeatsValue: matches, watch, &failure)
                {
                    return false
                }
            }
        }
        return true
    }

    /// Looks at the notes of the bytes from `address` on.
    func examine(
        _ address: UInt64, _ byteCount: Int, _ lane: Int, _ position: Int32, isStore: Bool, repeatsValue: Bool,
        _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        let segment = SegmentAddress.segment(of: address)
        let shadow = watch.shadows[segment]
        guard let writes = shadow.writes, let reads = shadow.reads, let others = shadow.others else { return true }
        let mine = watch.mark(position) + UInt64(lane) << 22
        let offset = SegmentAddress.offset(of: address)
        for granule in (offset >> Int(shadow.shift))..<((offset + byteCount) >> Int(shadow.shift)) {
            if isUnordered(writes[granule], mine, segment, shadow, watch) {
                if isBorne(writes[granule], segment, position, watch) { continue }
                if isStore, repeatsValue {
                    warn(writes[granule], position, watch)
                } else {
                    return refuseRace(writes[granule], address, lane, position, isStore, true, &failure)
                }
            }
            guard isStore else { continue }
            for noted in [reads[granule], others[granule]]
            where isUnordered(noted, mine, segment, shadow, watch) && !isExchanged(noted, mine, shadow, watch) {
                if isBorne(noted, segment, position, watch) { continue }
                return refuseRace(noted, address, lane, position, isStore, false, &failure)
            }
        }
        return true
    }

    /// Whether a race in threadgroup memory stands across a barrier that does not order it: Apple's GPUs bear that, and MLX
    /// relies on it, so it is told beside the verdict.
    private func isBorne(_ noted: UInt64, _ segment: Int, _ position: Int32, _ watch: WarpWatch) -> Bool {
        guard countsGroups, segment == SegmentAddress.threadgroupSegment,
            UInt32(truncatingIfNeeded: noted >> 32) < watch.clock.pointee.executionBarrier
        else { return false }
        watch.tell(WarpNote(.unfencedBarrier, position, details: UInt32(noted & (1 << 22 - 1))))
        return true
    }

    /// Looks for two lanes of one store that write different values to the same bytes.
    @inline(never)
    func examineOverlap(
        _ access: ks_access, _ addresses: UnsafePointer<UInt64>, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ position: Int32, _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        for lane in 0..<32 where mask >> UInt32(lane) & 1 == 1 {
            for other in 0..<lane where mask >> UInt32(other) & 1 == 1 {
                let distance = Int64(bitPattern: addresses[lane] &- addresses[other])
                guard distance.magnitude < UInt64(access.byte_count) else { continue }
                var isSame = distance == 0
                for index in 0..<Int(access.component_count) where isSame {
                    let component = components[Int(access.first_component) + index]
                    isSame =
                        value(of: component, lane, registers) == value(of: component, other, registers)
                }
                let noted = watch.mark(position) + UInt64(other) << 22
                if isSame {
                    warn(noted, position, watch)
                } else {
                    return refuseRace(noted, addresses[lane], lane, position, true, true, &failure)
                }
            }
        }
        return true
    }

    /// A lane's value of a component, as far as memory holds it.
    private func value(of component: ks_component, _ lane: Int, _ registers: UnsafeMutableRawPointer) -> UInt64 {
        let row = registers + Int(component.row)
        switch component.byte_count {
        case 8: return row.load(fromByteOffset: lane * 8, as: UInt64.self)
        case 4: return UInt64(row.load(fromByteOffset: lane * 4, as: UInt32.self))
        case 2: return UInt64(row.load(fromByteOffset: lane * 4, as: UInt32.self) & 0xFFFF)
        default: return UInt64(row.load(fromByteOffset: lane * 4, as: UInt32.self) & 0xFF)
        }
    }

    /// Whether memory holds already what a lane is about to store.
    private func holds(
        _ component: ks_component, _ address: UInt64, _ lane: Int, _ registers: UnsafeMutableRawPointer
    ) -> Bool {
        guard let base = segments[SegmentAddress.segment(of: address)].base else { return false }
        let place = UnsafeRawPointer(base + SegmentAddress.offset(of: address) + Int(component.offset))
        let stored: UInt64
        switch component.byte_count {
        case 8: stored = place.loadUnaligned(as: UInt64.self)
        case 4: stored = UInt64(place.loadUnaligned(as: UInt32.self))
        case 2: stored = UInt64(place.loadUnaligned(as: UInt16.self))
        default: stored = UInt64(place.load(as: UInt8.self))
        }
        return stored == value(of: component, lane, registers)
    }

    /// Whether a noted access and one of `mine` now have nothing that orders them.
    private func isUnordered(
        _ noted: UInt64, _ mine: UInt64, _ segment: Int, _ shadow: ks_shadow, _ watch: WarpWatch
    ) -> Bool {
        guard noted >= shadow.floor else { return false }
        let stamp = UInt32(truncatingIfNeeded: noted >> 32)
        let isThreadgroup = segment == SegmentAddress.threadgroupSegment
        let clock = watch.clock.pointee
        if noted >= shadow.own {
            let thread = Int(noted >> 22 & 0x3FF)
            let own = Int(mine >> 22 & 0x3FF)
            if thread == own { return false }
            if !isThreadgroup, stamp < clock.deviceBarrier { return false }
            if thread >> 5 == own >> 5 {
                let order = watch.order.pointee
                if stamp < (isThreadgroup ? order.threadgroupFence : order.deviceFence) { return false }
                if stamp < watch.laneFences[(own & 31) * 32 + (thread & 31)] { return false }
            }
        }
        if isAtomic(Int32(noted & (1 << 22 - 1))), isAtomic(Int32(mine & (1 << 22 - 1))) { return false }
        if clock.hasAcquired, stamp <= released(by: stamp, watch) { return false }
        return true
    }

    /// Whether a noted read and a store of `mine` now belong to lanes that exchanged values in between.
    private func isExchanged(_ noted: UInt64, _ mine: UInt64, _ shadow: ks_shadow, _ watch: WarpWatch) -> Bool {
        let order = watch.order.pointee
        guard noted >= shadow.own, noted >> 27 & 0x1F == mine >> 27 & 0x1F else { return false }
        let lanes: UInt32 = 1 << UInt32(noted >> 22 & 0x1F) | 1 << UInt32(mine >> 22 & 0x1F)
        return UInt32(truncatingIfNeeded: noted >> 32) < order.exchange && order.exchanged & lanes == lanes
    }

    /// Whether an instruction's access is atomic.
    func isAtomic(_ position: Int32) -> Bool {
        let instruction = instructions[Int(position)]
        switch instruction.opcode {
        case .atomic: return true
        case .load, .store: return instruction.second == FlatInstruction.atomicAccess
        default: return false
        }
    }

    /// The stamp up to which the threadgroup that was running at `stamp` has released what it did; 0 for nothing.
    private func released(by stamp: UInt32, _ watch: WarpWatch) -> UInt32 {
        let index = WarpWatch.group(at: stamp, watch.groups, watch.clock.pointee.groupCount)
        return UInt32(truncatingIfNeeded: watch.groups[index])
    }

    /// Keeps a same-value race for the verdict's warnings.
    private func warn(_ noted: UInt64, _ position: Int32, _ watch: WarpWatch) {
        watch.tell(WarpNote(.sameValueStores, position, details: UInt32(noted & (1 << 22 - 1))))
    }

    /// Records a race; false, as the answer of a failed step.
    private func refuseRace(
        _ noted: UInt64, _ address: UInt64, _ lane: Int, _ position: Int32, _ isStore: Bool, _ otherIsStore: Bool,
        _ failure: inout Failure
    ) -> Bool {
        failure.kind = .race
        failure.pointer = address
        failure.lane = Int32(lane)
        failure.instruction = position
        failure.isStore = isStore
        failure.otherIsStore = otherIsStore
        failure.origin = noted
        return false
    }
}
