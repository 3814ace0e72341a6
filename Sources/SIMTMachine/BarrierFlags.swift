/// The memories that a barrier orders, as Metal's `mem_flags` number them.
struct BarrierFlags: OptionSet {
    let rawValue: UInt32

    /// Device memory.
    static let device = BarrierFlags(rawValue: 1)
    /// Threadgroup memory.
    static let threadgroup = BarrierFlags(rawValue: 2)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The flags that a barrier was executed with: its operand's value in a lane, or everything where it has none.
    init(_ code: FlatInstruction, _ registers: UnsafeMutableRawPointer, lane: Int) {
        let isPlain = code.opcode == .barrier ? code.extra == 0 : true
        guard code.first != 0, isPlain else {
            rawValue = 3
            return
        }
        let given = (registers + Int(code.first)).load(fromByteOffset: lane * 4, as: UInt32.self)
        // Textures lie in device memory here, so what orders them (4) orders all of it.
        rawValue = given & 4 != 0 ? given | 1 : given
    }
}
