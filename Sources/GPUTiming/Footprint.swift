import SIMTMachine

/// Which sectors one core's sample touches, by buffer: what sharing between cores is inferred from.
struct Footprint {
    /// Distinct sectors read, per buffer of the launch; the last entry counts those outside every buffer.
    var reads: [Double]
    /// Distinct sectors written.
    var writes: Double = 0
    /// Sectors written, each time counted.
    var storeSectors: Double = 0
    /// Distinct 128-byte lines on which atomics work, per buffer like `reads`.
    var atomicLines: [Double]

    /// Counts the distinct sectors of `trace`.
    init(_ trace: CoreTrace, _ program: CoreProgram, _ buffers: [LaunchBuffer]) {
        reads = .init(repeating: 0, count: buffers.count + 1)
        atomicLines = reads
        var read = SectorHistory()
        var written = SectorHistory()
        var updated = SectorHistory()
        let spans = buffers.map {
            (first: UInt64($0.firstSector), end: UInt64($0.firstSector) + UInt64($0.sectorCount))
        }
        for warp in trace.warps {
            var access = warp.firstAccess
            var sector = access < trace.sectorStarts.count ? trace.sectorStarts[access] : 0
            for execution in trace.blocks[warp.blocks] {
                for kind in program.memoryKinds[Int(execution.block)] {
                    let count = Int(trace.accesses[access].sectorCount)
                    access += 1
                    var place = sector
                    while place < sector + count {
                        let line = trace.sectors[place] >> 2
                        var mask: UInt8 = 0
                        while place < sector + count, trace.sectors[place] >> 2 == line {
                            mask |= 1 << UInt8(trace.sectors[place] & 3)
                            place += 1
                        }
                        if kind == .globalStore {
                            writes += Double(Self.new(line, mask, &written))
                            storeSectors += Double(mask.nonzeroBitCount)
                        } else {
                            let fresh = Self.new(line, mask, &read)
                            let isNewLine = kind == .globalAtomic && Self.new(line, 1, &updated) > 0
                            guard fresh > 0 || isNewLine else { continue }
                            let id = UInt64(line) * 4 + UInt64(mask.trailingZeroBitCount)
                            let buffer = spans.firstIndex { id >= $0.first && id < $0.end } ?? buffers.count
                            reads[buffer] += Double(fresh)
                            if isNewLine { atomicLines[buffer] += 1 }
                        }
                    }
                    sector += count
                }
            }
        }
    }

    /// How many sectors of a line are met for the first time.
    private static func new(_ line: UInt32, _ mask: UInt8, _ history: inout SectorHistory) -> Int {
        let entry = history.entry(of: line)
        let fresh = mask & ~entry.pointee.mask
        entry.pointee.mask |= mask
        return fresh.nonzeroBitCount
    }
}
