/// Which blocks only some lanes of a warp may execute, as far as a compiler can tell.
struct ControlDependence {
    /// Whether each block depends on a branch that lanes of a warp may take differently.
    private(set) var isDivergent: [Bool]

    /// Blocks beyond which none is called divergent, because the tables would be too large.
    private static let blockLimit = 4096

    /// Follows the branches of a program; `varies` says whether lanes may differ in a block's branch.
    init(successors: [[Int]], varies: (Int) -> Bool) {
        let count = successors.count
        isDivergent = .init(repeating: false, count: count)
        let branches = successors.indices.filter { successors[$0].count > 1 }
        guard count > 0, count <= Self.blockLimit, !branches.isEmpty else { return }
        let followers = Self.postDominators(successors)
        func follows(_ later: Int, _ block: Int) -> Bool { followers[block][later / 64] >> UInt64(later % 64) & 1 == 1 }
        var dependents: [Int: [Int]] = [:]
        for branch in branches {
            // A block depends on a branch when one way leads to it for certain and the branch itself does not.
            dependents[branch] = (0..<count).filter { block in
                successors[branch].contains { follows(block, $0) } && !(block != branch && follows(block, branch))
            }
        }
        var work = branches.filter(varies)
        var seen = Set(work)
        while let branch = work.popLast() {
            for block in dependents[branch] ?? [] where !isDivergent[block] {
                isDivergent[block] = true
                if successors[block].count > 1, seen.insert(block).inserted { work.append(block) }
            }
        }
    }

    /// For each block those that come after it on every way to an end, itself included, one bit each.
    private static func postDominators(_ successors: [[Int]]) -> [[UInt64]] {
        let count = successors.count
        let words = (count + 63) / 64
        var result = [[UInt64]](repeating: .init(repeating: .max, count: words), count: count)
        var changed = true
        while changed {
            changed = false
            for block in successors.indices.reversed() {
                var meet = [UInt64](repeating: successors[block].isEmpty ? 0 : .max, count: words)
                for next in successors[block] { for word in 0..<words { meet[word] &= result[next][word] } }
                meet[block / 64] |= 1 << UInt64(block % 64)
                if meet != result[block] {
                    result[block] = meet
                    changed = true
                }
            }
        }
        return result
    }
}
