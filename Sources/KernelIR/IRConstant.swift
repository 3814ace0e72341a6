/// A constant operand, of the type given beside it.
package indirect enum IRConstant: Hashable, Sendable {
    /// Integer bits, zero-extended to 64 (i1 is 0 or 1).
    case integer(UInt64)
    /// The bit pattern in the constant's own format: f16 and bf16 in 16 bits, f32 in 32, f64 in 64.
    case floating(bits: UInt64)
    case null
    case undef
    case poison
    /// `zeroinitializer`.
    case zero
    /// Elements of a vector, array or struct, in order, each with its type.
    case aggregate([TypedConstant])
    /// `c"..."`.
    case bytes([UInt8])
    /// The address of a global variable or function, by name without `@`.
    case global(String)
    /// `getelementptr` over a constant base; indices as in the instruction.
    case elementPointer(base: TypedConstant, element: IRType, indices: [TypedConstant])
    /// `bitcast`, `addrspacecast`, `inttoptr`, `ptrtoint`, `trunc`, `zext`, `sext` of a constant.
    case cast(IRCast, TypedConstant)
    /// `add`, `sub` or `xor` of two integer constants of the same type.
    case binary(IRBinary, TypedConstant, TypedConstant)
}

/// A constant and its type.
package struct TypedConstant: Hashable, Sendable {
    package let type: IRType
    package let value: IRConstant

    package init(type: IRType, value: IRConstant) {
        self.type = type
        self.value = value
    }
}
