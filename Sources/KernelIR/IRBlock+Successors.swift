extension IRBlock {
    /// Blocks the terminator may go to, each once, in the order it names them.
    package var successors: [BlockID] {
        switch instructions.last?.operation {
        case .branch(let target): return [target]
        case .conditionalBranch(_, let ifTrue, let ifFalse): return ifTrue == ifFalse ? [ifTrue] : [ifTrue, ifFalse]
        case .switchBranch(_, let fallback, let cases):
            var seen: Set<BlockID> = [fallback]
            return [fallback] + cases.map(\.target).filter { seen.insert($0).inserted }
        default: return []
        }
    }
}
