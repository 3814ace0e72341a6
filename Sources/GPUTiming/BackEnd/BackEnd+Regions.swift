import SIMTMachine

/// Blocks made one before they are scheduled: where the order of instructions is chosen, what matters is how far loads can
/// be moved, and the vendor's compiler takes away the branches that stop them.
extension BackEnd {
    /// Instructions of all that a branch goes around up to which it is taken away.
    private static let bodyLimit = 40
    /// Blocks and instructions beyond which a region does not grow.
    private static let blockLimit = 64
    private static let instructionLimit = 1200

    /// Makes regions of what is merged; their code stands behind the blocks'.
    mutating func formRegions() {
        let count = blocks.count
        var predecessors = [[Int]](repeating: [], count: count)
        for (block, list) in successors.enumerated() { for target in list { predecessors[target].append(block) } }
        var isMember = [Bool](repeating: false, count: count)
        for block in 0..<count where !isMember[block] {
            guard let region = merged(from: block, predecessors) else { continue }
            for member in region.blocks { isMember[member] = true }
            append(region, code: mergedCode(region), successors: successors[region.blocks[region.blocks.count - 1]])
        }
    }

    /// Adds a region and its code.
    private mutating func append(_ region: CodeRegion, code: [MachineInstruction], successors next: [Int]) {
        regions.append(region)
        blocks.append(code)
        successors.append(next)
    }

    /// The region that begins with `first` and goes on across branches that become predicates; nil where it is one block.
    private func merged(from first: Int, _ predecessors: [[Int]]) -> CodeRegion? {
        guard exchanges[first] == nil else { return nil }
        var members = [first]
        var optional = [false]
        var size = blocks[first].count
        while let last = members.last, members.count < Self.blockLimit {
            guard let next = joint(after: last, predecessors), exchanges[next] == nil else { break }
            size += ((last + 1)...next).reduce(0) { $0 + blocks[$1].count }
            if size > Self.instructionLimit { break }
            for block in (last + 1)..<next {
                members.append(block)
                optional.append(true)
            }
            members.append(next)
            optional.append(false)
        }
        return members.count > 1 ? CodeRegion(blocks: members, isOptional: optional) : nil
    }

    /// The block at which the ways out of `block` meet, where all between them can be put under predicates.
    private func joint(after block: Int, _ predecessors: [[Int]]) -> Int? {
        let targets = successors[block]
        guard let nearest = targets.max(), targets.allSatisfy({ $0 > block }) else { return nil }
        if targets.count == 1 {
            return nearest == block + 1 && predecessors[nearest] == [block] ? nearest : nil
        }
        var size = 0
        var next = block + 1
        while next < details.successors.count {
            let isInside = predecessors[next].allSatisfy { $0 >= block && $0 < next }
            guard isInside else { return nil }
            if next >= nearest, ((block + 1)..<next).allSatisfy({ isForward($0, to: next) }) {
                return next
            }
            let issued = blocks[next].filter { $0.operation != .free && $0.operation != .branch }
            size += issued.count
            guard issued.count <= Self.predicateLimit, size <= Self.bodyLimit, exchanges[next] == nil,
                issued.allSatisfy(\.canBePredicated), !successors[next].isEmpty
            else { return nil }
            next += 1
        }
        return nil
    }

    /// Whether all ways out of `block` lead on, none beyond `last`.
    private func isForward(_ block: Int, to last: Int) -> Bool {
        successors[block].allSatisfy { $0 > block && $0 <= last }
    }

    /// The code of merged blocks: what may be left out depends on its predicate.
    private func mergedCode(_ region: CodeRegion) -> [MachineInstruction] {
        var code: [MachineInstruction] = []
        var records: Int32 = 0
        var predicates: [Int: [Int32]] = [:]
        var writers: [Int32: Int] = [:]
        for block in region.blocks {
            for instruction in blocks[block] where instruction.destination >= 0 {
                writers[instruction.destination, default: 0] += 1
            }
        }
        for (place, block) in region.blocks.enumerated() {
            let isLast = place == region.blocks.count - 1
            for original in blocks[block] {
                if !isLast, original.isBranch {
                    for target in successors[block] { predicates[target, default: []] += original.sources }
                    continue
                }
                var instruction = original
                if instruction.record >= 0, instruction.role == .body { instruction.record += records }
                if region.isOptional[place] {
                    for register in predicates[block] ?? [] where !instruction.sources.contains(register) {
                        instruction.sources.append(register)
                    }
                    // Where the predicate is false the register keeps what another block wrote.
                    let result = instruction.destination
                    if writers[result] ?? 0 > 1, !instruction.sources.contains(result) {
                        instruction.sources.append(result)
                    }
                }
                code.append(instruction)
            }
            records += Int32(blocks[block].count { $0.isAccess && $0.role == .body })
        }
        return code
    }
}

extension MachineInstruction {
    /// Whether it ends its block by choosing a way.
    var isBranch: Bool { operation == .branch || isMergedBranch }

    /// Whether it may stand under a predicate.
    fileprivate var canBePredicated: Bool {
        switch operation {
        case .barrier, .simdBarrier, .fence: false
        default: !exchangesLanes
        }
    }
}
