extension Execution {
    /// The thread of a lane, as messages name it.
    func thread(lane: Int, warp: Int, threadgroup: Int) -> MachineFault.Thread {
        let group = launch.threadgroups.coordinates(of: threadgroup)
        let size = threadgroupSize(at: group)
        let local = size.coordinates(of: warp * 32 + lane)
        let full = launch.threadsPerThreadgroup
        return MachineFault.Thread(
            position: GridSize(group.x * full.x + local.x, group.y * full.y + local.y, group.z * full.z + local.z),
            threadgroup: threadgroup)
    }

    /// The fault that a failure of the engine stands for.
    func describe(_ failure: Engine.Failure, warp: Int, threadgroup: Int) -> MachineFault {
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
}
