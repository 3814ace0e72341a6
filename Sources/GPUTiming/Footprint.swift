import SIMTMachine

/// Which sectors one core's sample touches, by buffer: what sharing between cores is inferred from.
struct Footprint {
    /// Distinct sectors read, per buffer of the launch; the last entry counts those outside every buffer.
    var reads: [Double]
    /// Distinct sectors written.
    var writes: Double = 0

    /// Counts the distinct sectors of `trace`.
    init(_ trace: CoreTrace, _ program: CoreProgram, _ buffers: [LaunchBuffer]) {
        reads = .init(repeating: 0, count: buffers.count + 1)
        var read = SectorHistory()
        var written = SectorHistory()
        let spans = buffers.map {
            (first: UInt64($0.firstSector), end: UInt64($0.firstSector) + UInt64($0.sectorCount))
        }
        for warp in trace.warps {
            var (access, sector) = (warp.firstAccess, warp.firstSector)
            for execution in trace.blocks[warp.blocks] {
                for kind in program.memoryKinds[Int(execution.block)] {
                    let count = Int(trace.accesses[access].sectorCount)
                    access += 1
                    for id in trace.sectors[sector..<(sector + count)] {
                        if kind == .globalStore {
                            if Self.isNew(id, &written) { writes += 1 }
                        } else if Self.isNew(id, &read) {
                            let place = spans.firstIndex { UInt64(id) >= $0.first && UInt64(id) < $0.end }
                            reads[place ?? buffers.count] += 1
                        }
                    }
                    sector += count
                }
            }
        }
    }

    /// Whether `id` is met for the first time.
    private static func isNew(_ id: UInt32, _ history: inout SectorHistory) -> Bool {
        let entry = history.entry(of: id >> 2)
        let bit: UInt8 = 1 << UInt8(id & 3)
        defer { entry.pointee.mask |= bit }
        return entry.pointee.mask & bit == 0
    }
}
