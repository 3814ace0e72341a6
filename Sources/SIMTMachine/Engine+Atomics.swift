import CLanes

extension Engine {
    /// Executes a read-modify-write lane by lane, lowest first; false after recording a failure.
    func atomic(
        _ instruction: UnsafePointer<FlatInstruction>, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ position: Int32, _ sink: inout TraceSink, _ failure: inout Failure
    ) -> Bool {
        let code = instruction.pointee
        let operation = memory[Int(code.extra)]
        guard let kind = atomics[Int(code.extra)] else { return true }
        let addresses = UnsafePointer((registers + Int(code.first)).assumingMemoryBound(to: UInt64.self))
        if let watch {
            for (row, use) in [(code.first, MachineFault.Use.address), (code.second, .atomic), (code.third, .atomic)]
            where watch.lanes[Int(row >> 7)] & mask != 0 {
                return refuseUndefined(row, use, position, mask, watch, &failure)
            }
            watch.define(code.destination, mask)
        }
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
            if tracks != nil, segmentNumber >= SegmentAddress.firstBufferSegment {
                failure.kind = .alone
                return false
            }
            let low = SegmentAddress.pointer(segment: segmentNumber, offset: 0)
            if tracing, !recorded {
                recorded = true
                trace(
                    operation, addresses, mask, &sink, isStore: true,
                    multiplicity: UInt8(
                        clamping: segmentNumber == SegmentAddress.threadgroupSegment && !kind.isFloat
                            ? Self.lanesOfOneBank(addresses, mask) : Int(ks_max_multiplicity(addresses, mask))))
            }
            let offset = Int(addresses[lane] &- low)
            var place = UnsafeMutableRawPointer(base + offset)
            if segmentNumber == SegmentAddress.privateSegment, let own = privateMemory.pointee.bytes {
                place = UnsafeMutableRawPointer(own + lane * Int(privateMemory.pointee.stride) + offset)
            }
            if let watch,
                !watchAtomic(kind, addresses[lane], code.destination, wide ? 8 : 4, lane, position, watch, &failure)
            {
                return false
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

    /// The largest number of active lanes whose first word lies in one of 32 banks of 4 bytes; lanes of one word count each.
    private static func lanesOfOneBank(_ addresses: UnsafePointer<UInt64>, _ mask: UInt32) -> Int {
        var counts = SIMD32<UInt8>()
        var rest = mask
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            counts[Int(addresses[lane] >> 2 & 31)] &+= 1
        }
        return Int(counts.max())
    }

    /// Checks and notes one lane's atomic before it is executed; false after recording a race.
    ///
    /// What an exchange puts into undefined memory is defined; any other operation leaves it as undefined as it was.
    private func watchAtomic(
        _ kind: AtomicOperation, _ address: UInt64, _ destination: Int32, _ byteCount: Int, _ lane: Int,
        _ position: Int32, _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        let segment = SegmentAddress.segment(of: address)
        guard segment != SegmentAddress.privateSegment else { return true }
        if segment >= SegmentAddress.firstBufferSegment { synchronise(watch) }
        if !examine(
            address, byteCount, lane, position, isStore: true, repeatsValue: false, watch, &failure)
        {
            return false
        }
        let shadow = watch.shadows[segment]
        let offset = SegmentAddress.offset(of: address)
        if let writes = shadow.writes {
            let mine = watch.mark(position) + UInt64(lane) << 22
            for granule in (offset >> Int(shadow.shift))..<((offset + byteCount) >> Int(shadow.shift)) {
                // A plain store of the same thread stays noted: it races with what others do atomically.
                let noted = writes[granule]
                let isOwn = noted >= shadow.floor && noted >= shadow.own && (noted ^ mine) & (0x3FF << 22) == 0
                if !isOwn || isAtomic(Int32(noted & (1 << 22 - 1))) { writes[granule] = mine }
            }
        }
        guard let bytes = shadow.undefined.map({ $0 + offset }) else { return true }
        guard (0..<byteCount).contains(where: { bytes[$0] != 0 }) else { return true }
        watch.lanes[Int(destination >> 7)] |= 1 << UInt32(lane)
        memset(watch.bits + Int(destination), 1 << UInt32(lane), isWide: byteCount == 8)
        watch.origins[Int(destination >> 7)] = UndefinedOrigin(instruction: position, segment: segment).word
        if kind == .exchange { for index in 0..<byteCount { bytes[index] = 0 } }
        return true
    }

    /// Notes that the threadgroup takes part in an order between threadgroups: it has acquired, and where it has executed
    /// a fence, it has released what it did so far.
    private func synchronise(_ watch: WarpWatch) {
        watch.clock.pointee.hasAcquired = true
        guard watch.clock.pointee.isFenced, watch.clock.pointee.groupCount > 0 else { return }
        let index = watch.clock.pointee.groupCount - 1
        let start = watch.groups[index] & ~0xFFFF_FFFF
        watch.groups[index] = start | UInt64(watch.clock.pointee.now)
        advance(watch)
    }

    /// Gives what this warp does from now on a stamp of its own.
    func advance(_ watch: WarpWatch) {
        watch.clock.pointee.now &+= 1
        let stamp = UInt64(watch.clock.pointee.now) << 32
        watch.order.pointee.mark = stamp | (watch.order.pointee.mark & 0xFFFF_FFFF)
    }

    /// Notes a barrier of lanes, a fence, or what is told beside the verdict.
    ///
    /// - Returns: False after recording a failure.
    func order(
        _ code: FlatInstruction, _ position: Int32, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ warp: WarpState, _ waiting: UnsafePointer<WaitingLanes>, _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        switch code.extra {
        case FlatInstruction.simdgroupBarrier:
            let flags = BarrierFlags(code, registers, lane: mask.trailingZeroBitCount)
            advance(watch)
            let now = watch.clock.pointee.now
            if flags.contains(.threadgroup) { watch.order.pointee.threadgroupFence = now }
            if flags.contains(.device) { watch.order.pointee.deviceFence = now }
        case FlatInstruction.warpMembers, FlatInstruction.warpBarrier:
            let named = (registers + Int(code.first)).assumingMemoryBound(to: UInt32.self)
            // Lanes that only go on to return are not waited for.
            var expected = mask | warp.parked
            for index in 0..<Int(warp.waitingCount) where leadsToMeeting[Int(waiting[index].block)] {
                expected |= waiting[index].mask
            }
            guard checkMembers(named, position, mask, expected, watch, &failure) else { return false }
            if code.extra == FlatInstruction.warpBarrier {
                orderMembers(named, mask, warp.alive, isComplete: mask == expected, watch)
            }
        case FlatInstruction.textureRead: watch.tell(WarpNote(.textureRead, position))
        case FlatInstruction.textureWrite: watch.tell(WarpNote(.textureWrite, position))
        case FlatInstruction.fence: watch.clock.pointee.isFenced = true
        default: break
        }
        return true
    }

    /// Looks at the masks that the active lanes give a warp function: each must name its own lane, and lanes that are named
    /// and expected ought to be here.
    private func checkMembers(
        _ named: UnsafePointer<UInt32>, _ position: Int32, _ mask: UInt32, _ expected: UInt32, _ watch: WarpWatch,
        _ failure: inout Failure
    ) -> Bool {
        var absent: UInt32 = 0
        var rest = mask
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            guard named[lane] >> UInt32(lane) & 1 == 1 else {
                failure.kind = .notMember
                failure.pointer = UInt64(named[lane])
                failure.lane = Int32(lane)
                failure.instruction = position
                return false
            }
            absent |= named[lane] & expected & ~mask
        }
        if absent != 0 { watch.tell(WarpNote(.absentLanes, position, details: absent)) }
        return true
    }

    /// Orders what lanes did before `__syncwarp` with what the lanes that they name do after it.
    private func orderMembers(
        _ named: UnsafePointer<UInt32>, _ mask: UInt32, _ alive: UInt32, isComplete: Bool, _ watch: WarpWatch
    ) {
        advance(watch)
        let now = watch.clock.pointee.now
        var isWhole = isComplete
        for lane in 0..<32 where mask >> UInt32(lane) & 1 == 1 && named[lane] & alive != alive { isWhole = false }
        if isWhole {
            watch.order.pointee.threadgroupFence = now
            watch.order.pointee.deviceFence = now
            return
        }
        for lane in 0..<32 where mask >> UInt32(lane) & 1 == 1 {
            var others = named[lane] & mask
            while others != 0 {
                let other = others.trailingZeroBitCount
                others &= others - 1
                // Both have to name each other.
                if named[other] >> UInt32(lane) & 1 == 1 { watch.laneFences[lane * 32 + other] = now }
            }
        }
    }
}
