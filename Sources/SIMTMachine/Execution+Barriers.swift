extension Execution {
    /// Checks that the warps which wait, wait together: where the dialect asks for it all of them and at one line.
    ///
    /// Threads that returned before they came to the barrier are not waited for, as on any hardware, and kernels guard
    /// their edges so; threads that passed it by and went on are missing. Of lanes of one warp the engine knows that.
    /// A warp that has returned when the first barrier of its threadgroup is reached, without that anything was executed
    /// which follows a barrier, returned early.
    ///
    /// Where barriers count warps, a warp comes to one as soon as any of its lanes does; lanes that cannot come there wait
    /// behind it, as on Apple's hardware, and a notice says so (`Engine.passesAlone`).
    ///
    /// CUDA's hardware counts arrivals at a barrier, from wherever in the program they come (PTX ISA, "barrier": the operand
    /// names the barrier, not the instruction), so warps that part and wait at two `__syncthreads()` meet. The language
    /// asks for one place all the same, so that is a warning. Lanes of one warp never part so.
    func checkBarrier(count: Int, threadgroup: Int) throws(MachineFault) {
        if options.barriersNeedAllThreads, executionsPastBarriers == executionsPastBarriersAtStart {
            for warp in 0..<count where warps[warp].finished { warps[warp].returnedEarly = true }
        }
        var first: Int?
        for warp in 0..<count {
            let state = warps[warp]
            var isAlone = false
            if state.finished {
                isAlone = options.barriersNeedAllThreads && !warps[warp].returnedEarly && !excuses(warp, count: count)
            } else {
                if let first {
                    isAlone = isAlone || !meets(warps[first], state)
                } else {
                    first = warp
                }
            }
            guard isAlone else { continue }
            let waitingWarp = (0..<count).first { !warps[$0].finished }
            let waitingLine = waitingWarp.map { kernel.lines[Int(warps[$0].barrierPosition)] } ?? 0
            let lane = (state.started & ~(state.finished ? 0 : state.alive)).trailingZeroBitCount & 31
            throw MachineFault(
                kind: .barrierDivergence, line: Int(waitingLine),
                thread: thread(lane: lane, warp: warp, threadgroup: threadgroup))
        }
    }

    /// Whether a warp may have ended without coming to the barrier at which others wait: where the barrier orders no memory,
    /// and the warp has not used threadgroup memory since the last one.
    ///
    /// Apple's GPUs do not wait for warps that have ended, and MLX's `gemv_t` relies on that: its barriers only keep the
    /// threads together for the sake of the cache.
    private func excuses(_ warp: Int, count: Int) -> Bool {
        if warps[warp].isExcused { return true }
        let waiting = (0..<count).first { !warps[$0].finished } ?? warp
        let position = Int(warps[waiting].barrierPosition)
        let flags = BarrierFlags(
            kernel.instructions[position], registers + waiting * kernel.registerBytes,
            lane: warps[waiting].mask.trailingZeroBitCount & 31)
        guard flags.isEmpty else { return false }
        if let watch {
            guard !watch.hasTouchedThreadgroupMemory(warp: warp) else { return false }
            watch.noteMissedBarrier(atLine: Int(kernel.lines[position]))
        }
        warps[warp].isExcused = true
        return true
    }

    /// Whether two warps wait at one barrier.
    private func meets(_ one: WarpState, _ other: WarpState) -> Bool {
        let (position, otherPosition) = (Int(one.barrierPosition), Int(other.barrierPosition))
        if position == otherPosition { return true }
        let (line, otherLine) = (Int(kernel.lines[position]), Int(kernel.lines[otherPosition]))
        if line == otherLine { return true }
        let areVotes = kernel.instructions[position].extra != 0 || kernel.instructions[otherPosition].extra != 0
        if options.barriersNeedAllThreads || areVotes { return false }
        watch?.noteBarriers(atLines: [min(line, otherLine), max(line, otherLine)])
        return true
    }

    /// Tells the watch which memories the barrier orders at which the warps wait.
    func orderBarrier(count: Int) {
        guard let watch, let first = (0..<count).first(where: { !warps[$0].finished }) else { return }
        let flags = BarrierFlags(
            kernel.instructions[Int(warps[first].barrierPosition)], registers + first * kernel.registerBytes,
            lane: warps[first].mask.trailingZeroBitCount & 31)
        watch.passBarrier(flags, warpCount: count)
    }

    /// Gives the threads that wait at a voting barrier the outcome of the vote, which counts every waiting thread.
    func settleVote(count: Int) {
        guard let first = (0..<count).first(where: { !warps[$0].finished }),
            let vote = BarrierVote(rawValue: kernel.instructions[Int(warps[first].barrierPosition)].extra)
        else { return }
        let waiting = (first..<count).filter { !warps[$0].finished }
        var threads = 0
        var ayes = 0
        for warp in waiting {
            let ballots = row(kernel.instructions[Int(warps[warp].barrierPosition)].first, warp)
            threads += warps[warp].mask.nonzeroBitCount
            for lane in 0..<32 where warps[warp].mask >> UInt32(lane) & 1 == 1 && ballots[lane] != 0 { ayes += 1 }
        }
        let outcome: UInt32 =
            switch vote {
            case .count: UInt32(ayes)
            case .and: ayes == threads ? 1 : 0
            case .or: ayes > 0 ? 1 : 0
            }
        for warp in waiting {
            let result = row(kernel.instructions[Int(warps[warp].barrierPosition)].destination, warp)
            for lane in 0..<32 where warps[warp].mask >> UInt32(lane) & 1 == 1 { result[lane] = outcome }
        }
    }

    /// How often warps have executed blocks that follow a barrier and do something.
    var executionsPastBarriers: UInt64 {
        kernel.blocksPastBarriers.reduce(0) { $0 &+ blockCounts[$1] }
    }
}
