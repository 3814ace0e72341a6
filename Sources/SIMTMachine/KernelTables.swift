/// Copies of a kernel's tables in memory that does not move, for the engine.
///
/// `@unchecked Sendable`: written once in `init`, only read afterwards, freed when the last owner goes.
final class KernelTables: @unchecked Sendable {
    let instructions: UnsafeMutablePointer<FlatInstruction>
    let blocks: UnsafeMutablePointer<FlatBlock>
    let memory: UnsafeMutablePointer<FlatMemory>
    let components: UnsafeMutablePointer<FlatComponent>
    let matrices: UnsafeMutablePointer<FlatMatrix>
    let matrixRows: UnsafeMutablePointer<Int32>

    init(
        instructions: [FlatInstruction], blocks: [FlatBlock], memory: [FlatMemory], components: [FlatComponent],
        matrices: [FlatMatrix], matrixRows: [Int32]
    ) {
        self.instructions = Self.copy(instructions)
        self.blocks = Self.copy(blocks)
        self.memory = Self.copy(memory)
        self.components = Self.copy(components)
        self.matrices = Self.copy(matrices)
        self.matrixRows = Self.copy(matrixRows)
    }

    deinit {
        instructions.deallocate()
        blocks.deallocate()
        memory.deallocate()
        components.deallocate()
        matrices.deallocate()
        matrixRows.deallocate()
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copied = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() { (copied + index).initialize(to: element) }
        return copied
    }
}
