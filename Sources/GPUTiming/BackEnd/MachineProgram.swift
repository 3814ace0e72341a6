/// A kernel as machine instructions by class.
struct MachineProgram {
    /// Instructions by block.
    var blocks: [[MachineInstruction]]
    /// Number of registers.
    var registerCount: Int
    /// Rounds of each block of which only one pays loop control; 0 for blocks in which nothing happens.
    var rounds: [Int]
    /// Most 32-bit registers of a thread in use at once.
    var registerPressure: Int
}
