/// An operand: an SSA value or a constant, with its type.
package struct IROperand: Hashable, Sendable {
    /// What the operand refers to.
    package enum Kind: Hashable, Sendable {
        case value(ValueID)
        case constant(IRConstant)
    }

    package let type: IRType
    package let kind: Kind
    /// What a call says about an address that it passes: a multiple of so many bytes; 1 where it says nothing.
    package let alignment: Int

    package init(type: IRType, kind: Kind, alignment: Int = 1) {
        self.type = type
        self.kind = kind
        self.alignment = alignment
    }
}
