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
        // A thread of several that meets something to be executed alone gives up; nobody is told.
        case .trap, .alone: kind = .trap
        case .divisionByZero: kind = .divisionByZero
        case .divisionOverflow: kind = .divisionOverflow
        case .notMember: kind = .notMember(mask: UInt32(truncatingIfNeeded: failure.pointer))
        case .shift: kind = .shiftPastWidth(bits: Int(failure.byteCount))
        case .race:
            kind = .dataRace(
                memory: name, offset: offset, isStore: failure.isStore,
                other: MachineFault.Access(
                    line: self.line(ofMark: failure.origin), thread: self.thread(ofMark: failure.origin),
                    isStore: failure.otherIsStore))
        case .undefined(let use): kind = .undefinedValue(use: use, source: source(failure.origin))
        case .budget:
            kind = .overBudget(limit: options.instructionBudget)
            line = lineCounts.filter { $0.key > 0 }.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? line
        }
        return MachineFault(
            kind: kind, line: line, thread: thread(lane: Int(failure.lane) & 31, warp: warp, threadgroup: threadgroup))
    }

    /// The fault that an undefined value in an output stands for.
    func describe(_ note: OutputNote) -> MachineFault {
        MachineFault(
            kind: .undefinedValue(
                use: .output(buffer: segmentName(note.segment), offset: note.offset), source: source(note.origin)),
            line: line(ofMark: note.mark), thread: thread(ofMark: note.mark))
    }

    /// Where an undefined value comes from.
    private func source(_ word: UInt64) -> MachineFault.Source {
        let origin = UndefinedOrigin(word: word)
        let position = Int(origin.instruction)
        guard kernel.instructions.indices.contains(position) else { return .variable(line: 0) }
        let line = Int(kernel.lines[position])
        switch kernel.instructions[position].opcode {
        case .load, .atomic: return .memory(name: segmentName(origin.segment), line: line)
        case .warp: return .inactiveLane(line: line)
        default: return .variable(line: line)
        }
    }

    /// The line of a mark's instruction.
    private func line(ofMark mark: UInt64) -> Int {
        let position = Int(mark & (1 << 22 - 1))
        return kernel.lines.indices.contains(position) ? Int(kernel.lines[position]) : 0
    }

    /// The thread that a mark names.
    private func thread(ofMark mark: UInt64) -> MachineFault.Thread? {
        guard let watch else { return nil }
        let number = WarpWatch.group(
            at: UInt32(truncatingIfNeeded: mark >> 32), watch.groupEntries, watch.clock.pointee.groupCount)
        guard watch.started.indices.contains(number) else { return nil }
        let thread = Int(mark >> 22 & 0x3FF)
        return self.thread(lane: thread & 31, warp: thread >> 5, threadgroup: Int(watch.started[number]))
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
