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
                var sector = sectors.count
                for access in warp.accesses {
                    sectorStarts.append(sector)
                    sector += Int(access.sectorCount)
                }
                blocks.append(contentsOf: warp.blocks)
                accesses.append(contentsOf: warp.accesses)
                sectors.append(contentsOf: warp.sectors)
            }
            threadgroupStarts.append(warps.count)
        }
    }

    /// Checks that block indices exist and that the records are as many as the executed blocks consume.
    private static func check(_ warp: WarpTrace, in threadgroup: Int, _ program: CoreProgram) throws(TraceError) {
        var consumed = 0
        for execution in warp.blocks {
            guard Int(execution.block) < program.memoryKinds.count else {
                throw TraceError(
                    description: "threadgroup \(threadgroup) executed block \(execution.block) of "
                        + "\(program.memoryKinds.count)")
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
