import CLanes

/// Copies of a kernel's tables in memory that does not move, for the engine.
///
/// `@unchecked Sendable`: written once in `init`, only read afterwards, freed when the last owner goes.
final class KernelTables: @unchecked Sendable {
    let instructions: UnsafeMutablePointer<FlatInstruction>
    let blocks: UnsafeMutablePointer<FlatBlock>
    let memory: UnsafeMutablePointer<ks_access>
    let components: UnsafeMutablePointer<ks_component>
    /// What each access of `memory` does, where it is an atomic.
    let atomics: UnsafeMutablePointer<AtomicOperation?>
    let matrices: UnsafeMutablePointer<FlatMatrix>
    let matrixRows: UnsafeMutablePointer<Int32>
    /// The lane operation of each instruction.
    let operations: UnsafeMutablePointer<ks_op>
    /// For each block whether a way leads to it from one with a barrier.
    let followsBarrier: UnsafeMutablePointer<Bool>
    /// For each block the number of its cycle.
    let cycles: UnsafeMutablePointer<Int32>
    /// For each block whether lanes there may yet take part in something that lanes do together.
    let leadsToMeeting: UnsafeMutablePointer<Bool>

    init(
        instructions: [FlatInstruction], blocks: [FlatBlock], memory: [ks_access], components: [ks_component],
        atomics: [AtomicOperation?], matrices: [FlatMatrix], matrixRows: [Int32],
        operations: [ks_op], followsBarrier: [Bool], cycles: [Int32], leadsToMeeting: [Bool]
    ) {
        self.instructions = Self.copy(instructions)
        self.blocks = Self.copy(blocks)
        self.memory = Self.copy(memory)
        self.components = Self.copy(components)
        self.atomics = Self.copy(atomics)
        self.matrices = Self.copy(matrices)
        self.matrixRows = Self.copy(matrixRows)
        self.operations = Self.copy(operations)
        self.followsBarrier = Self.copy(followsBarrier)
        self.cycles = Self.copy(cycles)
        self.leadsToMeeting = Self.copy(leadsToMeeting)
    }

    deinit {
        instructions.deallocate()
        blocks.deallocate()
        memory.deallocate()
        components.deallocate()
        atomics.deallocate()
        matrices.deallocate()
        matrixRows.deallocate()
        operations.deallocate()
        followsBarrier.deallocate()
        cycles.deallocate()
        leadsToMeeting.deallocate()
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copied = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() { (copied + index).initialize(to: element) }
        return copied
    }
}
