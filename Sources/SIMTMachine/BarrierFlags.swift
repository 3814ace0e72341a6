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
        rawValue = (registers + Int(code.first)).load(fromByteOffset: lane * 4, as: UInt32.self)
    }
}
