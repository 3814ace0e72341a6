/// A register of the lowered kernel before rows are assigned: one value per lane, 32 or 64 bits wide.
struct VirtualRegister: Hashable {
    let index: Int32

    init(_ index: Int) { self.index = Int32(index) }

    /// Stands for an absent operand.
    static let none = VirtualRegister(-1)

    /// The index as an array subscript.
    var subscriptIndex: Int { Int(index) }
}
