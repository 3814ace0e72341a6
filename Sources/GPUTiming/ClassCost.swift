/// What one instruction of a class costs a core.
package struct ClassCost: Sendable, Equatable {
    /// The pipe that executes it.
    package var pipe: Pipe
    /// Cycles the pipe is busy with one warp's instruction.
    package var interval: Double
    /// Cycles before another instruction of the same class; others may follow sooner.
    package var repeatInterval: Double
    /// Cycles from issue until a dependent instruction may issue.
    package var latency: Double
    /// Issue slots taken, more than 1 for sequences of several machine instructions.
    package var issues: Double
    /// Which operand-bandwidth row applies, nil for none.
    package var operands: OperandKind?
    /// Whether it is a transcendental, which shares the complex pipe with integer work at a cost for switching.
    package var isTranscendental: Bool

    /// The operand widths for which Apple's issue rate depends on the distance to the producer.
    package enum OperandKind: String, Sendable, CaseIterable {
        /// Two 32-bit operands.
        case float32
        /// Three 32-bit operands.
        case fma32
        /// 16-bit operands.
        case half
    }
}
