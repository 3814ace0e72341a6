import SIMTMachine

/// A trace that does not fit its program; a defect of whoever made it.
package struct TraceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What does not fit.
    package let description: String
}

/// The traces of one run of threadgroups, flattened for cursors.
struct CoreTrace {
    /// Where one warp's entries lie.
    struct Warp {
        /// Its block executions.
        var blocks: Range<Int>
        /// Its first access record.
        var firstAccess: Int
    }

    /// Block executions of all warps.
    private(set) var blocks: [BlockExecution] = []
    /// Access records of all warps.
    private(set) var accesses: [AccessRecord] = []
    /// Sectors of all accesses.
    private(set) var sectors: [UInt32] = []
    /// First sector of each access.
    private(set) var sectorStarts: [Int] = []
    /// Warps, threadgroup after threadgroup.
    private(set) var warps: [Warp] = []
    /// First warp of each threadgroup, and the end.
    private(set) var threadgroupStarts: [Int] = [0]

    /// Number of threadgroups.
    var threadgroupCount: Int { threadgroupStarts.count - 1 }

    /// Flattens `run`, checking that cursors can walk it without leaving a buffer.
    init(_ run: [ThreadgroupTrace], program: CoreProgram) throws(TraceError) {
        blocks.reserveCapacity(run.reduce(0) { $0 + $1.warps.reduce(0) { $0 + $1.blocks.count } })
        accesses.reserveCapacity(run.reduce(0) { $0 + $1.warps.reduce(0) { $0 + $1.accesses.count } })
        sectors.reserveCapacity(run.reduce(0) { $0 + $1.warps.reduce(0) { $0 + $1.sectors.count } })
        for threadgroup in run {
            for warp in threadgroup.warps {
                try Self.check(warp, in: threadgroup.threadgroup, program)
                let firstBlock = blocks.count
                warps.append(
                    Warp(
                        blocks: firstBlock..<(firstBlock + warp.blocks.count), firstAccess: accesses.count))
                append(warp, program)
                warps[warps.count - 1].blocks = firstBlock..<blocks.count
            }
            threadgroupStarts.append(warps.count)
        }
    }

    /// Adds a warp's executions, those that a region stands for as one, and its accesses.
    private mutating func append(_ warp: WarpTrace, _ program: CoreProgram) {
        var sector = sectors.count
        sectors.append(contentsOf: warp.sectors)
        if program.regions.isEmpty {
            for access in warp.accesses {
                sectorStarts.append(sector)
                sector += Int(access.sectorCount)
            }
            blocks.append(contentsOf: warp.blocks)
            accesses.append(contentsOf: warp.accesses)
            return
        }
        var record = 0
        func take(_ count: Int) {
            for access in warp.accesses[record..<(record + count)] {
                accesses.append(access)
                sectorStarts.append(sector)
                sector += Int(access.sectorCount)
            }
            record += count
        }
        var place = 0
        while place < warp.blocks.count {
            let execution = warp.blocks[place]
            let region = program.regionOfFirst[Int(execution.block)]
            guard region >= 0, let end = Self.end(of: program.regions[Int(region)], in: warp.blocks, from: place)
            else {
                blocks.append(execution)
                take(program.memoryKinds[Int(execution.block)].count)
                place += 1
                continue
            }
            let number = program.blockCount + Int(region)
            blocks.append(BlockExecution(block: UInt32(number), activeLanes: execution.activeLanes))
            for member in program.regions[Int(region)].blocks {
                let count = program.memoryKinds[member].count
                if place < end, Int(warp.blocks[place].block) == member {
                    take(count)
                    place += 1
                } else {
                    // What no lane fulfils the predicate of accesses nothing.
                    for _ in 0..<count {
                        accesses.append(
                            AccessRecord(sectorCount: 0, wavefronts: 0, multiplicity: 0, activeLanes: 0))
                        sectorStarts.append(sector)
                    }
                }
            }
        }
    }

    /// Where an execution of `region` that begins at `place` ends; nil where it is none.
    private static func end(of region: CodeRegion, in blocks: [BlockExecution], from place: Int) -> Int? {
        var place = place
        for (index, member) in region.blocks.enumerated() {
            if place < blocks.count, Int(blocks[place].block) == member {
                place += 1
            } else if !region.isOptional[index] {
                return nil
            }
        }
        return place
    }

    /// Checks that block indices exist and that the records are as many as the executed blocks consume.
    private static func check(_ warp: WarpTrace, in threadgroup: Int, _ program: CoreProgram) throws(TraceError) {
        var consumed = 0
        for execution in warp.blocks {
            guard Int(execution.block) < program.blockCount else {
                throw TraceError(
                    description: "threadgroup \(threadgroup) executed block \(execution.block) of "
                        + "\(program.blockCount)")
            }
            consumed += program.memoryKinds[Int(execution.block)].count
        }
        guard consumed == warp.accesses.count else {
            throw TraceError(
                description: "threadgroup \(threadgroup) recorded \(warp.accesses.count) accesses where its blocks "
                    + "execute \(consumed)")
        }
        let sectors = warp.accesses.reduce(0) { $0 + Int($1.sectorCount) }
        guard sectors == warp.sectors.count else {
            throw TraceError(
                description: "threadgroup \(threadgroup) recorded \(warp.sectors.count) sectors where its accesses "
                    + "name \(sectors)")
        }
    }
}
