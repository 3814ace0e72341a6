/// What a launch passes for one parameter.
package struct TruthArgument: Sendable {
    /// What is passed.
    package enum Value: Sendable {
        /// A number: by value in CUDA, a reference in Metal.
        case scalar(TruthScalar)
        /// A buffer of device memory.
        case buffer(TruthBuffer)
    }

    /// Metal's `[[buffer(index)]]`; in CUDA the place among the parameters.
    package let index: Int
    /// What is passed.
    package let value: Value
}

extension TruthArgument {
    /// Reads an entry of `args` that stands for parameter number `index`.
    init(_ node: JSONNode, at index: Int) throws(GroundTruthError) {
        self.index = index
        guard try node.optional("scalar") != nil else {
            value = .buffer(try TruthBuffer(node, seed: index))
            return
        }
        _ = try node.members(known: ["scalar", "name", "value"])
        value = .scalar(try TruthScalar(node))
    }
}
