import SIMTMachine

/// Rates that several rules and metrics use.
extension SummaryEvidence {
    /// Groups of classes that instruction mixes are given in.
    enum MixGroup: String, CaseIterable {
        case fusedFloat = "inst_fp32_fused"
        case unfusedFloat = "inst_fp32_unfused"
        case half = "inst_fp16"
        case double = "inst_fp64"
        case integer = "inst_integer"
        case special = "inst_special"
        case exchange = "inst_exchange"
        case matrix = "inst_matrix"
        case memory = "inst_memory"
        case control = "inst_control"

        /// The group of a class; nil for those that are never issued.
        init?(_ operation: OperationClass) {
            switch operation {
            case .free: return nil
            case .halfAdd, .halfMultiply, .halfFMA: self = .half
            case .floatAdd, .floatMultiply: self = .unfusedFloat
            case .floatFMA: self = .fusedFloat
            case .doubleArithmetic: self = .double
            case .minMaxSelect, .compare, .intAdd, .intMultiply, .intMultiplyHigh, .intDivide, .bitwise, .shift,
                .longAdd, .longSubtract, .longMultiply, .address, .popcount, .leadingZeros:
                self = .integer
            case .convert, .round, .reciprocal, .reciprocalSquareRoot, .squareRoot, .divide, .preciseDivide,
                .preciseSquareRoot, .exp2Log2, .expLog, .sinCos, .preciseSinCos, .mathFunction:
                self = .special
            case .ballot, .broadcast, .shuffle, .shuffleDynamic, .quadShuffle, .simdSumFloat, .simdSumInt, .simdPrefix,
                .quadSum:
                self = .exchange
            case .matrixHalf, .matrixFloat: self = .matrix
            case .globalLoad, .globalStore, .globalAtomic, .constantLoad, .sharedLoad, .sharedStore, .sharedAtomic,
                .asyncStore, .asyncCommit, .asyncWait,
                .localLoad, .localStore:
                self = .memory
            case .barrier, .simdBarrier, .fence, .branch: self = .control
            }
        }
    }

    /// Warp instructions of a group.
    func mix(_ group: MixGroup) -> Double {
        OperationClass.allCases.reduce(0) { sum, operation in
            MixGroup(operation) == group && mix.indices.contains(Int(operation.rawValue))
                ? sum + mix[Int(operation.rawValue)] : sum
        }
    }

    /// The busiest arithmetic pipe's busy share.
    var arithmeticUse: Double { [Pipe.alu, .fma, .half, .complex, .double, .tensor].map(pipeUse).max() ?? 0 }
    /// The busiest resource's busy share, compute or memory.
    var greatestUse: Double {
        max(arithmeticUse, issueUse, dramUse, l2Use, slcUse, stageUse(.memory), stageUse(.threadgroup))
    }
    /// Share of the time that anything that only hides latency can save: no resource gets faster than it is.
    var headroom: Double { 1 - max(greatestUse, launchShare) }
    /// Warps on a core at work, on average.
    var activeWarps: Double { Self.ratio(Ticks.cycles(counters.warpTicks), coreCycles) }
    /// Active lanes per instruction.
    var lanesPerInstruction: Double {
        Self.ratio(Double(counters.laneInstructions), Double(counters.instructions))
    }
    /// Sectors of loads and stores.
    var globalSectors: Double { Double(counters.loadSectors + counters.storeSectors) }
    /// Share of the sectors beyond the least that could have carried the bytes asked for.
    var excessShare: Double {
        max(0, Self.ratio(globalSectors - Double(counters.idealSectors), globalSectors))
    }
    /// Share of the passes through threadgroup memory that are bank conflicts.
    var conflictShare: Double {
        let wavefronts = Double(counters.sharedWavefronts)
        return max(0, Self.ratio(wavefronts - Double(counters.sharedIdealWavefronts), wavefronts))
    }

    /// The lines with most of `weight`, at most three, each with at least a tenth of the whole.
    func worst(_ weight: (LineProfile) -> Double) -> [Int] {
        let ordered = lines.values.filter { $0.line > 0 && weight($0) > 0 }
            .sorted { (weight($1), $0.line) < (weight($0), $1.line) }
        let whole = ordered.reduce(0) { $0 + weight($1) }
        return ordered.prefix(3).filter { weight($0) >= 0.1 * whole }.map { Int($0.line) }
    }
}
