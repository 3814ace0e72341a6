import CLanes

/// One launch being executed, threadgroup by threadgroup, in whatever order the caller asks for.
///
/// The warps of a threadgroup run one after the other from barrier to barrier; results do not depend on anything but the
/// launch, the memory and the order of threadgroups. Not thread-safe: one evaluation lane owns it.
package final class Execution {
    let launch: Launch
    let kernel: LoweredKernel
    let memory: DeviceMemory
    let options: MachineOptions
    let warpCapacity: Int
    private let privateStride: Int

    let registers: UnsafeMutableRawPointer
    let warps: UnsafeMutablePointer<WarpState>
    private let waiting: UnsafeMutablePointer<WaitingLanes>
    let segments: UnsafeMutablePointer<Segment>
    private let segmentCount: Int
    private let loadable: UnsafeMutablePointer<ks_segment>
    private let storable: UnsafeMutablePointer<ks_segment>
    private let threadgroupMemory: UnsafeMutablePointer<UInt8>
    private let threadgroupCapacity: Int
    private let privateMemory: UnsafeMutablePointer<UInt8>
    private let moduleMemory: UnsafeMutablePointer<UInt8>
    private let argumentMemory: UnsafeMutablePointer<UInt8>
    let blockCounts: UnsafeMutablePointer<UInt64>
    let laneCounts: UnsafeMutablePointer<UInt64>
    private let scratch: UnsafeMutableRawPointer
    private let privateViews: UnsafeMutablePointer<ks_private>
    /// The notes of checked execution; nil where nothing is noted.
    let watch: LaunchWatch?
    /// What is noted of accesses to device memory beside other threads; nil where there are none.
    let track: ThreadTrack?
    /// `executionsPastBarriers` when the running threadgroup started.
    private(set) var executionsPastBarriersAtStart: UInt64 = 0
    /// Threads that executed what was executed last.
    package internal(set) var threadsUsed = 1
    /// Set beside other threads where something came up that must be executed alone.
    private(set) var mustRunAlone = false
    private let sinks: UnsafeMutablePointer<TraceSink>
    /// Warp instructions left.
    private(set) var budget: Int
    /// Position of each thread in its threadgroup: 32 lanes of x, then y, then z, per warp.
    let localPositions: UnsafeMutablePointer<UInt32>
    /// Rows of builtins, those that differ by threadgroup apart from those that only its size changes.
    let builtinRows: BuiltinRows
    /// The threadgroup size that `localPositions` and the rows which depend on it are for.
    var filledSize: GridSize?

    /// Two rows of 128 bytes and three matrices of 256, 128 and 128 words.
    private static let scratchBytes = 256 + 512 * 4

    /// Byte that threadgroup and private memory start with, so that reading them unwritten shows in the result: four of
    /// them are not a number as f32.
    private static let unwritten: UInt8 = 0xFF

    /// Prepares a launch.
    ///
    /// - Parameter watch: What is kept about `memory`: with it every access, value and branch is checked for races, for
    ///   undefined values and for arithmetic without a result; without it the launch runs at full speed.
    package convenience init(
        _ launch: Launch, memory: DeviceMemory, options: MachineOptions = MachineOptions(), watch: MemoryWatch? = nil
    ) {
        self.init(launch, memory: memory, options: options, watch: watch, slot: 0, track: nil)
    }

    /// Prepares a launch, or the part of it that one of several threads executes.
    ///
    /// - Parameters:
    ///   - slot: 0 for a launch, from 1 on the number of a thread.
    ///   - track: What the thread notes of its accesses.
    init(
        _ launch: Launch, memory: DeviceMemory, options: MachineOptions, watch: MemoryWatch?, slot: Int,
        track: ThreadTrack?
    ) {
        self.launch = launch
        self.track = track
        kernel = launch.kernel
        builtinRows = BuiltinRows(launch)
        self.memory = memory
        self.options = options
        budget = options.instructionBudget
        warpCapacity = max(1, (launch.threadsPerThreadgroup.count + 31) / 32)
        registers = .allocate(byteCount: kernel.registerBytes * warpCapacity, alignment: 128)
        registers.initializeMemory(as: UInt8.self, repeating: 0, count: kernel.registerBytes * warpCapacity)
        sinks = .allocate(capacity: warpCapacity)
        sinks.initialize(repeating: TraceSink(), count: warpCapacity)
        localPositions = .allocate(capacity: warpCapacity * 96)
        localPositions.initialize(repeating: 0, count: warpCapacity * 96)
        warps = .allocate(capacity: warpCapacity)
        warps.initialize(repeating: WarpState(), count: warpCapacity)
        waiting = .allocate(capacity: warpCapacity * 34)
        waiting.initialize(repeating: WaitingLanes(block: 0, mask: 0), count: warpCapacity * 34)
        // Dynamic memory starts at a multiple of 16 bytes.
        threadgroupCapacity =
            launch.dynamicThreadgroupBytes == 0
            ? kernel.threadgroupBytes : (kernel.threadgroupBytes + 15) / 16 * 16 + launch.dynamicThreadgroupBytes
        threadgroupMemory = .allocate(capacity: threadgroupCapacity + 16)
        threadgroupMemory.initialize(repeating: Self.unwritten, count: threadgroupCapacity + 16)
        privateStride = (kernel.privateBytes + 15) / 16 * 16
        privateMemory = .allocate(capacity: privateStride * 32 * warpCapacity + 16)
        privateMemory.initialize(repeating: Self.unwritten, count: privateStride * 32 * warpCapacity + 16)
        let moduleBytes = kernel.layout.moduleBytes
        moduleMemory = .allocate(capacity: moduleBytes.count + 16)
        for (index, byte) in moduleBytes.enumerated() { (moduleMemory + index).initialize(to: byte) }
        blockCounts = .allocate(capacity: kernel.blocks.count)
        blockCounts.initialize(repeating: 0, count: kernel.blocks.count)
        laneCounts = .allocate(capacity: kernel.blocks.count)
        laneCounts.initialize(repeating: 0, count: kernel.blocks.count)
        scratch = .allocate(byteCount: Self.scratchBytes, alignment: 128)
        scratch.initializeMemory(as: UInt8.self, repeating: 0, count: Self.scratchBytes)
        segmentCount = SegmentAddress.firstBufferSegment + memory.buffers.count
        var notes: LaunchWatch?
        if let watch {
            notes = LaunchWatch(
                launch.kernel, memory: watch, slot: slot, warpCapacity: warpCapacity,
                threadgroupCount: launch.threadgroups.count,
                threadgroupCapacity: threadgroupCapacity, privateCapacity: privateStride * 32 * warpCapacity,
                segmentCount: segmentCount)
        }
        self.watch = notes
        let privateUndefined = notes?.privateUndefined
        privateViews = .allocate(capacity: warpCapacity)
        let (privateMemory, privateStride) = (privateMemory, privateStride)
        for warp in 0..<warpCapacity {
            (privateViews + warp).initialize(
                to: ks_private(
                    bytes: privateMemory + warp * 32 * privateStride,
                    undefined: privateUndefined.map { $0 + warp * 32 * privateStride },
                    stride: UInt64(privateStride), byte_count: UInt64(launch.kernel.privateBytes),
                    low: SegmentAddress.pointer(segment: SegmentAddress.privateSegment, offset: 0)))
        }
        segments = .allocate(capacity: segmentCount)
        loadable = .allocate(capacity: segmentCount)
        storable = .allocate(capacity: segmentCount)
        let arguments = ArgumentBytes(launch.arguments)
        argumentMemory = .allocate(capacity: arguments.bytes.count + 16)
        for (index, byte) in arguments.bytes.enumerated() { (argumentMemory + index).initialize(to: byte) }
        mapSegments(argumentBytes: arguments.bytes.count)
        fillPinnedRows(arguments)
    }

    deinit {
        registers.deallocate()
        warps.deallocate()
        waiting.deallocate()
        segments.deallocate()
        loadable.deallocate()
        storable.deallocate()
        threadgroupMemory.deallocate()
        privateMemory.deallocate()
        moduleMemory.deallocate()
        argumentMemory.deallocate()
        blockCounts.deallocate()
        laneCounts.deallocate()
        scratch.deallocate()
        privateViews.deallocate()
        for warp in 0..<warpCapacity { sinks[warp].deallocate() }
        sinks.deallocate()
        localPositions.deallocate()
    }

    /// Warp instructions executed so far.
    package var instructionCount: UInt64 {
        var total: UInt64 = 0
        for (index, block) in kernel.blocks.enumerated() {
            total += blockCounts[index] * UInt64(block.end - block.start + 1)
        }
        return total
    }

    /// Lane instructions executed so far.
    package var laneInstructionCount: UInt64 {
        var total: UInt64 = 0
        for (index, block) in kernel.blocks.enumerated() {
            total += laneCounts[index] * UInt64(block.end - block.start + 1)
        }
        return total
    }

    /// How often lanes have executed the instructions given, which are in ascending order.
    package func laneExecutions(of positions: [Int32]) -> UInt64 {
        var total: UInt64 = 0
        var block = 0
        for position in positions {
            while block < kernel.blocks.count, kernel.blocks[block].end <= position { block += 1 }
            if block < kernel.blocks.count { total += laneCounts[block] }
        }
        return total
    }

    /// Warp instructions by source line.
    package var lineCounts: [Int: UInt64] {
        var found: [Int: UInt64] = [:]
        for (index, block) in kernel.blocks.enumerated() where blockCounts[index] > 0 {
            for position in block.start..<block.end {
                found[Int(kernel.lines[Int(position)]), default: 0] += blockCounts[index]
            }
        }
        return found
    }

    /// Executes every threadgroup, in order or so that nothing tells the difference.
    package func runAll() throws(MachineFault) {
        defer { settle() }
        _ = try run(threadgroups: Array(0..<launch.threadgroups.count), tracing: false)
    }

    /// Executes threadgroups in the order given, on as many threads as the options allow and the launch bears.
    ///
    /// - Returns: The traces in that order; none where not asked for.
    @discardableResult
    package func run(threadgroups: [Int], tracing: Bool) throws(MachineFault) -> [ThreadgroupTrace] {
        if let traces = runTogether(threadgroups, tracing: tracing) { return traces }
        threadsUsed = 1
        var traces: [ThreadgroupTrace] = []
        for index in threadgroups {
            if let trace = try run(threadgroup: index, tracing: tracing) { traces.append(trace) }
        }
        return traces
    }

    /// Takes over what another execution of this launch has counted.
    func add(countsOf other: Execution) {
        for block in kernel.blocks.indices {
            blockCounts[block] &+= other.blockCounts[block]
            laneCounts[block] &+= other.laneCounts[block]
        }
        budget -= Int(clamping: other.instructionCount)
    }

    /// Hands what was found beside faults to the watch of the memory; `runAll` does so itself.
    package func settle() { watch?.settle { note in describe(note) } }

    /// Executes one threadgroup.
    ///
    /// - Parameters:
    ///   - index: Linear index in the grid, x fastest.
    ///   - tracing: True to record what the timing model replays.
    /// - Returns: The trace, where asked for.
    @discardableResult
    package func run(threadgroup index: Int, tracing: Bool) throws(MachineFault) -> ThreadgroupTrace? {
        let position = launch.threadgroups.coordinates(of: index)
        let size = threadgroupSize(at: position)
        let threadCount = size.count
        let warpCount = (threadCount + 31) / 32
        threadgroupMemory.update(repeating: Self.unwritten, count: threadgroupCapacity)
        for warp in 0..<warpCount {
            let first = warp * 32
            let lanes = min(32, threadCount - first)
            var state = WarpState()
            state.mask = lanes == 32 ? .max : (1 << UInt32(lanes)) - 1
            state.alive = state.mask
            state.started = state.mask
            warps[warp] = state
        }
        if options.barriersNeedAllThreads { executionsPastBarriersAtStart = executionsPastBarriers }
        fillBuiltins(warpCount: warpCount, threadgroup: position, size: size)
        for row in kernel.crossLaneRows {
            for warp in 0..<warpCount {
                (registers + warp * kernel.registerBytes + Int(row)).initializeMemory(
                    as: UInt8.self, repeating: 0, count: RegisterAllocation.rowBytes)
            }
        }
        if privateStride > 0 { privateMemory.update(repeating: Self.unwritten, count: privateStride * 32 * warpCount) }
        watch?.begin(threadgroup: index, warpCount: warpCount, privateBytes: privateStride * 32 * warpCount)
        defer { watch?.end() }
        try runWarps(count: warpCount, tracing: tracing, threadgroup: index)
        guard tracing else { return nil }
        var traces: [WarpTrace] = []
        for warp in 0..<warpCount { traces.append(sinks[warp].take()) }
        return ThreadgroupTrace(threadgroup: index, warps: traces)
    }

    /// Runs the warps of the current threadgroup from barrier to barrier until all have returned.
    private func runWarps(count: Int, tracing: Bool, threadgroup: Int) throws(MachineFault) {
        var failure = Engine.Failure()
        // A local copy: the engine writes it at every block, which is slow through a property.
        var budgetLeft = budget
        defer { budget = budgetLeft }
        while true {
            var atBarrier = 0
            for warp in 0..<count {
                if warps[warp].finished { continue }
                let engine = makeEngine(warp: warp, tracing: tracing)
                let stop = engine.run(
                    &warps[warp], registers: registers + warp * kernel.registerBytes, waiting: waiting + warp * 34,
                    budget: &budgetLeft, sink: &sinks[warp], failure: &failure)
                switch stop {
                case .barrier: atBarrier += 1
                case .finished: break
                case .fault:
                    mustRunAlone = failure.kind == .alone
                    throw describe(failure, warp: warp, threadgroup: threadgroup)
                }
            }
            if atBarrier == 0 { return }
            try checkBarrier(count: count, threadgroup: threadgroup)
            settleVote(count: count)
            orderBarrier(count: count)
        }
    }

    private func makeEngine(warp: Int, tracing: Bool) -> Engine {
        kernel.withTables { tables in
            Engine(
                instructions: tables.instructions, blocks: tables.blocks, memory: tables.memory,
                components: tables.components, atomics: tables.atomics, matrices: tables.matrices,
                matrixRows: tables.matrixRows, segments: segments, segmentCount: segmentCount, loadable: loadable,
                storable: storable, blockCounts: blockCounts, laneCounts: laneCounts,
                scratch: scratch, privateMemory: privateViews + warp, tracing: tracing,
                watch: watch?.warp(warp, operations: tables.operations), followsBarrier: tables.followsBarrier,
                cycles: tables.cycles, leadsToMeeting: tables.leadsToMeeting,
                countsGroups: options.barriersNeedAllThreads, tracks: track?.segments)
        }
    }

    /// Threads of the threadgroup at `position`: smaller where the grid ends inside it.
    func threadgroupSize(at position: GridSize) -> GridSize {
        let full = launch.threadsPerThreadgroup
        guard let grid = launch.threadsPerGrid else { return full }
        return GridSize(
            min(full.x, grid.x - position.x * full.x), min(full.y, grid.y - position.y * full.y),
            min(full.z, grid.z - position.z * full.z))
    }

    // MARK: Preparation

    private func mapSegments(argumentBytes: Int) {
        segments.initialize(
            repeating: Segment(base: nil, byteCount: 0, isWritable: false, flatBase: 0), count: segmentCount)
        segments[SegmentAddress.privateSegment] = Segment(
            base: kernel.privateBytes == 0 ? nil : privateMemory, byteCount: kernel.privateBytes, isWritable: true,
            flatBase: 0)
        segments[SegmentAddress.threadgroupSegment] = Segment(
            base: threadgroupMemory, byteCount: threadgroupCapacity, isWritable: true, flatBase: 0)
        let moduleCount = kernel.layout.moduleBytes.count
        segments[SegmentAddress.moduleSegment] = Segment(
            base: moduleCount == 0 ? nil : moduleMemory, byteCount: moduleCount,
            isWritable: kernel.layout.moduleIsWritable, flatBase: 4096)
        segments[SegmentAddress.argumentSegment] = Segment(
            base: argumentMemory, byteCount: argumentBytes, isWritable: false, flatBase: 512 * 1024)
        for (index, buffer) in memory.buffers.enumerated() {
            segments[SegmentAddress.firstBufferSegment + index] = Segment(
                base: buffer.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), byteCount: buffer.byteCount,
                isWritable: buffer.isWritable, flatBase: buffer.flatBase)
        }
        for number in 0..<segmentCount {
            let segment = segments[number]
            // Private memory differs by lane, so every access to it takes the long way.
            let isShared = number != SegmentAddress.privateSegment && segment.base != nil && segment.byteCount > 0
            let whole = ks_segment(base: segment.base, byte_count: UInt64(segment.byteCount))
            let none = ks_segment(base: nil, byte_count: 0)
            (loadable + number).initialize(to: isShared ? whole : none)
            (storable + number).initialize(to: isShared && segment.isWritable ? whole : none)
        }
    }

    /// Writes constants and launch arguments, which no instruction overwrites, into every warp's register file.
    private func fillPinnedRows(_ arguments: ArgumentBytes) {
        for warp in 0..<warpCapacity {
            let file = registers + warp * kernel.registerBytes
            for constant in kernel.constants {
                Self.splat(constant.value, wide: constant.wide, at: file + Int(constant.row))
            }
            for (rows, argument) in zip(kernel.parameterRows, arguments.values(kernel: kernel)) {
                for (row, value) in zip(rows, argument) { Self.splat(value, wide: row.wide, at: file + Int(row.row)) }
            }
        }
    }

    private static func splat(_ value: UInt64, wide: Bool, at row: UnsafeMutableRawPointer) {
        if wide {
            ks_splat_64(row.assumingMemoryBound(to: UInt64.self), value)
        } else {
            ks_splat_32(row.assumingMemoryBound(to: UInt32.self), UInt32(truncatingIfNeeded: value))
        }
    }
}
