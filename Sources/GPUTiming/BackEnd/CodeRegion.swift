/// Blocks that the vendor's compiler makes one of: a branch's sides under predicates, and what stands around them.
struct CodeRegion {
    /// The blocks in the order in which a warp executes them.
    let blocks: [Int]
    /// Which of them a warp may leave out because none of its lanes fulfils their predicate.
    let isOptional: [Bool]
}
