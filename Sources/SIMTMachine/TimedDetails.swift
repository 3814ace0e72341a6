/// The parts of a lowered kernel from which a model of a vendor's compiler makes machine code.
package struct TimedDetails: Sendable {
    /// Blocks that may follow each block; loops stand together, their header first.
    package let successors: [[Int]]
    /// The 32-bit registers that each register takes: the components of a vector load share the first one's.
    package let widths: [UInt8]
    /// Values of registers that are the same in every lane from the start.
    package let constants: [Int32: UInt64]
    /// Registers that hold launch arguments, and whether the argument is a pointer or otherwise wide.
    package let parameters: [Int32: Bool]
    /// Those of them through which memory is reached that no other reaches.
    package let unaliased: Set<Int32>
    /// Registers that hold places in the grid, and whether lanes of a warp differ in them.
    package let builtins: [Int32: Bool]

    /// The same for a kernel that takes its places in the grid as parameters, as Metal's do: parameters that are no pointers
    /// differ between lanes.
    package var withPositionsAsParameters: TimedDetails {
        var builtins = builtins
        for (register, isWide) in parameters where !isWide { builtins[register] = true }
        return TimedDetails(
            successors: successors, widths: widths, constants: constants, parameters: parameters.filter(\.value),
            unaliased: unaliased,
            builtins: builtins)
    }
}
