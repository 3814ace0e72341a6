/// Which lanes of a warp run next: the group that waits at the earliest block, as docs/architecture.md explains.
extension Engine {
    /// The waiting lanes that are past a barrier and still have something to do other than return.
    @inline(never)
    func strayed(_ warp: WarpState, _ waiting: UnsafeMutablePointer<WaitingLanes>) -> UInt32 {
        var lanes: UInt32 = 0
        for index in 0..<Int(warp.waitingCount) {
            let shape = blocks[Int(waiting[index].block)]
            if followsBarrier[Int(waiting[index].block)], shape.condition != -2 || shape.start != shape.end {
                lanes |= waiting[index].mask
            }
        }
        return lanes
    }

    /// Whether the lanes at a barrier pass it without those that would run next: where barriers count warps, and these lanes
    /// stand where no way leads back to the barrier and have more to do than return. All others wait farther on.
    @inline(never)
    func passesAlone(_ next: Int32, _ warp: WarpState) -> Bool {
        guard countsGroups, next > warp.block, cycles[Int(next)] != cycles[Int(warp.block)] else { return false }
        let shape = blocks[Int(next)]
        return followsBarrier[Int(next)] && (shape.condition != -2 || shape.start != shape.end)
    }

    /// The same of the group that waits at the earliest block.
    func passesAlone(_ warp: WarpState, _ waiting: UnsafeMutablePointer<WaitingLanes>) -> Bool {
        passesAlone(waiting[Int(warp.waitingCount) - 1].block, warp)
    }

    /// Stops a warp at a barrier that some of its living lanes do not come to.
    @inline(never)
    func meetPartly(_ warp: inout WarpState) -> WarpStop {
        watch?.tell(WarpNote(.partialBarrier, warp.barrierPosition))
        warp.strayed = 0
        return Self.meet(&warp)
    }

    /// Stops a warp at the barrier where all its living lanes are.
    static func meet(_ warp: inout WarpState) -> WarpStop {
        warp.mask = warp.parked
        warp.parked = 0
        warp.barriers += 1
        return .barrier
    }

    /// Lets lanes that wait at an earlier block go first, and joins those that wait at the same one.
    @inline(__always)
    static func yield(
        _ block: Int32, _ mask: UInt32, _ warp: inout WarpState, _ waiting: UnsafeMutablePointer<WaitingLanes>
    ) -> (Int32, UInt32) {
        let first = waiting[Int(warp.waitingCount) - 1]
        if block < first.block { return (block, mask) }
        wait(block, mask, &warp, waiting)
        return next(&warp, waiting)
    }

    /// Adds lanes to the waiting groups, which are kept with the earliest block last. At most 32 groups exist, since each
    /// holds at least one lane and no lane is in two.
    static func wait(
        _ block: Int32, _ mask: UInt32, _ warp: inout WarpState, _ waiting: UnsafeMutablePointer<WaitingLanes>
    ) {
        var index = Int(warp.waitingCount)
        while index > 0, waiting[index - 1].block < block { index -= 1 }
        if index > 0, waiting[index - 1].block == block {
            waiting[index - 1].mask |= mask
            return
        }
        var place = Int(warp.waitingCount)
        while place > index {
            waiting[place] = waiting[place - 1]
            place -= 1
        }
        waiting[index] = WaitingLanes(block: block, mask: mask)
        warp.waitingCount += 1
    }

    /// Takes the group that waits at the earliest block.
    static func next(
        _ warp: inout WarpState, _ waiting: UnsafeMutablePointer<WaitingLanes>
    ) -> (Int32, UInt32) {
        warp.waitingCount -= 1
        let group = waiting[Int(warp.waitingCount)]
        return (group.block, group.mask)
    }
}
