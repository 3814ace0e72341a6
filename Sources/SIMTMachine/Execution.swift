import CLanes

/// One launch being executed, threadgroup by threadgroup, in whatever order the caller asks for.
///
/// The warps of a threadgroup run one after the other from barrier to barrier; results do not depend on anything but the
/// launch, the memory and the order of threadgroups. Not thread-safe: one evaluation lane owns it.
package final class Execution {
    private let launch: Launch
    private let kernel: LoweredKernel
    private let memory: DeviceMemory
    private let options: MachineOptions
    private let warpCapacity: Int
    private let privateStride: Int

    private let registers: UnsafeMutableRawPointer
    private let warps: UnsafeMutablePointer<WarpState>
    private let waiting: UnsafeMutablePointer<WaitingLanes>
    private let segments: UnsafeMutablePointer<Segment>
    private let segmentCount: Int
    private let threadgroupMemory: UnsafeMutablePointer<UInt8>
    private let threadgroupCapacity: Int
    private let privateMemory: UnsafeMutablePointer<UInt8>
    private let moduleMemory: UnsafeMutablePointer<UInt8>
    private let argumentMemory: UnsafeMutablePointer<UInt8>
    private let blockCounts: UnsafeMutablePointer<UInt64>
    private let laneCounts: UnsafeMutablePointer<UInt64>
    private let scratch: UnsafeMutableRawPointer
    private let matrices: UnsafeMutablePointer<EngineMatrix>
    private var sinks: [TraceSink] = []
    private var budget: Int

    /// Byte that threadgroup and private memory start with, so that reading them unwritten shows in the result: four of
    /// them are not a number as f32.
    private static let unwritten: UInt8 = 0xFF

    /// Prepares a launch.
    package init(_ launch: Launch, memory: DeviceMemory, options: MachineOptions = MachineOptions()) {
        self.launch = launch
        kernel = launch.kernel
        self.memory = memory
        self.options = options
        budget = options.instructionBudget
        warpCapacity = max(1, (launch.threadsPerThreadgroup.count + 31) / 32)
        registers = .allocate(byteCount: kernel.registerBytes * warpCapacity, alignment: 128)
        registers.initializeMemory(as: UInt8.self, repeating: 0, count: kernel.registerBytes * warpCapacity)
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
        scratch = .allocate(byteCount: 1024, alignment: 128)
        scratch.initializeMemory(as: UInt8.self, repeating: 0, count: 1024)
        matrices = .allocate(capacity: max(1, kernel.matrices.count))
        for (index, matrix) in kernel.matrices.enumerated() {
            let rows = matrix.inputs
            (matrices + index).initialize(
                to: EngineMatrix(
                    format: matrix.format, inputs: (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]),
                    outputs: (matrix.outputs[0], matrix.outputs[1])))
        }
        segmentCount = SegmentAddress.firstBufferSegment + memory.buffers.count
        segments = .allocate(capacity: segmentCount)
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
        threadgroupMemory.deallocate()
        privateMemory.deallocate()
        moduleMemory.deallocate()
        argumentMemory.deallocate()
        blockCounts.deallocate()
        laneCounts.deallocate()
        scratch.deallocate()
        matrices.deallocate()
        for sink in sinks { sink.deallocate() }
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

    /// Executes every threadgroup in order.
    package func runAll() throws(MachineFault) {
        for index in 0..<launch.threadgroups.count { _ = try run(threadgroup: index, tracing: false) }
    }

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
            fillBuiltins(warp: warp, threadgroup: position, size: size)
        }
        if privateStride > 0 { privateMemory.update(repeating: Self.unwritten, count: privateStride * 32 * warpCount) }
        while tracing, sinks.count < warpCount { sinks.append(TraceSink()) }
        try runWarps(count: warpCount, tracing: tracing, threadgroup: index)
        guard tracing else { return nil }
        var traces: [WarpTrace] = []
        for warp in 0..<warpCount { traces.append(sinks[warp].take()) }
        return ThreadgroupTrace(threadgroup: index, warps: traces)
    }

    /// Runs the warps of the current threadgroup from barrier to barrier until all have returned.
    private func runWarps(count: Int, tracing: Bool, threadgroup: Int) throws(MachineFault) {
        var failure = Engine.Failure()
        var silent = TraceSink()
        defer { silent.deallocate() }
        while true {
            var atBarrier = 0
            var finished = 0
            for warp in 0..<count {
                if warps[warp].finished {
                    finished += 1
                    continue
                }
                let engine = makeEngine(warp: warp, tracing: tracing)
                let stop =
                    tracing
                    ? engine.run(
                        &warps[warp], registers: registers + warp * kernel.registerBytes, waiting: waiting + warp * 34,
                        budget: &budget, sink: &sinks[warp], failure: &failure)
                    : engine.run(
                        &warps[warp], registers: registers + warp * kernel.registerBytes, waiting: waiting + warp * 34,
                        budget: &budget, sink: &silent, failure: &failure)
                switch stop {
                case .barrier: atBarrier += 1
                case .finished: finished += 1
                case .fault: throw describe(failure, warp: warp, threadgroup: threadgroup)
                }
            }
            if atBarrier == 0 { return }
            try checkBarrier(count: count, finished: finished, threadgroup: threadgroup)
        }
    }

    /// Checks that the warps which wait, wait together.
    private func checkBarrier(count: Int, finished: Int, threadgroup: Int) throws(MachineFault) {
        var line: Int32?
        for warp in 0..<count {
            let state = warps[warp]
            let missing = options.barriersNeedAllThreads && (state.finished || state.alive != state.started)
            let elsewhere = !state.finished && line != nil && line != state.barrierLine
            if !state.finished, line == nil { line = state.barrierLine }
            guard missing || elsewhere else { continue }
            let waitingLine = (0..<count).lazy.map { self.warps[$0] }.first { !$0.finished }?.barrierLine ?? 0
            let lane = (state.started & ~(state.finished ? 0 : state.alive)).trailingZeroBitCount & 31
            throw MachineFault(
                kind: .barrierDivergence, line: Int(waitingLine),
                thread: thread(lane: lane, warp: warp, threadgroup: threadgroup))
        }
    }

    private func makeEngine(warp: Int, tracing: Bool) -> Engine {
        kernel.withTables { instructions, blocks, memory, components, lines in
            Engine(
                instructions: instructions, blocks: blocks, memory: memory, components: components, matrices: matrices,
                lines: lines, segments: segments, segmentCount: segmentCount, blockCounts: blockCounts,
                laneCounts: laneCounts, scratch: scratch,
                privateBytes: privateStride == 0 ? nil : privateMemory + warp * 32 * privateStride,
                privateStride: privateStride, privateSize: kernel.privateBytes, tracing: tracing)
        }
    }

    /// Threads of the threadgroup at `position`: smaller where the grid ends inside it.
    private func threadgroupSize(at position: GridSize) -> GridSize {
        let full = launch.threadsPerThreadgroup
        guard let grid = launch.threadsPerGrid else { return full }
        return GridSize(
            min(full.x, grid.x - position.x * full.x), min(full.y, grid.y - position.y * full.y),
            min(full.z, grid.z - position.z * full.z))
    }

    // MARK: Faults

    private func thread(lane: Int, warp: Int, threadgroup: Int) -> MachineFault.Thread {
        let group = launch.threadgroups.coordinates(of: threadgroup)
        let size = threadgroupSize(at: group)
        let local = size.coordinates(of: warp * 32 + lane)
        let full = launch.threadsPerThreadgroup
        return MachineFault.Thread(
            position: GridSize(group.x * full.x + local.x, group.y * full.y + local.y, group.z * full.z + local.z),
            threadgroup: threadgroup)
    }

    private func describe(_ failure: Engine.Failure, warp: Int, threadgroup: Int) -> MachineFault {
        let segmentNumber = SegmentAddress.segment(of: failure.pointer)
        let offset = SegmentAddress.offset(of: failure.pointer)
        let name = segmentName(segmentNumber)
        var line = Int(kernel.lines.isEmpty ? 0 : kernel.lines[min(Int(failure.instruction), kernel.lines.count - 1)])
        let kind: MachineFault.Kind
        switch failure.kind {
        case .outOfBounds:
            kind = .outOfBounds(
                buffer: name, offset: offset, accessBytes: Int(failure.byteCount),
                bufferBytes: segments[segmentNumber].byteCount, isStore: failure.isStore)
        case .null: kind = .nullPointer(isStore: failure.isStore)
        case .readOnly: kind = .writeToReadOnly(buffer: name, offset: offset)
        case .misaligned: kind = .misaligned(buffer: name, offset: offset, alignment: Int(failure.byteCount))
        case .barrier: kind = .barrierDivergence
        case .trap: kind = .trap
        case .budget:
            kind = .overBudget(limit: options.instructionBudget)
            line = lineCounts.filter { $0.key > 0 }.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? line
        }
        return MachineFault(
            kind: kind, line: line, thread: thread(lane: Int(failure.lane) & 31, warp: warp, threadgroup: threadgroup))
    }

    /// A segment's name for messages.
    private func segmentName(_ number: Int) -> String {
        switch number {
        case SegmentAddress.privateSegment: "private memory"
        case SegmentAddress.threadgroupSegment: "threadgroup memory"
        case SegmentAddress.moduleSegment: "constant memory"
        case SegmentAddress.argumentSegment: "launch arguments"
        default:
            memory.buffers.indices.contains(number - SegmentAddress.firstBufferSegment)
                ? memory.buffers[number - SegmentAddress.firstBufferSegment].name : "memory"
        }
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

    /// Writes numbers that differ by thread.
    private func fill(_ numbers: [UInt64], from first: Int, wide: Bool, row: UnsafeMutableRawPointer) {
        guard let last = numbers.last else { return }
        for lane in 0..<32 {
            let number = first + lane < numbers.count ? numbers[first + lane] : last
            if wide {
                row.storeBytes(of: number, toByteOffset: lane * 8, as: UInt64.self)
            } else {
                row.storeBytes(of: UInt32(truncatingIfNeeded: number), toByteOffset: lane * 4, as: UInt32.self)
            }
        }
    }

    /// Writes the grid positions and sizes that the kernel reads into a warp's register file.
    private func fillBuiltins(warp: Int, threadgroup: GridSize, size: GridSize) {
        let file = registers + warp * kernel.registerBytes
        let values = BuiltinValues(launch: launch, threadgroup: threadgroup, size: size, warp: warp)
        for entry in kernel.builtins {
            values.fill(
                entry.builtin, component: entry.component,
                row: (file + Int(entry.row)).assumingMemoryBound(to: UInt32.self))
        }
        for (rows, argument) in zip(kernel.parameterRows, launch.arguments) {
            switch argument {
            case .builtin(let builtin):
                for (component, row) in rows.enumerated() where !row.wide {
                    values.fill(
                        builtin, component: component, row: (file + Int(row.row)).assumingMemoryBound(to: UInt32.self))
                }
            case .perThread(let numbers):
                for row in rows { fill(numbers, from: values.firstThread, wide: row.wide, row: file + Int(row.row)) }
            default: break
            }
        }
    }
}
