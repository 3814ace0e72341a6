/// One launch on several threads.
///
/// Threadgroups may run in any order when none touches what another writes, and that is all that is believed here. Each
/// thread takes its shares of the threadgroups, executes them in an `Execution` of its own and notes every granule of device
/// memory that it reads or writes; pages are saved before their first store. If in the end no thread has touched what
/// another wrote, and nothing at all was found (no fault, no warning, no undefined value on its way to an output, no
/// atomic on device memory, the budget kept), then one thread would have written the same bits and counted the same
/// instructions. Otherwise memory is put back as it was and one thread executes everything again. So nothing that anyone
/// can see depends on the number of threads or on who was quicker.
extension Execution {
    /// How many shares a thread's part is cut into, so that uneven threadgroups keep all threads busy.
    private static let sharesPerThread = 16

    /// Executes threadgroups on several threads; nil where one thread must do it.
    func runTogether(_ threadgroups: [Int], tracing: Bool) -> [ThreadgroupTrace]? {
        let threads = min(options.threads, threadgroups.count)
        let work = threadgroups.count.multipliedReportingOverflow(by: warpCapacity * kernel.instructionCount)
        guard threads > 1, track == nil, !kernel.layout.moduleIsWritable, watch?.started.isEmpty ?? true,
            work.overflow || work.partialValue >= options.leastSharedWork,
            let pages = SavedPages(memory, watch: watch?.memory)
        else { return nil }
        // Endless threadgroups cost little more than on one thread: nobody uses up the whole budget.
        var share = options
        share.instructionBudget = budget / threads + budget / 8
        var members: [Execution] = []
        for number in 1...threads {
            guard let track = ThreadTrack(memory, shift: kernel.granuleShift, pages: pages) else { return nil }
            let member = Execution(
                launch, memory: memory, options: share, watch: watch?.memory, slot: number, track: track)
            if let watch, !(member.watch?.covers(watch) ?? false) { return nil }
            members.append(member)
        }
        let crew = ThreadgroupCrew(
            members, threadgroups: threadgroups,
            share: max(1, threadgroups.count / (threads * Self.sharesPerThread)), tracing: tracing)
        crew.run()
        for member in members {
            if let used = member.watch { used.memory.now = max(used.memory.now, used.now) }
        }
        guard crew.isClean, isAllowed(members) else {
            members.first?.track?.restore()
            return nil
        }
        for member in members { add(countsOf: member) }
        threadsUsed = threads
        return tracing ? crew.traces : []
    }

    /// Whether what the threads did is what one thread would have done.
    private func isAllowed(_ members: [Execution]) -> Bool {
        var total: UInt64 = 0
        for (index, member) in members.enumerated() {
            total += member.instructionCount
            guard member.watch?.isClean ?? true, let track = member.track else { return false }
            for other in members[..<index] where other.track.map({ track.meets($0) }) ?? true { return false }
        }
        return total <= UInt64(clamping: budget)
    }
}
