import Foundation
import GPUTiming
import SIMTMachine

/// Loads the GPUs shipped with the product.
enum Shipped {
    /// The repository's `configs/gpus`.
    static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "configs/gpus")
    }

    /// The text of a hardware file.
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)
    }

    /// A GPU by name.
    static func gpu(_ name: String) throws -> Hardware {
        try Hardware(yaml: text(name), file: "\(name).yaml")
    }
}

/// Builds programs and traces by hand: one block, executed a number of times by each warp.
struct TraceBuilder {
    private(set) var instructions: [TimedInstruction] = []
    private(set) var registers: Int32 = 0

    /// A fresh register.
    mutating func register() -> Int32 {
        registers += 1
        return registers - 1
    }

    /// Appends an instruction.
    mutating func add(
        _ operation: OperationClass, to destination: Int32 = -1, from sources: [Int32] = [], bytes: UInt8 = 0,
        line: Int32 = 1
    ) {
        let padded = sources + [-1, -1, -1, -1]
        instructions.append(
            TimedInstruction(
                operation: operation, destination: destination, sources: (padded[0], padded[1], padded[2], padded[3]),
                bytesPerLane: bytes, uniform: false, line: line))
    }

    /// The program of the one block.
    func program(pressure: Int = 16, threadgroupBytes: Int = 0) -> TimedProgram {
        TimedProgram(
            blocks: [instructions], registerCount: Int(registers), registerPressure: pressure,
            threadgroupBytes: threadgroupBytes, privateBytes: 0)
    }

    /// A warp that executes the block `times` times; `access` gives each memory instruction's record and sectors.
    func warp(
        times: Int,
        access: (_ iteration: Int, _ instruction: Int) -> (AccessRecord, [UInt32]) = { _, _ in
            (AccessRecord(sectorCount: 0, wavefronts: 1, multiplicity: 1, activeLanes: 32), [])
        }
    ) -> WarpTrace {
        let memory: Set<OperationClass> = [
            .globalLoad, .globalStore, .globalAtomic, .constantLoad, .sharedLoad, .sharedStore, .sharedAtomic,
            .asyncStore, .localLoad, .localStore,
        ]
        var trace = WarpTrace()
        for iteration in 0..<times {
            trace.blocks.append(BlockExecution(block: 0, activeLanes: 32))
            for (index, instruction) in instructions.enumerated() where memory.contains(instruction.operation) {
                let (record, sectors) = access(iteration, index)
                trace.accesses.append(record)
                trace.sectors += sectors
            }
        }
        return trace
    }

    /// A coalesced access of 32 lanes of 4 bytes at a sector.
    static func coalesced(_ sector: Int) -> (AccessRecord, [UInt32]) {
        let first = UInt32(truncatingIfNeeded: sector)
        return (
            AccessRecord(sectorCount: 4, wavefronts: 1, multiplicity: 1, activeLanes: 32),
            [first, first + 1, first + 2, first + 3]
        )
    }
}

/// Times a launch, executing threadgroups with `execute`.
func time(
    _ program: TimedProgram, _ shape: LaunchShape, on gpu: Hardware, cache: CacheState = .cold, seed: UInt64 = 1,
    budget: UInt64 = 2_000_000, work: ((Int) -> UInt64)? = nil, execute: (Int) -> [WarpTrace]
) throws -> LaunchTime {
    var model = try GridModel(hardware: gpu, program: program, shape: shape, cache: cache)
    let plan = model.samplePlan(seed: seed, budget: budget, workEstimate: work)
    model.begin(plan)
    for run in plan.runs {
        try model.add(run: run.map { ThreadgroupTrace(threadgroup: $0, warps: execute($0)) })
    }
    return model.launchTime()
}
