/// A kernel as machine instructions by class.
struct MachineProgram {
    /// Instructions by block, and behind the blocks' those of the regions.
    var blocks: [[MachineInstruction]]
    /// Blocks that were made one where a warp executes them one after the other.
    var regions: [CodeRegion]
    /// Number of registers.
    var registerCount: Int
    /// Most 32-bit registers of a thread in use at once.
    var registerPressure: Int
}
